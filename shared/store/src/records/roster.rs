//! The record of an imported registration.

use domain::check::Entry;
use domain::digest::Digest;
use domain::id::CommandId;
use serde::{Deserialize, Serialize};

use crate::record::{self, InvalidBody, Record};

/// What the body of an imported registration holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterRecord {
    format: Format,
    /// What was imported. It is personal data.
    pub entry: Entry,
    /// The digest of the row that it came of, so that the same row changes nothing.
    pub row: Digest,
}

/// Written first, as one byte. A field that is added anywhere, or moved, is a new format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Format {
    V1,
}

impl RosterRecord {
    /// Returns the record of a row.
    pub fn new(entry: Entry, row: Digest) -> Self {
        Self { format: Format::V1, entry, row }
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
