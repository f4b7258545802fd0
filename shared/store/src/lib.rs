//! Keeps records over a weak key-value store.
//!
//! The provider's promises are weaker than they look (see [`KeyValue`]), so every decision is one swap on one key
//! that exists. What belongs here: keys, documents, sealing, the ledger, seeding, rotation, the self-test, adapters.
//! What does not: rules about people, HTTP, the clock.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod blob;
mod body;
mod browser;
mod collection;
mod document;
mod entropy;
mod fault;
mod key;
mod key_value;
mod ledger;
mod line;
mod memory;
mod partition;
mod programme;
mod record;
pub mod records;
mod ring;
mod rotate;
#[cfg(test)]
mod samples;
mod seal;
mod seed;
mod self_test;
#[cfg(target_family = "wasm")]
mod spin;
mod store;
mod sweep;
mod verify;

pub use blob::{BlobId, BlobReader, CHUNK_BYTES_MAX, End, Part, PartWriter, Place};
pub use body::BODY_BYTES_MAX;
pub use collection::{Collection, PARTITIONS_MAX};
pub use entropy::{Entropy, NoEntropy, seeded};
pub use fault::{CommitError, CreateError, StoreFault};
pub use key::{BodyId, CollectionNumber, Key, PartId};
pub use key_value::{KeyValue, KeyValueError, ListKeys, Swap};
pub use ledger::{Batch, Change, Content, Ledger, Loaded, Member, New, Page, Tended};
pub use line::{Claim, Facts, Fingerprint, Line, RecordId, Standing};
pub use memory::{Memory, MemoryHandle};
pub use programme::{Programme, Publication, Published, Season, roster, season_of_roster};
pub use record::{InvalidBody, LineOnly, Record, Stored};
pub use ring::{InvalidKeyRing, KeyId, KeyRing};
pub use seal::{SecretKey, Unsealable};
pub use seed::Seeding;
pub use self_test::{Promise, SelfTestFailed, Verdict};
#[cfg(target_family = "wasm")]
pub use spin::Spin;
pub use store::Store;
pub use sweep::{Sweep, Swept, Way};
pub use verify::{Inspect, Report};
