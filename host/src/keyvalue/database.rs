//! One key-value file shared by all guests: many readers, one writer.
//!
//! The writer is a thread of its own. Writes that wait while one is being synced share the next transaction, so that
//! the price of a sync is divided among them. Each is acknowledged only after the commit that holds it.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use tokio::sync::oneshot;

use super::{Fault, Table};

/// Reading takes microseconds, so a few connections serve every thread of the runtime.
const READERS: usize = 4;

/// Writes in one transaction. Bounds what a failing commit takes down with it, and how long the first one waits.
const SHARED_MAX: usize = 128;

/// Spin hands no more than this to a guest at once.
const READ_BYTES_MAX: usize = 128 << 20;

/// A change of one store.
#[derive(Debug)]
enum Write {
    Set(String, Vec<u8>),
    SetMany(Vec<(String, Vec<u8>)>),
    Delete(String),
    DeleteMany(Vec<String>),
    Increment(String, i64),
    Swap { key: String, read: Option<Vec<u8>>, new: Vec<u8> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    Counted(i64),
    Lost,
}

struct Job {
    store: Arc<str>,
    write: Write,
    reply: oneshot::Sender<Result<Outcome, Fault>>,
}

/// What the writer has done since the counters were last reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Written {
    /// Transactions committed. On a file, each is one sync.
    pub transactions: u64,
    /// Writes they held.
    pub writes: u64,
}

/// A store file, or a store in memory, that guests share. Clones share it too.
///
/// A write is visible to every reader, and durable if there is a file, when its call returns `Ok`. A call that is
/// dropped before may still land.
#[derive(Clone)]
pub struct Database(Arc<Shared>);

struct Shared {
    readers: Vec<Mutex<Table>>,
    next: AtomicUsize,
    writer: Writer,
    broken: AtomicBool,
    transactions: AtomicU64,
    writes: AtomicU64,
}

enum Writer {
    Thread(Sender<Job>),
    /// A store in memory has one connection, which reads and writes.
    Reader,
}

/// What one file is read and written through.
pub(super) struct Connections {
    pub(super) writer: Table,
    pub(super) readers: Vec<Table>,
}

impl Connections {
    /// Opens the file at `path`, which the writer creates if it is missing.
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        let writer = Table::open(path)?;
        let readers = (0..READERS).map(|_| Table::open(path)).collect::<Result<_, _>>()?;
        Ok(Self { writer, readers })
    }
}

impl Database {
    /// Opens the file at `path`; folders, file and table are created if they are missing.
    ///
    /// # Errors
    ///
    /// Returns a fault if the file cannot be opened.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let Connections { writer, readers } = Connections::open(path)?;
        let (sender, jobs) = channel();
        let database = Self::new(readers.into_iter().map(Mutex::new).collect(), Writer::Thread(sender));
        let counters = Arc::downgrade(&database.0);
        thread::Builder::new()
            .name("key-value".to_owned())
            .spawn(move || {
                run(&writer, &jobs, |writes| {
                    if let Some(shared) = counters.upgrade() {
                        shared.count(writes);
                    }
                });
            })
            .map_err(|_| Fault::Closed)?;
        Ok(database)
    }

    /// Opens a store that lives as long as its last clone.
    ///
    /// # Errors
    ///
    /// Returns a fault if SQLite cannot be started.
    pub fn in_memory() -> Result<Self, Fault> {
        Ok(Self::new(vec![Mutex::new(Table::in_memory()?)], Writer::Reader))
    }

    fn new(readers: Vec<Mutex<Table>>, writer: Writer) -> Self {
        Self(Arc::new(Shared {
            readers,
            next: AtomicUsize::new(0),
            writer,
            broken: AtomicBool::new(false),
            transactions: AtomicU64::new(0),
            writes: AtomicU64::new(0),
        }))
    }

    /// Returns the value under `key`, or `None`.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails or the value is too large to be handed on.
    pub fn get(&self, store: &str, key: &str) -> Result<Option<Vec<u8>>, Fault> {
        let value = self.reader()?.get(store, key)?;
        match &value {
            Some(bytes) if READ_BYTES_MAX < bytes.len() => Err(Fault::TooLarge(READ_BYTES_MAX)),
            Some(_) | None => Ok(value),
        }
    }

    /// Returns the pairs that exist among `keys`. Missing keys are left out.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails or the values are together too large to be handed on.
    pub fn get_many(&self, store: &str, keys: Vec<String>) -> Result<Vec<(String, Vec<u8>)>, Fault> {
        let pairs = self.reader()?.get_many(store, keys)?;
        if READ_BYTES_MAX < pairs.iter().map(|(key, value)| key.len() + value.len()).sum() {
            return Err(Fault::TooLarge(READ_BYTES_MAX));
        }
        Ok(pairs)
    }

    /// Returns every key of `store`.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails.
    pub fn keys(&self, store: &str) -> Result<Vec<String>, Fault> {
        self.reader()?.keys(store)
    }

    /// Writes `value` under `key`, whatever was there.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails.
    pub async fn set(&self, store: &Arc<str>, key: String, value: Vec<u8>) -> Result<(), Fault> {
        self.write(store, Write::Set(key, value)).await.map(|_| ())
    }

    /// Writes all of `pairs` or none.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails.
    pub async fn set_many(&self, store: &Arc<str>, pairs: Vec<(String, Vec<u8>)>) -> Result<(), Fault> {
        self.write(store, Write::SetMany(pairs)).await.map(|_| ())
    }

    /// Removes `key`.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails.
    pub async fn delete(&self, store: &Arc<str>, key: String) -> Result<(), Fault> {
        self.write(store, Write::Delete(key)).await.map(|_| ())
    }

    /// Removes all of `keys` or none.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails.
    pub async fn delete_many(&self, store: &Arc<str>, keys: Vec<String>) -> Result<(), Fault> {
        self.write(store, Write::DeleteMany(keys)).await.map(|_| ())
    }

    /// Adds `delta` to a counter and returns the sum.
    ///
    /// # Errors
    ///
    /// Returns [`Fault::Broken`] if the value is no counter, and the same for every call after that.
    pub async fn increment(&self, store: &Arc<str>, key: String, delta: i64) -> Result<i64, Fault> {
        match self.write(store, Write::Increment(key, delta)).await {
            Ok(Outcome::Counted(sum)) => Ok(sum),
            Ok(Outcome::Done | Outcome::Lost) => Err(Fault::Closed),
            Err(Fault::NoCounter) => {
                self.0.broken.store(true, Ordering::Relaxed);
                Err(Fault::Broken)
            }
            Err(fault) => Err(fault),
        }
    }

    /// Replaces a value if it is still `read`, and returns whether it did. See [`Table::swap`] for `None`.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails.
    pub async fn swap(
        &self,
        store: &Arc<str>,
        key: String,
        read: Option<Vec<u8>>,
        new: Vec<u8>,
    ) -> Result<bool, Fault> {
        self.write(store, Write::Swap { key, read, new }).await.map(|outcome| outcome != Outcome::Lost)
    }

    /// Returns what has been written since the last reset.
    pub fn written(&self) -> Written {
        Written {
            transactions: self.0.transactions.load(Ordering::Relaxed),
            writes: self.0.writes.load(Ordering::Relaxed),
        }
    }

    /// Sets the counters back to zero.
    pub fn reset_written(&self) {
        self.0.transactions.store(0, Ordering::Relaxed);
        self.0.writes.store(0, Ordering::Relaxed);
    }

    fn reader(&self) -> Result<MutexGuard<'_, Table>, Fault> {
        if self.0.broken.load(Ordering::Relaxed) {
            return Err(Fault::Broken);
        }
        let first = self.0.next.fetch_add(1, Ordering::Relaxed);
        let readers = &self.0.readers;
        let (before, after) = readers.split_at(first % readers.len());
        let free = after.iter().chain(before).find_map(|reader| reader.try_lock().ok());
        let fallback = after.first().ok_or(Fault::Closed)?;
        Ok(free.unwrap_or_else(|| fallback.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    async fn write(&self, store: &Arc<str>, write: Write) -> Result<Outcome, Fault> {
        match &self.0.writer {
            Writer::Thread(queue) => {
                if self.0.broken.load(Ordering::Relaxed) {
                    return Err(Fault::Broken);
                }
                let (reply, answer) = oneshot::channel();
                let store = Arc::clone(store);
                queue.send(Job { store, write, reply }).map_err(|_| Fault::Closed)?;
                answer.await.map_err(|_| Fault::Closed)?
            }
            Writer::Reader => {
                let outcome = apply(&*self.reader()?, store, write);
                self.0.count(1);
                outcome
            }
        }
    }
}

impl Shared {
    fn count(&self, writes: u64) {
        self.transactions.fetch_add(1, Ordering::Relaxed);
        self.writes.fetch_add(writes, Ordering::Relaxed);
    }
}

/// Serves `jobs` until every sender is gone.
fn run(table: &Table, jobs: &Receiver<Job>, mut committed: impl FnMut(u64)) {
    while let Ok(first) = jobs.recv() {
        let mut answers = Vec::new();
        let shared = table.atomically(|table| {
            let waiting = std::iter::once(first).chain(jobs.try_iter()).take(SHARED_MAX);
            for Job { store, write, reply } in waiting {
                answers.push((reply, apply(table, &store, write)));
                if !table.is_in_transaction() {
                    return Err(Fault::Closed);
                }
            }
            Ok(())
        });
        let reason = match shared {
            Ok(()) => {
                committed(answers.len() as u64);
                None
            }
            Err(fault) => {
                tracing::error!(%fault, writes = answers.len(), "could not commit to the key-value store");
                Some(fault.to_string())
            }
        };
        for (reply, answer) in answers {
            // A reply that nobody waits for any more: its request has ended.
            _ = reply.send(match &reason {
                None => answer,
                Some(reason) => Err(Fault::Shared(reason.clone())),
            });
        }
    }
}

fn apply(table: &Table, store: &str, write: Write) -> Result<Outcome, Fault> {
    match write {
        Write::Set(key, value) => table.set(store, &key, &value).map(|()| Outcome::Done),
        Write::SetMany(pairs) => table.set_many(store, &pairs).map(|()| Outcome::Done),
        Write::Delete(key) => table.delete(store, &key).map(|()| Outcome::Done),
        Write::DeleteMany(keys) => table.delete_many(store, &keys).map(|()| Outcome::Done),
        Write::Increment(key, delta) => table.increment(store, &key, delta).map(Outcome::Counted),
        Write::Swap { key, read, new } => {
            let swapped = table.swap(store, &key, read.as_deref(), &new)?;
            Ok(if swapped { Outcome::Done } else { Outcome::Lost })
        }
    }
}
