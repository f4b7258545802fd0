//! Seeding: what must exist before anything is served is written here, once, the root last.
//!
//! A swap on a missing key cannot be trusted, so nothing is ever created by one. Whoever wants to seed takes a
//! ticket by `increment`; only ticket one seeds. If that seeder dies, [`Seeding::Repair`] seeds again, and may do so
//! only while nothing else runs.

use crate::collection::{Collection, Directory, PARTITIONS_MAX, Root, root_context};
use crate::fault::StoreFault;
use crate::key::CollectionNumber;
use crate::key_value::KeyValue;
use crate::line::WrappedKey;
use crate::ring::KeyId;
use crate::seal::SecretKey;
use crate::store::Store;
use crate::{Key, document, partition};

/// How sure the caller is that nobody else is seeding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seeding {
    /// Others may be seeding: only the first ticket does it.
    First,
    /// Nothing else runs: seed again what has no root yet.
    Repair,
}

/// One call of `set-many` stays below 100 kB.
const PARTITIONS_AT_ONCE: usize = 512;
/// Losing this often to other seeders means that something loops.
const SWAPS_MAX: u32 = 16;

impl<K: KeyValue> Store<K> {
    /// Makes sure that there is a directory.
    ///
    /// # Errors
    ///
    /// Returns [`StoreFault::SeedingTaken`] if somebody else has the ticket and there is no directory yet.
    pub async fn found(&self, seeding: Seeding) -> Result<(), StoreFault> {
        if self.kv.get(&Key::Directory).await?.is_some() {
            return Ok(());
        }
        self.take_ticket("directory", seeding).await?;
        let empty = Directory::default();
        let bytes = document::write(&Key::Directory, &empty, self.ring.current(), &self.ring)?;
        Ok(self.kv.set(&Key::Directory, &bytes).await?)
    }

    /// Makes sure that there is a collection called `name`, and returns it. One that stands already keeps its
    /// number of partitions, whatever is asked for.
    ///
    /// # Errors
    ///
    /// Returns [`StoreFault::SeedingTaken`] if somebody else has the ticket and the root is not there yet.
    pub async fn seed(
        &self,
        name: &str,
        partitions: u32,
        seeding: Seeding,
    ) -> Result<Collection, StoreFault> {
        match self.collection(name).await {
            Err(StoreFault::NotSeeded(_)) => {}
            found => return found,
        }
        self.take_ticket(name, seeding).await?;
        let partitions = partitions.clamp(1, PARTITIONS_MAX).next_power_of_two();
        let number = self.enter(name).await?;
        let master = self.key_in_force().await?;
        self.write_partitions(number, partitions, master).await?;
        // The root is written last: as long as it is missing, the collection is not served.
        let key = Key::Root(number);
        let wrapping = &document::held(&self.ring, master)?.wrapping;
        let fingerprint_key = SecretKey::draw(&self.entropy)?;
        let wrapped = fingerprint_key.wrap(wrapping, &self.entropy, &root_context(number))?;
        let root = Root { partitions, fingerprint_key: WrappedKey(wrapped) };
        self.kv.set(&key, &document::write(&key, &root, master, &self.ring)?).await?;
        self.collection(name).await
    }

    async fn write_partitions(
        &self,
        number: CollectionNumber,
        partitions: u32,
        master: KeyId,
    ) -> Result<(), StoreFault> {
        let keys: Vec<Key> = (0..partitions).map(|place| Key::Partition(number, place)).collect();
        for keys in keys.chunks(PARTITIONS_AT_ONCE) {
            let mut entries = Vec::with_capacity(keys.len());
            for key in keys {
                entries.push((key.clone(), partition::empty(key, master, &self.ring)?));
            }
            self.kv.set_many(&entries).await?;
        }
        Ok(())
    }

    /// Returns the master key under which new documents are written: the directory's, never the configured one, since
    /// rotation begins there and a document written under the old key after it had passed could not be opened later.
    pub(crate) async fn key_in_force(&self) -> Result<KeyId, StoreFault> {
        Ok(self.directory().await?.0)
    }

    pub(crate) async fn take_ticket(&self, what: &str, seeding: Seeding) -> Result<(), StoreFault> {
        let ticket = self.kv.increment(&Key::SeedTicket(what.to_owned()), 1).await?;
        match seeding {
            Seeding::Repair => Ok(()),
            Seeding::First if ticket == 1 => Ok(()),
            Seeding::First => Err(StoreFault::SeedingTaken(what.to_owned())),
        }
    }

    /// Enters `name` in the directory and returns its number.
    async fn enter(&self, name: &str) -> Result<CollectionNumber, StoreFault> {
        let enter = |directory: &mut Directory| {
            if directory.number(name).is_none() {
                directory.names.push(name.to_owned());
            }
        };
        let directory = self.change_directory(enter).await?;
        directory.number(name).ok_or(StoreFault::Full(Key::Directory))
    }

    /// Swaps the directory until it is as `change` leaves it.
    pub(crate) async fn change_directory(
        &self,
        change: impl Fn(&mut Directory),
    ) -> Result<Directory, StoreFault> {
        let key = Key::Directory;
        for _ in 0..SWAPS_MAX {
            let Some((bytes, handle)) = self.kv.read_for_swap(&key).await? else {
                return Err(StoreFault::Missing(key));
            };
            let (master, before): (_, Directory) = document::read(&key, &bytes, &self.ring)?;
            let mut after = before.clone();
            change(&mut after);
            if after == before {
                return Ok(before);
            }
            after.version = after.version.saturating_add(1);
            let bytes = document::write(&key, &after, master, &self.ring)?;
            // Whatever the answer is, what counts is what the directory says when it is read again.
            let _ = self.kv.swap(handle, &bytes).await;
        }
        Err(StoreFault::Busy)
    }
}
