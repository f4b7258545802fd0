//! A provider whose calls wait to be let through, and whose swaps can go wrong in each way that was seen.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;
use std::task::Poll;

use store::{Key, KeyValue, KeyValueError, ListKeys, Swap};

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It does what it should and says so.
    Works,
    /// A swap is carried out, and the answer is an error.
    AppliedButFails,
    /// Nothing happens, and the answer is an error.
    Fails,
    /// The answer is an error, and the swap arrives later, or never.
    FailsAndArrivesLater,
}

/// What everybody sees.
#[derive(Debug, Default)]
pub(super) struct World {
    pub(super) entries: BTreeMap<String, Vec<u8>>,
    /// Swaps whose answer was an error and which are still under way.
    pub(super) late: Vec<Late>,
}

#[derive(Clone, Debug, Hash)]
pub(super) struct Late {
    key: String,
    read: Vec<u8>,
    value: Vec<u8>,
}

impl World {
    pub(super) fn arrive(&mut self, late: usize) {
        let Late { key, read, value } = self.late.remove(late);
        let _ = swap(&mut self.entries, &key, &read, &value);
    }
}

fn swap(entries: &mut BTreeMap<String, Vec<u8>>, key: &str, read: &[u8], value: &[u8]) -> Swap {
    match entries.get_mut(key) {
        Some(current) if current == read => {
            *current = value.to_vec();
            Swap::Applied
        }
        Some(_) | None => Swap::Lost,
    }
}

/// What one task waits for.
#[derive(Debug, Default)]
pub(super) struct Desk {
    /// The call that the task wants to make.
    pub(super) waiting: Option<Wish>,
    /// Set by the explorer: the call may happen, and ends so.
    pub(super) granted: Option<Fate>,
    /// A digest of every answer so far.
    pub(super) answers: u64,
    /// How many calls were made.
    pub(super) calls: usize,
}

/// A call that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// What is called.
    pub verb: &'static str,
    /// On which key.
    pub key: String,
}

/// The provider as one task sees it.
#[derive(Clone, Debug)]
pub struct Simulated {
    pub(super) world: Rc<RefCell<World>>,
    pub(super) desk: Rc<RefCell<Desk>>,
}

/// What a key held when it was read.
#[derive(Debug)]
pub struct Handle {
    key: String,
    read: Vec<u8>,
}

impl Simulated {
    async fn call<T: Hash>(
        &self,
        verb: &'static str,
        key: String,
        act: impl FnOnce(&mut World, Fate) -> Result<T, KeyValueError>,
    ) -> Result<T, KeyValueError> {
        self.desk.borrow_mut().waiting = Some(Wish { verb, key });
        let fate = poll_fn(|_| match self.desk.borrow_mut().granted.take() {
            Some(fate) => Poll::Ready(fate),
            None => Poll::Pending,
        })
        .await;
        let answer = act(&mut self.world.borrow_mut(), fate);
        let mut desk = self.desk.borrow_mut();
        desk.waiting = None;
        desk.calls += 1;
        let mut hasher = DefaultHasher::new();
        (desk.answers, verb, answer.as_ref().map_err(|error| &error.0)).hash(&mut hasher);
        desk.answers = hasher.finish();
        answer
    }
}

/// Reads and blind writes either work or fail without a trace; only swaps lie.
fn plain(fate: Fate) -> Result<(), KeyValueError> {
    match fate {
        Fate::Works => Ok(()),
        Fate::AppliedButFails | Fate::Fails | Fate::FailsAndArrivesLater => Err(lost()),
    }
}

fn lost() -> KeyValueError {
    KeyValueError("the answer was lost".to_owned())
}

impl KeyValue for Simulated {
    type Handle = Handle;

    async fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, KeyValueError> {
        let key = key.to_string();
        self.call("get", key.clone(), |world, fate| {
            plain(fate)?;
            Ok(world.entries.get(&key).cloned())
        })
        .await
    }

    async fn set(&self, key: &Key, value: &[u8]) -> Result<(), KeyValueError> {
        let key = key.to_string();
        self.call("set", key.clone(), |world, fate| {
            plain(fate)?;
            world.entries.insert(key, value.to_vec());
            Ok(())
        })
        .await
    }

    async fn set_many(&self, entries: &[(Key, Vec<u8>)]) -> Result<(), KeyValueError> {
        self.call("set-many", String::new(), |world, fate| {
            plain(fate)?;
            world.entries.extend(entries.iter().map(|(key, value)| (key.to_string(), value.clone())));
            Ok(())
        })
        .await
    }

    async fn delete(&self, key: &Key) -> Result<(), KeyValueError> {
        let key = key.to_string();
        self.call("delete", key.clone(), |world, fate| {
            plain(fate)?;
            world.entries.remove(&key);
            Ok(())
        })
        .await
    }

    async fn increment(&self, key: &Key, delta: i64) -> Result<i64, KeyValueError> {
        let key = key.to_string();
        self.call("increment", key.clone(), |world, fate| {
            plain(fate)?;
            let value = world.entries.entry(key).or_insert_with(|| vec![0; 8]);
            let bytes = <[u8; 8]>::try_from(value.as_slice()).map_err(|_| lost())?;
            let counter = i64::from_le_bytes(bytes) + delta;
            *value = counter.to_le_bytes().to_vec();
            Ok(counter)
        })
        .await
    }

    async fn read_for_swap(&self, key: &Key) -> Result<Option<(Vec<u8>, Handle)>, KeyValueError> {
        let key = key.to_string();
        let read = self
            .call("read", key.clone(), |world, fate| {
                plain(fate)?;
                Ok(world.entries.get(&key).cloned())
            })
            .await?;
        Ok(read.map(|read| (read.clone(), Handle { key, read })))
    }

    async fn swap(&self, handle: Handle, value: &[u8]) -> Result<Swap, KeyValueError> {
        let Handle { key, read } = handle;
        self.call("swap", key.clone(), |world, fate| match fate {
            Fate::Works => Ok(Swapped(swap(&mut world.entries, &key, &read, value))),
            Fate::AppliedButFails => {
                let _ = swap(&mut world.entries, &key, &read, value);
                Err(lost())
            }
            Fate::Fails => Err(lost()),
            Fate::FailsAndArrivesLater => {
                world.late.push(Late { key, read, value: value.to_vec() });
                Err(lost())
            }
        })
        .await
        .map(|Swapped(swap)| swap)
    }
}

struct Swapped(Swap);

impl Hash for Swapped {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0 == Swap::Applied).hash(state);
    }
}

impl ListKeys for Simulated {
    async fn keys(&self) -> Result<Vec<String>, KeyValueError> {
        Ok(self.world.borrow().entries.keys().cloned().collect())
    }
}
