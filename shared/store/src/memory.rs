//! The store in memory: for tests, and for handlers that run without a host.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::Key;
use crate::key_value::{KeyValue, KeyValueError, ListKeys, Swap};

/// Keeps everything in a map. Clones share it.
///
/// It passes the same conformance suite as the other adapters, so it is an adapter and not a mock.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    entries: Rc<RefCell<BTreeMap<String, Vec<u8>>>>,
}

/// What a key held when it was read.
#[derive(Debug)]
pub struct MemoryHandle {
    key: String,
    read: Vec<u8>,
}

impl Memory {
    /// Returns everything that is stored, as an intruder with the file in hand would see it.
    pub fn dump(&self) -> BTreeMap<String, Vec<u8>> {
        self.entries.borrow().clone()
    }

    /// Puts back what [`Memory::dump`] returned.
    pub fn restore(&self, entries: BTreeMap<String, Vec<u8>>) {
        *self.entries.borrow_mut() = entries;
    }
}

impl KeyValue for Memory {
    type Handle = MemoryHandle;

    async fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, KeyValueError> {
        Ok(self.entries.borrow().get(&key.to_string()).cloned())
    }

    async fn set(&self, key: &Key, value: &[u8]) -> Result<(), KeyValueError> {
        self.entries.borrow_mut().insert(key.to_string(), value.to_vec());
        Ok(())
    }

    async fn set_many(&self, entries: &[(Key, Vec<u8>)]) -> Result<(), KeyValueError> {
        let mut map = self.entries.borrow_mut();
        map.extend(entries.iter().map(|(key, value)| (key.to_string(), value.clone())));
        Ok(())
    }

    async fn delete(&self, key: &Key) -> Result<(), KeyValueError> {
        self.entries.borrow_mut().remove(&key.to_string());
        Ok(())
    }

    async fn increment(&self, key: &Key, delta: i64) -> Result<i64, KeyValueError> {
        let mut map = self.entries.borrow_mut();
        let value = map.entry(key.to_string()).or_insert_with(|| vec![0; 8]);
        let counter = <[u8; 8]>::try_from(value.as_slice())
            .map_err(|_| KeyValueError(format!("{key} is not a counter")))?;
        let counter = i64::from_le_bytes(counter).saturating_add(delta);
        *value = counter.to_le_bytes().to_vec();
        Ok(counter)
    }

    async fn read_for_swap(&self, key: &Key) -> Result<Option<(Vec<u8>, MemoryHandle)>, KeyValueError> {
        let key = key.to_string();
        let value = self.entries.borrow().get(&key).cloned();
        Ok(value.map(|read| (read.clone(), MemoryHandle { key, read })))
    }

    async fn swap(&self, handle: MemoryHandle, value: &[u8]) -> Result<Swap, KeyValueError> {
        match self.entries.borrow_mut().get_mut(&handle.key) {
            Some(current) if *current == handle.read => {
                *current = value.to_vec();
                Ok(Swap::Applied)
            }
            Some(_) | None => Ok(Swap::Lost),
        }
    }
}

impl ListKeys for Memory {
    async fn keys(&self) -> Result<Vec<String>, KeyValueError> {
        Ok(self.entries.borrow().keys().cloned().collect())
    }
}
