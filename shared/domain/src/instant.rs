//! Instants: `DateTime<Utc>` at millisecond resolution, and the one comparison that closes things.

use chrono::{DateTime, Datelike as _, SecondsFormat, SubsecRound, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Cuts `instant` down to whole milliseconds, which is what records and answers carry.
pub fn truncate(instant: DateTime<Utc>) -> DateTime<Utc> {
    // By way of the count of milliseconds, so that a leap second becomes an ordinary one.
    DateTime::from_timestamp_millis(instant.timestamp_millis()).unwrap_or_else(|| instant.trunc_subsecs(3))
}

/// Reads an instant in RFC 3339, with any offset, and cuts it down to milliseconds.
///
/// # Errors
///
/// Returns [`InvalidInstant`] for anything else, a civil time without an offset included.
pub fn parse(text: &str) -> Result<DateTime<Utc>, InvalidInstant> {
    let parsed = DateTime::parse_from_rfc3339(text).map_err(|_| InvalidInstant)?;
    let instant = truncate(parsed.with_timezone(&Utc));
    // The offset may lead out of the years that RFC 3339 can write.
    if (0..=9_999).contains(&instant.year()) { Ok(instant) } else { Err(InvalidInstant) }
}

/// Writes `instant` in RFC 3339 with three decimals and `Z`, so that texts sort as instants do.
pub fn format(instant: DateTime<Utc>) -> String {
    truncate(instant).to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Returns `now` in milliseconds, but never an instant before `last`.
///
/// Two machines' clocks differ: without this, the second could write an event dated before the first one's.
pub fn not_before(now: DateTime<Utc>, last: DateTime<Utc>) -> DateTime<Utc> {
    truncate(now).max(last)
}

/// The text is no instant in RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an instant in RFC 3339 with an offset")]
pub struct InvalidInstant;

/// Something that is possible until an instant, and not from that instant on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cutoff {
    /// The first instant that is too late.
    #[serde(with = "crate::text::instant")]
    pub too_late: DateTime<Utc>,
}

impl Cutoff {
    /// Tells whether `now` is in time.
    pub fn is_open(self, now: DateTime<Utc>) -> bool {
        now < self.too_late
    }

    /// Returns the last instant that is in time.
    pub fn last(self) -> DateTime<Utc> {
        self.too_late.checked_sub_signed(TimeDelta::milliseconds(1)).unwrap_or(self.too_late)
    }

    /// Returns the same cut-off, so much later.
    #[must_use]
    pub fn later_by(self, time: TimeDelta) -> Self {
        Self { too_late: self.too_late + time }
    }
}

#[cfg(test)]
mod tests;
