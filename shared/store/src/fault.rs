//! What can go wrong in the store, apart from what a rule refuses.

use crate::Key;
use crate::entropy::NoEntropy;
use crate::key_value::KeyValueError;
use crate::ring::KeyId;

/// The store or something below it failed. Nothing here is the caller's mistake.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreFault {
    /// The provider failed, or its answer was lost.
    #[error(transparent)]
    Provider(#[from] KeyValueError),
    /// No random bytes could be drawn.
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
    /// A value is not what was written there.
    #[error("{key} is damaged: {why}")]
    Damaged {
        /// Where it lies.
        key: Key,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A value was written by a build that this one does not know.
    #[error("{key} has the unknown format {format}")]
    UnknownFormat {
        /// Where it lies.
        key: Key,
        /// The format that it names.
        format: u8,
    },
    /// A key that is seeded before anything is served is not there.
    #[error("{0} is missing")]
    Missing(Key),
    /// Data lies under a master key that this deployment does not hold.
    #[error("master key {} is not held", .0.0)]
    KeyNotHeld(KeyId),
    /// A partition would grow past the size that providers accept: its collection needs more partitions.
    #[error("{0} is full")]
    Full(Key),
    /// A record's content is larger than a body may be.
    #[error("the body of {bytes} bytes is too large")]
    BodyTooLarge {
        /// How large it is.
        bytes: usize,
    },
    /// Others kept changing what was read, round after round.
    #[error("the record changes too fast to be read")]
    Busy,
    /// The collection was never seeded, or its seeding did not end.
    #[error("the collection {0} is not seeded")]
    NotSeeded(String),
    /// Seeding was begun by somebody else.
    #[error("{0} is being seeded by somebody else, or its seeder died")]
    SeedingTaken(String),
}

/// Why a commit did not land.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// Somebody else changed the record. Nothing of this commit stands: load and decide again.
    #[error("the record was changed by somebody else")]
    Conflict,
    /// The provider's answer was lost and nothing shows whether the commit stands.
    #[error("it is not known whether the commit stands")]
    OutcomeUnknown,
    /// Something failed before the swap, or for certain.
    #[error(transparent)]
    Fault(#[from] StoreFault),
}

/// Why a record was not created.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreateError {
    /// Its fingerprint belongs to another record of the collection.
    #[error("the fingerprint belongs to {0:?}")]
    Taken(crate::line::RecordId),
    /// The provider's answer was lost and nothing shows whether the record stands.
    #[error("it is not known whether the record stands")]
    OutcomeUnknown,
    /// Something failed before the swap, or for certain.
    #[error(transparent)]
    Fault(#[from] StoreFault),
}

impl From<KeyValueError> for CommitError {
    fn from(error: KeyValueError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<NoEntropy> for CommitError {
    fn from(error: NoEntropy) -> Self {
        Self::Fault(error.into())
    }
}
