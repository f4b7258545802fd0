//! The file of a policy as it is written, and how it becomes a [`Policy`].

use super::{Policy, PolicyError};
use crate::{
    digest::Digest,
    document::{self, Mistake, Table},
};

mod category;
mod check;
mod clock;
mod derivation;
mod filing;
mod message;
mod password;
mod retention;
mod rule;
mod text;

pub(super) fn parse(bytes: &[u8]) -> Result<Policy, PolicyError> {
    if Policy::BYTES_MAX < bytes.len() {
        return Err(PolicyError::TooLarge { bytes: bytes.len() });
    }
    Ok(document::read(bytes, |file| policy(file, Digest::of(bytes)))?)
}

/// Reads the outermost table. What is named elsewhere in the file is read before what names it.
fn policy(file: &mut Table<'_>, hash: Digest) -> Result<Policy, Mistake> {
    let (opens, closes) = clock::window(file)?;
    let pictures = file.maybe("pictures", |limits| limits.table(filing::pictures))?;
    let statements = file.entries("statement", filing::statement)?;
    let material = |entry: &mut Table<'_>| filing::material(entry, pictures.as_ref(), &statements);
    let materials = file.entries("material", material)?;
    let checks = file.entries("check", check::check)?;
    let rules = file.entries("rule", |entry| rule::rule(entry, &checks))?;
    let category = |entry: &mut Table<'_>| category::category(entry, &checks, &rules, &materials);
    let categories = file.need("category")?.named(1, |entry| entry.table(category))?;
    let derivation = derivation::derivation(file, &checks, &categories)?;
    let has_roster = derivation.is_some();
    Ok(Policy {
        hash,
        programme: file.need("programme")?.parse()?,
        season: file.need("season")?.parse()?,
        region: file.need("region")?.parse()?,
        region_name: file.maybe("region-name", |name| name.table(text::spoken))?,
        name: text::both(file, "name", "name-en")?,
        opens,
        closes,
        review: file.need("review")?.table(clock::review)?,
        supplement: file.need("supplement")?.table(clock::supplement)?,
        registration: file.maybe("registration", |clocks| clocks.table(clock::registration))?,
        verification: file.maybe("verification", |numbers| numbers.table(filing::verification))?,
        retention: file.maybe("retention", |days| days.table(retention::retention))?,
        form_identity: file.need("form")?.table(filing::form)?,
        statements,
        reasons: file.entries("return-reason", filing::reason)?,
        messages: file.maybe("message", |messages| messages.table(message::messages))?.unwrap_or_default(),
        password: file
            .maybe("password", |rules| rules.table(|entry| password::password(entry, has_roster)))?,
        derivation,
        categories,
        texts: file.need("texts")?.table(text::texts)?,
        status: file.need("status")?.table(text::status)?,
        pictures,
        materials,
        checks,
        // Everything has been read by now.
        ours: file.notes(),
    })
}
