//! Lines: one for each record, with all that decides about it and nothing personal.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::key::{BodyId, CollectionNumber, Key};

/// Names a record: 16 bits of its fingerprint, the number of its collection, and 96 bits drawn.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(u128);

impl RecordId {
    /// Puts an identifier together. `drawn` gives the lower 96 bits.
    pub fn new(fingerprint: &Fingerprint, collection: CollectionNumber, drawn: u128) -> Self {
        let head = u128::from(fingerprint.place()) << 112 | u128::from(collection.0) << 96;
        Self(head | (drawn >> 32))
    }

    /// Takes an identifier from its number. Whether there is such a record, only a read can tell.
    pub const fn from_u128(number: u128) -> Self {
        Self(number)
    }

    /// Returns the number.
    pub const fn as_u128(self) -> u128 {
        self.0
    }

    /// Returns the collection that the record belongs to.
    pub fn collection(self) -> CollectionNumber {
        CollectionNumber((self.0 >> 96) as u16)
    }

    pub(crate) fn place(self) -> u16 {
        (self.0 >> 112) as u16
    }
}

impl std::fmt::Debug for RecordId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// A keyed digest of what must be unique in a collection. Without the key nothing can be guessed from it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub(crate) [u8; 16]);

impl Fingerprint {
    /// What an erased record keeps: it belongs to nobody.
    pub(crate) const ERASED: Self = Self([0; 16]);

    /// Takes a fingerprint from the note of a line that names another record by it.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Returns its bytes.
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }

    pub(crate) fn place(&self) -> u16 {
        let [first, second, ..] = self.0;
        u16::from_be_bytes([first, second])
    }
}

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fingerprint")
    }
}

/// Whether a line's record is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// The record can be read and changed.
    Live,
    /// The record is over, for good. The line is dropped as soon as its bodies are deleted.
    Ended,
    /// The record was erased: key and fingerprint are gone, its note stays.
    Erased,
}

/// Somebody's exclusive hold on a record, until it lapses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Who holds it.
    pub holder: u128,
    /// The first instant at which it no longer holds.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub until: DateTime<Utc>,
}

/// What a caller may set on a line. None of it may be personal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The state of the record, in the terms of its kind.
    pub state: u8,
    /// The next instant at which anything falls due.
    #[serde(with = "chrono::serde::ts_milliseconds_option")]
    pub due: Option<DateTime<Utc>>,
    /// Who holds the record, if anybody.
    pub claim: Option<Claim>,
    /// A few bytes in the terms of the record's kind, at most [`Facts::NOTE_BYTES_MAX`].
    pub note: Vec<u8>,
}

impl Facts {
    /// A partition of 64 lines must stay far below the megabyte that providers accept.
    pub const NOTE_BYTES_MAX: usize = 256;
}

/// One record, as its partition sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The record.
    #[serde(skip)]
    pub id: RecordId,
    /// Raised by one with every commit to this record.
    pub revision: u64,
    /// Whether the record is there.
    pub standing: Standing,
    /// What the record's kind keeps on its line.
    pub facts: Facts,
    #[serde(skip)]
    pub(crate) fingerprint: Fingerprint,
    /// The content in force.
    pub(crate) body: Option<BodyId>,
    /// The content before, kept for readers who had already seen it named.
    pub(crate) previous: Option<BodyId>,
    /// The record's data key, wrapped under the partition's master key.
    pub(crate) data_key: WrappedKey,
}

impl Line {
    /// Returns the keyed digest by which the record is unique.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// Returns the key under which the content in force lies.
    pub fn body_key(&self) -> Option<Key> {
        self.body.map(Key::Body)
    }

    /// Tells whether this line names `body`, as current or as the one before.
    pub(crate) fn names(&self, body: BodyId) -> bool {
        self.body == Some(body) || self.previous == Some(body)
    }
}

/// A sealed data key; empty once the record is erased.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct WrappedKey(pub(crate) Vec<u8>);

// By hand, since serde would write and read the bytes one by one.
impl Serialize for WrappedKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for WrappedKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&'de [u8]>::deserialize(deserializer).map(|bytes| Self(bytes.to_vec()))
    }
}
