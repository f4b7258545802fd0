//! What was measured of the providers that Spin has. The self-test lets those through on which the ledger keeps its promises,
//! and refuses the others by the name of the promise that they break.

use std::cell::RefCell;
use std::collections::BTreeMap;

use futures::executor::block_on;
use store::{
    Key, KeyRing, KeyValue, KeyValueError, Memory, MemoryHandle, SelfTestFailed, Store, Swap, seeded,
};

/// A provider over a memory that keeps every promise, but for what its mode breaks.
#[derive(Default)]
struct Moody {
    memory: Memory,
    mode: Mode,
    /// What was there before, for reads that come too early.
    before: RefCell<BTreeMap<String, Option<Vec<u8>>>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    /// SQLite, Spin's default: a key that is missing when it is swapped is written all the same. The ledger has no handle for one.
    #[default]
    Sqlite,
    /// Redis: a swap writes, and says that it has failed.
    Redis,
    /// A swap that has lost says that it was applied, as an aborted transaction that is read as success.
    Applauding,
    /// A swap whose key has gone writes it anew.
    Reviving,
    /// DynamoDB without consistent reads: what was written is not there yet.
    Stale,
    /// A provider that keeps text.
    Textual,
}

impl Moody {
    fn of(mode: Mode) -> Self {
        Self { mode, ..Self::default() }
    }

    async fn remember(&self, key: &Key) -> Result<(), KeyValueError> {
        let value = self.memory.get(key).await?;
        self.before.borrow_mut().insert(key.to_string(), value);
        Ok(())
    }
}

/// What a key held, and which one that was.
struct Handle {
    key: Key,
    handle: MemoryHandle,
}

impl KeyValue for Moody {
    type Handle = Handle;

    async fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, KeyValueError> {
        match self.mode {
            Mode::Stale => Ok(self.before.borrow().get(&key.to_string()).cloned().flatten()),
            _ => self.memory.get(key).await,
        }
    }

    async fn set(&self, key: &Key, value: &[u8]) -> Result<(), KeyValueError> {
        self.remember(key).await?;
        match self.mode {
            Mode::Textual => self.memory.set(key, String::from_utf8_lossy(value).as_bytes()).await,
            _ => self.memory.set(key, value).await,
        }
    }

    async fn set_many(&self, entries: &[(Key, Vec<u8>)]) -> Result<(), KeyValueError> {
        for (key, value) in entries {
            self.set(key, value).await?;
        }
        Ok(())
    }

    async fn delete(&self, key: &Key) -> Result<(), KeyValueError> {
        self.memory.delete(key).await
    }

    async fn increment(&self, key: &Key, delta: i64) -> Result<i64, KeyValueError> {
        self.memory.increment(key, delta).await
    }

    async fn read_for_swap(&self, key: &Key) -> Result<Option<(Vec<u8>, Handle)>, KeyValueError> {
        let read = self.memory.read_for_swap(key).await?;
        Ok(read.map(|(value, handle)| (value, Handle { key: key.clone(), handle })))
    }

    async fn swap(&self, Handle { key, handle }: Handle, value: &[u8]) -> Result<Swap, KeyValueError> {
        let is_gone = self.memory.get(&key).await?.is_none();
        let swapped = self.memory.swap(handle, value).await?;
        match self.mode {
            Mode::Redis => Ok(Swap::Lost),
            Mode::Applauding => Ok(Swap::Applied),
            Mode::Reviving if is_gone => {
                self.memory.set(&key, value).await?;
                Ok(Swap::Applied)
            }
            Mode::Sqlite | Mode::Reviving | Mode::Stale | Mode::Textual => Ok(swapped),
        }
    }
}

/// Returns the promise that a provider is refused for.
fn broken(mode: Mode) -> Option<&'static str> {
    let ring = KeyRing::parse("1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=").unwrap();
    let store = Store::new(Moody::of(mode), ring, seeded(1));
    match block_on(store.self_test("a build")) {
        Ok(()) => None,
        Err(SelfTestFailed::Broken(promise)) => Some(promise.code()),
        Err(SelfTestFailed::Fault(fault)) => panic!("{fault}"),
    }
}

#[test]
fn the_self_test_refuses_a_provider_by_the_promise_that_it_breaks() {
    assert_eq!(broken(Mode::Sqlite), None);
    assert_eq!(broken(Mode::Redis), Some("swap-reports-success"));
    assert_eq!(broken(Mode::Applauding), Some("stale-swap-is-lost"));
    assert_eq!(broken(Mode::Reviving), Some("swap-on-deleted-key-is-lost"));
    assert_eq!(broken(Mode::Stale), Some("get-returns-what-was-set"));
    assert_eq!(broken(Mode::Textual), Some("get-returns-what-was-set"));
}
