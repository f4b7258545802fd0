//! What is confirmed, verified and handed in before filing, and why it is returned.

use super::text::{both, chosen, ours};
use crate::{
    document::{Mistake, Table, Value},
    picture::Limits,
    policy::{FormIdentity, Material, ReturnReason, Statement, StatementKind, Verification},
    slug::CertificateId,
};

/// `[[statement]]`
pub(super) fn statement(entry: &mut Table<'_>) -> Result<Statement, Mistake> {
    ours(entry)?;
    Ok(Statement {
        id: entry.need("id")?.parse()?,
        kind: entry.need("kind")?.word()?,
        name: both(entry, "name", "name-en")?,
        text: both(entry, "text", "text-en")?,
    })
}

/// `[form]`
pub(super) fn form(entry: &mut Table<'_>) -> Result<FormIdentity, Mistake> {
    ours(entry)?;
    entry.need("identity")?.word()
}

/// `[verification]`: the step-up.
pub(super) fn verification(entry: &mut Table<'_>) -> Result<Verification, Mistake> {
    ours(entry)?;
    Ok(Verification {
        code_digits: entry.need("code-digits")?.number(4..=8)?,
        valid_minutes: entry.need("valid-minutes")?.number(1..=60)?,
        tries: entry.need("tries")?.number(1..=10)?,
        codes_a_day: entry.need("codes-a-day")?.number(1..=100)?,
        seconds_between: entry.need("seconds-between")?.number(1..=3_600)?,
        holds_minutes: entry.need("holds-minutes")?.number(1..=1_440)?,
    })
}

/// `[pictures]`: beyond these ranges no picture is of any use to a reviewer, whatever a policy says.
pub(super) fn pictures(entry: &mut Table<'_>) -> Result<Limits, Mistake> {
    ours(entry)?;
    Ok(Limits {
        bytes_max: entry.need("bytes-max")?.number(1..=64 * 1024 * 1024)?,
        side_min: entry.need("side-min")?.number(1..=4_096)?,
        side_max: entry.need("side-max")?.number(1..=32_768)?,
        pixels_max: entry.need("pixels-max")?.number(1..=256 * 1024 * 1024)?,
    })
}

/// A household register has some sixteen pages, of which two or three are asked for. A case has one record.
const PICTURES_MAX: u64 = 9;

/// `[[material]]`
pub(super) fn material(
    entry: &mut Table<'_>,
    limits: Option<&Limits>,
    statements: &[Statement],
) -> Result<Material, Mistake> {
    if limits.is_none() {
        return Err(entry.refuse("materials need a table of limits called pictures"));
    }
    ours(entry)?;
    Ok(Material {
        id: entry.need("id")?.parse()?,
        name: both(entry, "name", "name-en")?,
        requirement: both(entry, "requirement", "requirement-en")?,
        sample: both(entry, "sample", "sample-en")?,
        pictures_max: entry.maybe("pictures-max", |number| number.number(1..=PICTURES_MAX))?.unwrap_or(1),
        certificate: entry.maybe("certificate", |name| chosen(name, |name| certificate(name, statements)))?,
    })
}

/// Nobody's certificate is asked for without their consent.
fn certificate(name: Value<'_>, statements: &[Statement]) -> Result<CertificateId, Mistake> {
    if statements.iter().all(|statement| statement.kind != StatementKind::Agreement) {
        return Err(name.refuse("a certificate needs a statement of the kind agreement"));
    }
    name.parse()
}

/// `[[return-reason]]`
pub(super) fn reason(entry: &mut Table<'_>) -> Result<ReturnReason, Mistake> {
    ours(entry)?;
    Ok(ReturnReason { id: entry.need("id")?.parse()?, name: both(entry, "name", "name-en")? })
}
