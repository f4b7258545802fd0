//! The record of an imported registration.

use domain::check::Entry;
use domain::id::CommandId;
use domain::person::Email;
use serde::{Deserialize, Serialize};

use crate::collection::Collection;
use crate::line::Facts;
use crate::record::{self, InvalidBody, Record};

/// The only state of a registration's line.
const IMPORTED: u8 = 1;

/// What the body of an imported registration holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterRecord {
    format: Format,
    /// What was imported. It is personal data.
    pub entry: Entry,
    /// Where its person can be written to, if the roster says so.
    pub email: Option<Email>,
}

/// Written first, as one byte. A field that is added anywhere, or moved, is a new format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Format {
    V1,
}

impl RosterRecord {
    /// Returns the record of a row.
    pub const fn new(entry: Entry, email: Option<Email>) -> Self {
        Self { format: Format::V1, entry, email }
    }

    /// Returns what the line of a registration says: which row it came of, so that importing the same one again is seen without
    /// reading a body. The digest is keyed: who has the line alone could otherwise guess what the row says.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidBody`] if the record cannot be written.
    pub fn facts(&self, collection: &Collection) -> Result<Facts, InvalidBody> {
        // A person's own fingerprint is taken of a text; this one is of something that begins with the number of the format.
        let row = collection.fingerprint(&self.encode()?);
        Ok(Facts { state: IMPORTED, note: row.to_bytes().to_vec(), ..Facts::default() })
    }
}

impl Record for RosterRecord {
    fn encode(&self) -> Result<Vec<u8>, InvalidBody> {
        record::write(self)
    }

    fn decode(bytes: &[u8]) -> Result<Self, InvalidBody> {
        record::read(bytes)
    }

    fn bears(&self, _: CommandId) -> bool {
        // Whoever imports the same row again finds it there.
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KeyRing, Memory, Seeding, Store, seeded};
    use domain::check::Register;
    use futures::executor::block_on;

    const SAMPLE: &[u8] = include_bytes!("../../samples/roster-1.bin");
    const KEYS: &str = "1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    fn record(email: Option<&str>) -> RosterRecord {
        let said = |name: &str| match name {
            "name" => Some("王小明"),
            "document-kind" => Some("resident-identity-card"),
            // The number is a published example and belongs to nobody.
            "document-number" => Some("11010519491231002X"),
            "enrolled" => Some("yes"),
            "grade" => Some("3"),
            "school-place" => Some("420100"),
            "household" => Some("420500"),
            "subject" => None,
            _ => Some("甲"),
        };
        let entry = Entry::new(Register::Roster, said).unwrap();
        RosterRecord::new(entry, email.map(|email| email.parse().unwrap()))
    }

    fn sample() -> RosterRecord {
        record(Some("xiaoming@example.org"))
    }

    #[test]
    fn the_sample_of_format_1_is_still_readable() {
        assert_eq!(RosterRecord::decode(SAMPLE), Ok(sample()));
    }

    #[test]
    fn another_format_is_refused_and_so_is_what_ends_too_early_or_too_late() {
        let bytes = sample().encode().unwrap();
        let mut newer = bytes.clone();
        newer[0] = 1;
        assert_eq!(RosterRecord::decode(&newer), Err(InvalidBody));
        assert_eq!(RosterRecord::decode(&[bytes.as_slice(), &[0]].concat()), Err(InvalidBody));
        for length in 0..bytes.len() {
            assert_eq!(RosterRecord::decode(&bytes[..length]), Err(InvalidBody), "{length}");
        }
    }

    #[test]
    fn the_line_tells_one_row_from_another_by_a_digest_that_no_other_collection_has() {
        let store = Store::new(Memory::default(), KeyRing::parse(KEYS).unwrap(), seeded(1));
        let seeded = |name: &'static str| {
            block_on(async {
                store.seed(name, 1, Seeding::First).await.unwrap();
                store.collection(name).await.unwrap()
            })
        };
        block_on(store.found(Seeding::First)).unwrap();
        let (one, other) = (seeded("roster/invented/1"), seeded("roster/invented/2"));
        let facts = sample().facts(&one).unwrap();
        assert_eq!(facts, sample().facts(&one).unwrap());
        assert_ne!(facts, record(None).facts(&one).unwrap());
        assert_ne!(facts, sample().facts(&other).unwrap());
        assert!(facts.note.len() <= Facts::NOTE_BYTES_MAX && facts.due.is_none());
    }

    /// Run with `UPDATE=1` to write the sample of a format that is new. A sample that is there is never changed.
    #[test]
    fn the_newest_format_has_a_sample() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/roster-1.bin");
        if std::env::var_os("UPDATE").is_some() && std::fs::metadata(path).map_or(0, |file| file.len()) == 0 {
            std::fs::write(path, sample().encode().unwrap()).unwrap();
        }
        assert_ne!(std::fs::metadata(path).unwrap().len(), 0);
    }
}
