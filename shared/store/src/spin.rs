//! Spin's key-value store.
//!
//! Plain reads and writes go through `spin:key-value`, which lets other requests of the instance run meanwhile.
//! Swaps and counters exist only in `wasi:keyvalue`, whose calls freeze the instance while they run.

use spin_sdk::experimental::wasi::keyvalue::{atomics, batch, store};

use crate::Key;
use crate::key_value::{KeyValue, KeyValueError, Swap};

/// One of the stores that the manifest grants to the component.
pub struct Spin {
    async_store: spin_sdk::key_value::Store,
    bucket: store::Bucket,
}

impl Spin {
    /// Opens the store called `label`.
    ///
    /// # Errors
    ///
    /// Returns an error if the manifest does not grant it, or if the provider cannot be reached.
    pub async fn open(label: &str) -> Result<Self, KeyValueError> {
        let async_store = spin_sdk::key_value::Store::open(label).await.map_err(fault)?;
        let bucket = store::open(label).map_err(fault)?;
        Ok(Self { async_store, bucket })
    }
}

impl KeyValue for Spin {
    type Handle = atomics::Cas;

    async fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, KeyValueError> {
        self.async_store.get(key.to_string()).await.map_err(fault)
    }

    async fn set(&self, key: &Key, value: &[u8]) -> Result<(), KeyValueError> {
        self.async_store.set(key.to_string(), value).await.map_err(fault)
    }

    async fn set_many(&self, entries: &[(Key, Vec<u8>)]) -> Result<(), KeyValueError> {
        let entries: Vec<_> = entries.iter().map(|(key, value)| (key.to_string(), value.clone())).collect();
        batch::set_many(&self.bucket, &entries).map_err(fault)
    }

    async fn delete(&self, key: &Key) -> Result<(), KeyValueError> {
        self.async_store.delete(key.to_string()).await.map_err(fault)
    }

    async fn increment(&self, key: &Key, delta: i64) -> Result<i64, KeyValueError> {
        atomics::increment(&self.bucket, &key.to_string(), delta).map_err(fault)
    }

    async fn read_for_swap(&self, key: &Key) -> Result<Option<(Vec<u8>, atomics::Cas)>, KeyValueError> {
        let cas = atomics::Cas::new(&self.bucket, &key.to_string()).map_err(fault)?;
        // A handle that has read nothing swaps blindly, so one for a missing key is dropped here.
        Ok(cas.current().map_err(fault)?.map(|value| (value, cas)))
    }

    async fn swap(&self, handle: atomics::Cas, value: &[u8]) -> Result<Swap, KeyValueError> {
        match atomics::swap(handle, value) {
            Ok(()) => Ok(Swap::Applied),
            // The handle that comes back has read a value that nobody looked at: it is dropped.
            Err(atomics::CasError::CasFailed(_)) => Ok(Swap::Lost),
            Err(atomics::CasError::StoreError(error)) => Err(fault(error)),
        }
    }
}

// The provider's message may name a key, never content.
fn fault(error: impl std::fmt::Debug) -> KeyValueError {
    KeyValueError(format!("{error:?}"))
}
