//! What the ledger asks of a key-value provider: seven calls, of which exactly one is conditional.

use crate::Key;

/// A key-value provider.
///
/// The one conditional operation that can be trusted on every provider worth having is a swap on a key
/// that exists, read through the handle that is swapped. The types allow no other: there is no handle for
/// a missing key, and a lost swap gives none back.
///
/// After an `Err` from a call that writes, nothing is known: the write may have happened, may still happen,
/// or may never happen.
#[expect(async_fn_in_trait, reason = "components run on one thread")]
pub trait KeyValue {
    /// Remembers the value that a swap must still find.
    type Handle;

    /// Returns the value under `key`, or `None` if there is none.
    async fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, KeyValueError>;

    /// Writes `value` under `key`, whatever was there.
    async fn set(&self, key: &Key, value: &[u8]) -> Result<(), KeyValueError>;

    /// Writes all `entries`. A caller may not assume that they appear together.
    async fn set_many(&self, entries: &[(Key, Vec<u8>)]) -> Result<(), KeyValueError>;

    /// Deletes `key`. A missing key is no error.
    async fn delete(&self, key: &Key) -> Result<(), KeyValueError>;

    /// Adds `delta` to the counter under `key`, which starts at zero, and returns its new value.
    async fn increment(&self, key: &Key, delta: i64) -> Result<i64, KeyValueError>;

    /// Returns the value under `key` and the handle to swap it with, or `None` if there is none.
    async fn read_for_swap(&self, key: &Key) -> Result<Option<(Vec<u8>, Self::Handle)>, KeyValueError>;

    /// Writes `value` if the key still holds what the handle read.
    async fn swap(&self, handle: Self::Handle, value: &[u8]) -> Result<Swap, KeyValueError>;
}

impl<K: KeyValue> KeyValue for &K {
    type Handle = K::Handle;

    async fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, KeyValueError> {
        (**self).get(key).await
    }

    async fn set(&self, key: &Key, value: &[u8]) -> Result<(), KeyValueError> {
        (**self).set(key, value).await
    }

    async fn set_many(&self, entries: &[(Key, Vec<u8>)]) -> Result<(), KeyValueError> {
        (**self).set_many(entries).await
    }

    async fn delete(&self, key: &Key) -> Result<(), KeyValueError> {
        (**self).delete(key).await
    }

    async fn increment(&self, key: &Key, delta: i64) -> Result<i64, KeyValueError> {
        (**self).increment(key, delta).await
    }

    async fn read_for_swap(&self, key: &Key) -> Result<Option<(Vec<u8>, K::Handle)>, KeyValueError> {
        (**self).read_for_swap(key).await
    }

    async fn swap(&self, handle: K::Handle, value: &[u8]) -> Result<Swap, KeyValueError> {
        (**self).swap(handle, value).await
    }
}

/// Lists every key. Only tools that run with the service stopped may ask for it: on Spin's providers
/// listing on a request path can deadlock the instance.
#[expect(async_fn_in_trait, reason = "tools run on one thread")]
pub trait ListKeys: KeyValue {
    /// Returns all keys, in no order.
    async fn keys(&self) -> Result<Vec<String>, KeyValueError>;
}

/// How a swap ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a lost swap wrote nothing"]
pub enum Swap {
    /// The value was written.
    Applied,
    /// The key held something else, or nothing: nothing was written.
    Lost,
}

/// The provider failed, or its answer was lost.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("key-value provider: {0}")]
pub struct KeyValueError(pub String);
