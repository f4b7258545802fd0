//! The store in memory, counting what is asked of it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use store::{Key, KeyValue, KeyValueError, ListKeys, Memory, MemoryHandle, Swap};

/// The store in memory, with a count for each of its calls.
#[derive(Clone, Debug, Default)]
pub struct Counting {
    memory: Memory,
    calls: Rc<RefCell<BTreeMap<&'static str, u32>>>,
    is_shared: Rc<Cell<bool>>,
}

impl Counting {
    async fn count(&self, call: &'static str) {
        *self.calls.borrow_mut().entry(call).or_default() += 1;
        if self.is_shared.get() {
            let mut is_second = false;
            poll_fn(|task| {
                if std::mem::replace(&mut is_second, true) {
                    return Poll::Ready(());
                }
                task.waker().wake_by_ref();
                Poll::Pending
            })
            .await;
        }
    }

    /// From now on whoever calls lets everybody else go first, so that requests at the same time really meet.
    pub fn share(&self) {
        self.is_shared.set(true);
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
        self.count("get").await;
        self.memory.get(key).await
    }

    async fn set(&self, key: &Key, value: &[u8]) -> Result<(), KeyValueError> {
        self.count("set").await;
        self.memory.set(key, value).await
    }

    async fn set_many(&self, entries: &[(Key, Vec<u8>)]) -> Result<(), KeyValueError> {
        self.count("set-many").await;
        self.memory.set_many(entries).await
    }

    async fn delete(&self, key: &Key) -> Result<(), KeyValueError> {
        self.count("delete").await;
        self.memory.delete(key).await
    }

    async fn increment(&self, key: &Key, delta: i64) -> Result<i64, KeyValueError> {
        self.count("increment").await;
        self.memory.increment(key, delta).await
    }

    async fn read_for_swap(&self, key: &Key) -> Result<Option<(Vec<u8>, MemoryHandle)>, KeyValueError> {
        self.count("read-for-swap").await;
        self.memory.read_for_swap(key).await
    }

    async fn swap(&self, handle: MemoryHandle, value: &[u8]) -> Result<Swap, KeyValueError> {
        self.count("swap").await;
        self.memory.swap(handle, value).await
    }
}

/// Listing is for tools that look at everything, and is not counted.
impl ListKeys for Counting {
    async fn keys(&self) -> Result<Vec<String>, KeyValueError> {
        self.memory.keys().await
    }
}
