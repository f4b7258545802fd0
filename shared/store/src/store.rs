//! The store: a provider, the keys this deployment holds, and a source of randomness.

use crate::collection::{Collection, Directory};
use crate::entropy::Entropy;
use crate::fault::StoreFault;
use crate::key::CollectionNumber;
use crate::key_value::KeyValue;
use crate::ledger::Ledger;
use crate::ring::{KeyId, KeyRing};
use crate::{Key, document};

/// Everything that keeping records takes.
#[derive(Clone, Debug)]
pub struct Store<K> {
    pub(crate) kv: K,
    pub(crate) ring: KeyRing,
    pub(crate) entropy: Entropy,
}

impl<K: KeyValue> Store<K> {
    /// Puts a store together. It asks the provider nothing yet.
    pub fn new(kv: K, ring: KeyRing, entropy: Entropy) -> Self {
        Self { kv, ring, entropy }
    }

    /// Returns the provider.
    pub fn key_value(&self) -> &K {
        &self.kv
    }

    /// Returns the source of randomness.
    pub fn entropy(&self) -> &Entropy {
        &self.entropy
    }

    /// Names every collection that is seeded or being seeded, each with its number.
    ///
    /// # Errors
    ///
    /// Returns a fault if the directory is missing or damaged.
    pub async fn collections(&self) -> Result<Vec<(CollectionNumber, String)>, StoreFault> {
        let (_, directory) = self.directory().await?;
        let names = directory.names.into_iter().enumerate();
        Ok(names
            .filter_map(|(place, name)| Some((CollectionNumber(u16::try_from(place).ok()?), name)))
            .collect())
    }

    /// Opens the collection called `name`. What comes back may be kept for as long as the instance lives.
    ///
    /// # Errors
    ///
    /// Returns [`StoreFault::NotSeeded`] if there is no such collection, or another fault.
    pub async fn collection(&self, name: &str) -> Result<Collection, StoreFault> {
        let (_, directory) = self.directory().await?;
        let number = directory.number(name).ok_or_else(|| StoreFault::NotSeeded(name.to_owned()))?;
        Ok(self.open(name, number).await?.1)
    }

    /// Opens the collection with `number`, or returns `None` if the directory has none.
    ///
    /// # Errors
    ///
    /// Returns a fault if the collection is named and cannot be opened.
    pub async fn collection_numbered(
        &self,
        number: CollectionNumber,
    ) -> Result<Option<Collection>, StoreFault> {
        let (_, directory) = self.directory().await?;
        match directory.names.get(usize::from(number.0)) {
            Some(name) => Ok(Some(self.open(name, number).await?.1)),
            None => Ok(None),
        }
    }

    /// Returns the ledger of an opened collection.
    pub fn ledger<'a>(&'a self, collection: &'a Collection) -> Ledger<'a, K> {
        Ledger { store: self, collection }
    }

    pub(crate) async fn directory(&self) -> Result<(KeyId, Directory), StoreFault> {
        let bytes = self.required(&Key::Directory).await?;
        document::read(&Key::Directory, &bytes, &self.ring)
    }

    pub(crate) async fn open(
        &self,
        name: &str,
        number: CollectionNumber,
    ) -> Result<(KeyId, Collection), StoreFault> {
        let bytes = self.kv.get(&Key::Root(number)).await?;
        let bytes = bytes.ok_or_else(|| StoreFault::NotSeeded(name.to_owned()))?;
        Collection::open(name, number, &bytes, &self.ring)
    }

    /// Reads what must be there.
    pub(crate) async fn required(&self, key: &Key) -> Result<Vec<u8>, StoreFault> {
        self.kv.get(key).await?.ok_or_else(|| StoreFault::Missing(key.clone()))
    }
}
