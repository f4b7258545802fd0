//! The record of a password: whose it is lies in its fingerprint alone.

use chrono::{DateTime, Utc};
use domain::id::CommandId;
use domain::password::{Budget, Budgets};
use serde::{Deserialize, Serialize};

use crate::line::Facts;
use crate::record::{self, InvalidBody, Record};

/// The states of a password's line: its person has set none yet, or has set one.
const FIRST: u8 = 1;
const SET: u8 = 2;

/// In the place of an instant, where a budget is whole.
const WHOLE: i64 = i64::MIN;

/// What the body of a password holds: nothing as long as the first one counts, which is in the registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordRecord {
    format: Format,
    /// The password that its person has set.
    pub set: Option<SetPassword>,
}

/// A password that its person has set.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetPassword {
    /// Its costly digest, with salt and parameters, as a PHC string.
    pub digest: String,
    /// When it was set.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub at: DateTime<Utc>,
    /// Whether everything was ended that was open by the password before.
    pub is_settled: bool,
}

/// Shows when it was set, and nothing that could be guessed at.
impl std::fmt::Debug for SetPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SetPassword({})", self.at)
    }
}

/// Written first, as one byte. A field that is added anywhere, or moved, is a new format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Format {
    V1,
}

impl PasswordRecord {
    /// Returns the record of somebody, who may have set a password.
    pub const fn new(set: Option<SetPassword>) -> Self {
        Self { format: Format::V1, set }
    }

    /// Returns what the line of a password says: the tries that are left, so that taking one writes no body; and when the record is
    /// dropped. As long as the first password counts, nothing is lost with it once all of them have come back. One that was set is
    /// kept until this instant, if there is one.
    pub fn facts(&self, budgets: Budgets, kept: Option<DateTime<Utc>>) -> Facts {
        let (state, due) = match self.set {
            None => (FIRST, budgets.whole()),
            Some(_) => (SET, kept),
        };
        let note = [budgets.known, budgets.strangers]
            .map(|budget| budget.whole().map_or(WHOLE, |whole| whole.timestamp_millis()).to_be_bytes());
        Facts { state, due, claim: None, note: note.concat() }
    }

    /// Returns the tries that are left, by what the line of a password says.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidBody`] if it says nothing of the kind.
    pub fn budgets(facts: &Facts) -> Result<Budgets, InvalidBody> {
        let (pair, rest) = facts.note.as_chunks::<8>();
        match (pair, rest) {
            ([known, strangers], []) => {
                Ok(Budgets { known: budget(*known)?, strangers: budget(*strangers)? })
            }
            _ => Err(InvalidBody),
        }
    }
}

fn budget(bytes: [u8; 8]) -> Result<Budget, InvalidBody> {
    match i64::from_be_bytes(bytes) {
        WHOLE => Ok(Budget::default()),
        millis => {
            let whole = DateTime::from_timestamp_millis(millis).ok_or(InvalidBody)?;
            Ok(Budget::whole_at(Some(whole)))
        }
    }
}

impl Record for PasswordRecord {
    fn encode(&self) -> Result<Vec<u8>, InvalidBody> {
        record::write(self)
    }

    fn decode(bytes: &[u8]) -> Result<Self, InvalidBody> {
        record::read(bytes)
    }

    fn bears(&self, _: CommandId) -> bool {
        // Whoever repeats a change is recognised by the password itself.
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::instant;
    use domain::password::Guesser;
    use domain::policy::Tries;

    const SAMPLE: &[u8] = include_bytes!("../../samples/password-1.bin");

    fn record() -> PasswordRecord {
        PasswordRecord::new(Some(SetPassword {
            digest: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$ZGlnZXN0".to_owned(),
            at: instant::parse("2027-11-08T01:00:00.123Z").unwrap(),
            is_settled: true,
        }))
    }

    #[test]
    fn the_sample_of_format_1_is_still_readable() {
        assert_eq!(PasswordRecord::decode(SAMPLE), Ok(record()));
    }

    #[test]
    fn another_format_is_refused_and_so_is_what_ends_too_early_or_too_late() {
        let bytes = record().encode().unwrap();
        let mut newer = bytes.clone();
        newer[0] = 1;
        assert_eq!(PasswordRecord::decode(&newer), Err(InvalidBody));
        assert_eq!(PasswordRecord::decode(&[bytes.as_slice(), &[0]].concat()), Err(InvalidBody));
        for length in 0..bytes.len() {
            assert_eq!(PasswordRecord::decode(&bytes[..length]), Err(InvalidBody), "{length}");
        }
    }

    #[test]
    fn the_line_tells_the_tries_that_are_left_and_whether_it_is_of_use_after_that() {
        let (tries, now) = (Tries { max: 5, minutes: 15 }, instant::parse("2027-11-08T01:00:00Z").unwrap());
        let kept = instant::parse("2028-11-14T16:00:00Z").unwrap();
        let budgets = Budgets::default().take(Guesser::Stranger, tries, now).unwrap();
        for budgets in [Budgets::default(), budgets, budgets.take(Guesser::Known, tries, now).unwrap()] {
            for record in [record(), PasswordRecord::new(None)] {
                let facts = record.facts(budgets, Some(kept));
                assert_eq!(PasswordRecord::budgets(&facts), Ok(budgets));
                assert_eq!(facts.due, if record.set.is_none() { budgets.whole() } else { Some(kept) });
                assert!(record.set.is_none() || record.facts(budgets, None).due.is_none());
            }
        }
        for note in [vec![], vec![0; 15], vec![0; 17], vec![0x7f; 16]] {
            let facts = Facts { note, ..Facts::default() };
            assert_eq!(PasswordRecord::budgets(&facts), Err(InvalidBody));
        }
    }

    #[test]
    fn nothing_of_a_password_shows_itself_in_debug_output() {
        assert!(!format!("{:?}", record()).contains("argon2"));
    }

    /// Run with `UPDATE=1` to write the sample of a format that is new. A sample that is there is never changed.
    #[test]
    fn the_newest_format_has_a_sample() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/password-1.bin");
        if std::env::var_os("UPDATE").is_some() && std::fs::metadata(path).map_or(0, |file| file.len()) == 0 {
            std::fs::write(path, record().encode().unwrap()).unwrap();
        }
        assert_ne!(std::fs::metadata(path).unwrap().len(), 0);
    }
}
