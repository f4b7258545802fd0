//! The record of a telephone: which codes were sent to it.

use chrono::{DateTime, TimeDelta, Utc};
use domain::id::CommandId;
use domain::verification::Codes;
use serde::{Deserialize, Serialize};

use crate::line::Facts;
use crate::record::{self, InvalidBody, Record};

/// The only state of a telephone's line.
const KNOWN: u8 = 1;

/// How long a record lasts that has just been begun: far longer than whoever began it needs for the next commit.
const BEGUN: TimeDelta = TimeDelta::minutes(1);

/// What the body of a telephone holds. The number itself is not in it: its fingerprint finds the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TelephoneRecord {
    format: Format,
    /// The codes.
    pub codes: Codes,
}

/// Written first, as one byte. A field that is added anywhere, or moved, is a new format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Format {
    V1,
}

impl TelephoneRecord {
    /// Returns the record of a telephone.
    pub const fn new(codes: Codes) -> Self {
        Self { format: Format::V1, codes }
    }

    /// Returns what the line of a telephone says: when nothing about it matters any more, so that it is dropped.
    pub fn facts(&self, now: DateTime<Utc>) -> Facts {
        // Whoever was cut off when they had begun one leaves it to the sweep.
        Facts { state: KNOWN, due: Some(self.codes.over().unwrap_or(now + BEGUN)), ..Facts::default() }
    }
}

impl Record for TelephoneRecord {
    fn encode(&self) -> Result<Vec<u8>, InvalidBody> {
        record::write(self)
    }

    fn decode(bytes: &[u8]) -> Result<Self, InvalidBody> {
        record::read(bytes)
    }

    fn bears(&self, command: CommandId) -> bool {
        self.codes.bears(command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::digest::Digest;
    use domain::id::SessionId;
    use domain::instant::{self, Cutoff};
    use domain::policy::Verification;
    use domain::verification::{Entered, NewCode, Spent};

    const SAMPLE: &[u8] = include_bytes!("../../samples/telephone-1.bin");

    fn record() -> TelephoneRecord {
        let rules = Verification {
            code_digits: 6,
            valid_minutes: 5,
            tries: 5,
            codes_a_day: 10,
            seconds_between: 60,
            holds_minutes: 120,
        };
        let now = instant::parse("2027-04-15T01:00:00Z").unwrap();
        let later = instant::parse("2027-04-15T01:05:00Z").unwrap();
        let (attempt, session) = (CommandId::from_u128(1), SessionId::from_u128(2));
        let new = NewCode { attempt, session, digest: Digest::of(b"111111") };
        let codes = Codes::default().spend(Spent { id: 3, until: Cutoff { too_late: later } }, now).unwrap();
        let codes = codes.reserve(new, rules, now).unwrap().sent(attempt);
        let Ok(Entered::Right { codes, .. }) = codes.enter(session, |_| true, now) else { panic!("right") };
        TelephoneRecord::new(
            codes.reserve(NewCode { attempt: CommandId::from_u128(4), ..new }, rules, later).unwrap(),
        )
    }

    #[test]
    fn the_sample_of_format_1_is_still_readable() {
        assert_eq!(TelephoneRecord::decode(SAMPLE), Ok(record()));
    }

    #[test]
    fn another_format_is_refused_and_so_is_what_ends_too_early_or_too_late() {
        let bytes = record().encode().unwrap();
        let mut newer = bytes.clone();
        newer[0] = 1;
        assert_eq!(TelephoneRecord::decode(&newer), Err(InvalidBody));
        assert_eq!(TelephoneRecord::decode(&[bytes.as_slice(), &[0]].concat()), Err(InvalidBody));
        for length in 0..bytes.len() {
            assert_eq!(TelephoneRecord::decode(&bytes[..length]), Err(InvalidBody), "{length}");
        }
    }

    #[test]
    fn the_line_falls_due_when_the_day_of_its_last_code_is_over() {
        let now = instant::parse("2027-04-15T01:00:00Z").unwrap();
        let due = |record: &TelephoneRecord| record.facts(now).due.map(instant::format);
        assert_eq!(due(&record()).as_deref(), Some("2027-04-15T16:00:00.000Z"));
    }

    #[test]
    fn one_that_has_just_been_begun_is_left_alone_for_a_minute() {
        let now = instant::parse("2027-04-15T01:00:00Z").unwrap();
        let due = TelephoneRecord::new(Codes::default()).facts(now).due.map(instant::format);
        assert_eq!(due.as_deref(), Some("2027-04-15T01:01:00.000Z"));
    }

    /// Run with `UPDATE=1` to write the sample of a format that is new. A sample that is there is never changed.
    #[test]
    fn the_newest_format_has_a_sample() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/telephone-1.bin");
        if std::env::var_os("UPDATE").is_some() && std::fs::metadata(path).map_or(0, |file| file.len()) == 0 {
            std::fs::write(path, record().encode().unwrap()).unwrap();
        }
        assert_ne!(std::fs::metadata(path).unwrap().len(), 0);
    }
}
