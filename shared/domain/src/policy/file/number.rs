//! Numbers in tables, each within its range.

use super::{Flag, line_at};
use crate::policy::{PolicyError, Verification};
use serde::Deserialize;
use std::ops::RangeInclusive;
use toml::Spanned;

/// `[verification]`: the step-up.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct VerificationEntry {
    code_digits: u64,
    valid_minutes: u64,
    tries: u64,
    codes_a_day: u64,
    seconds_between: u64,
    holds_minutes: u64,
    pub(super) ours: Option<Flag>,
}

pub(super) fn verification(
    entry: Spanned<VerificationEntry>,
    bytes: &[u8],
) -> Result<Verification, PolicyError> {
    let line = line_at(bytes, entry.span().start);
    let entry = entry.into_inner();
    Ok(Verification {
        code_digits: within(entry.code_digits, 4..=8, "code-digits", line)?,
        valid_minutes: within(entry.valid_minutes, 1..=60, "valid-minutes", line)?,
        tries: within(entry.tries, 1..=10, "tries", line)?,
        codes_a_day: within(entry.codes_a_day, 1..=100, "codes-a-day", line)?,
        seconds_between: within(entry.seconds_between, 1..=3_600, "seconds-between", line)?,
        holds_minutes: within(entry.holds_minutes, 1..=1_440, "holds-minutes", line)?,
    })
}

/// Takes a number that lies in its range.
pub(super) fn within<T: TryFrom<u64>>(
    number: u64,
    range: RangeInclusive<u64>,
    name: &'static str,
    line: usize,
) -> Result<T, PolicyError> {
    let refusal = PolicyError::OutOfRange { line, name, min: *range.start(), max: *range.end() };
    if range.contains(&number) { T::try_from(number).map_err(|_| refusal) } else { Err(refusal) }
}
