//! Collections: the directory that names them, and the root that each has.

use serde::{Deserialize, Serialize};

use crate::fault::StoreFault;
use crate::key::CollectionNumber;
use crate::line::{Fingerprint, WrappedKey};
use crate::ring::{KeyId, KeyRing};
use crate::seal::SecretKey;
use crate::{Key, document};

/// Names every collection there is. It is a key of its own, so that everything can be reached from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Directory {
    pub(crate) version: u64,
    /// A collection's number is its place here.
    pub(crate) names: Vec<String>,
    /// The programmes that have a root of their own.
    pub(crate) programmes: Vec<String>,
}

impl Directory {
    pub(crate) fn number(&self, name: &str) -> Option<CollectionNumber> {
        let place = self.names.iter().position(|known| known == name)?;
        u16::try_from(place).ok().map(CollectionNumber)
    }
}

/// What holds for a whole collection. Written last when it is seeded: without it nothing is served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Root {
    /// How many partitions there are: a power of two.
    pub(crate) partitions: u32,
    /// The key of the fingerprints, wrapped; never rotated, or nothing would be found again.
    pub(crate) fingerprint_key: WrappedKey,
}

/// Fingerprints give 16 bits for choosing a partition.
pub const PARTITIONS_MAX: u32 = 1 << 16;

/// A collection that is ready to be used.
#[derive(Clone, Debug)]
pub struct Collection {
    /// What it is called in the directory.
    pub name: String,
    /// Its number there.
    pub number: CollectionNumber,
    /// How many partitions it has.
    pub partitions: u32,
    pub(crate) fingerprint_key: SecretKey,
}

impl Collection {
    pub(crate) fn open(
        name: &str,
        number: CollectionNumber,
        bytes: &[u8],
        ring: &KeyRing,
    ) -> Result<(KeyId, Self), StoreFault> {
        let key = Key::Root(number);
        let (master, root): (_, Root) = document::read(&key, bytes, ring)?;
        if !root.partitions.is_power_of_two() || root.partitions > PARTITIONS_MAX {
            return Err(StoreFault::Damaged { key, why: "its number of partitions is no power of two" });
        }
        let wrapping = &document::held(ring, master)?.wrapping;
        let fingerprint_key =
            SecretKey::unwrap_from(wrapping, &root_context(number), &root.fingerprint_key.0)
                .map_err(|_| StoreFault::Damaged { key, why: "its fingerprint key does not open" })?;
        let name = name.to_owned();
        Ok((master, Self { name, number, partitions: root.partitions, fingerprint_key }))
    }

    /// Returns the fingerprint of `unique`, by which a record of this collection is found again.
    pub fn fingerprint(&self, unique: &[u8]) -> Fingerprint {
        // Half of a digest of 32 bytes: 128 bits are more than enough among the records of one collection.
        let digest = self.fingerprint_key.digest(&[unique]);
        Fingerprint(digest.first_chunk().copied().unwrap_or_default())
    }
}

/// What a root's wrapped key is bound to.
pub(crate) fn root_context(number: CollectionNumber) -> Vec<u8> {
    let mut context = b"root".to_vec();
    context.extend_from_slice(&number.0.to_le_bytes());
    context
}
