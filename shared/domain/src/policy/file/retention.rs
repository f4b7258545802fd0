//! How long what is known of people is kept.

use super::text::ours;
use crate::{
    document::{Mistake, Table, Value},
    policy::Retention,
};

/// Nothing about a person is of use to anybody for longer than a century.
const DAYS_MAX: u64 = 36_500;

/// `[retention]`
pub(super) fn retention(entry: &mut Table<'_>) -> Result<Retention, Mistake> {
    ours(entry)?;
    Ok(Retention { case_days: days(entry.need("case-days")?)? })
}

pub(super) fn days(value: Value<'_>) -> Result<u16, Mistake> {
    value.number(1..=DAYS_MAX)
}
