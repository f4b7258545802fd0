//! The store in memory, counting what is asked of it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use store::{Key, KeyValue, KeyValueError, Memory, MemoryHandle, Swap};

/// The store in memory, with a count for each of its calls.
#[derive(Clone, Debug, Default)]
pub struct Counting {
    memory: Memory,
    calls: std::rc::Rc<RefCell<BTreeMap<&'static str, u32>>>,
}

impl Counting {
    fn count(&self, call: &'static str) {
        *self.calls.borrow_mut().entry(call).or_default() += 1;
    }

    /// Returns what was asked since the last time, as `get 2, swap 1`.
    pub fn calls(&self) -> String {
        let calls = std::mem::take(&mut *self.calls.borrow_mut());
        let calls: Vec<String> = calls.iter().map(|(call, times)| format!("{call} {times}")).collect();
        calls.join(", ")
    }

    /// Returns the store itself.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }
}

impl KeyValue for Counting {
    type Handle = MemoryHandle;

    async fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, KeyValueError> {
        self.count("get");
        self.memory.get(key).await
    }

    async fn set(&self, key: &Key, value: &[u8]) -> Result<(), KeyValueError> {
        self.count("set");
        self.memory.set(key, value).await
    }

    async fn set_many(&self, entries: &[(Key, Vec<u8>)]) -> Result<(), KeyValueError> {
        self.count("set-many");
        self.memory.set_many(entries).await
    }

    async fn delete(&self, key: &Key) -> Result<(), KeyValueError> {
        self.count("delete");
        self.memory.delete(key).await
    }

    async fn increment(&self, key: &Key, delta: i64) -> Result<i64, KeyValueError> {
        self.count("increment");
        self.memory.increment(key, delta).await
    }

    async fn read_for_swap(&self, key: &Key) -> Result<Option<(Vec<u8>, MemoryHandle)>, KeyValueError> {
        self.count("read-for-swap");
        self.memory.read_for_swap(key).await
    }

    async fn swap(&self, handle: MemoryHandle, value: &[u8]) -> Result<Swap, KeyValueError> {
        self.count("swap");
        self.memory.swap(handle, value).await
    }
}
