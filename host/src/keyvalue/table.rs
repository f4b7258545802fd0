//! Spin's key-value table in SQLite, one connection, synchronous.
//!
//! The layout and the meaning of each operation are those of Spin's own provider, weaknesses included, so that what
//! holds here holds there. Only durability differs: the file is in write-ahead mode, synced at every commit.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OptionalExtension, TransactionBehavior, params};

use super::Fault;

const CREATE: &str = "CREATE TABLE IF NOT EXISTS spin_key_value (
    store TEXT NOT NULL,
    key   TEXT NOT NULL,
    value BLOB NOT NULL,

    PRIMARY KEY (store, key)
)";
const GET: &str = "SELECT value FROM spin_key_value WHERE store = ?1 AND key = ?2";
const PUT: &str = "INSERT INTO spin_key_value (store, key, value) VALUES (?1, ?2, ?3) \
                   ON CONFLICT (store, key) DO UPDATE SET value = ?3";
const UPDATE: &str = "UPDATE spin_key_value SET value = ?4 WHERE store = ?1 AND key = ?2 AND value = ?3";
const DELETE: &str = "DELETE FROM spin_key_value WHERE store = ?1 AND key = ?2";
const KEYS: &str = "SELECT key FROM spin_key_value WHERE store = ?1";

/// Another process may hold the file for a moment; Spin waits as long.
const BUSY: Duration = Duration::from_secs(5);

/// Statements kept prepared on a connection. There are nine.
const STATEMENTS: usize = 16;

/// One connection to a key-value file, or to a store in memory.
///
/// Every call outside [`Table::atomically`] is a transaction of its own, and is durable when it returns.
pub struct Table {
    connection: Connection,
}

impl Table {
    /// Opens the file at `path`, and creates file and table if they are missing.
    ///
    /// # Errors
    ///
    /// Returns a fault if the file cannot be opened, or is no key-value file.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        Self::prepared(connection)
    }

    /// Opens a store that lives as long as this connection.
    ///
    /// # Errors
    ///
    /// Returns a fault if SQLite cannot be started.
    pub fn in_memory() -> Result<Self, Fault> {
        Self::prepared(Connection::open_in_memory()?)
    }

    fn prepared(connection: Connection) -> Result<Self, Fault> {
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        connection.execute(CREATE, [])?;
        Ok(Self { connection })
    }

    /// Writes a copy of the whole file, as it is at this moment, to a `path` where there is none. Nobody who reads or writes the
    /// file meanwhile waits for it.
    ///
    /// # Errors
    ///
    /// Returns a fault if SQLite refuses.
    pub fn copy_to(&self, path: &Path) -> Result<(), Fault> {
        self.connection.execute("VACUUM INTO ?1", [path.to_string_lossy()])?;
        Ok(())
    }

    /// Tells whether nobody else has the file open.
    ///
    /// # Errors
    ///
    /// Returns a fault if SQLite refuses for another reason.
    pub fn is_alone(&self) -> Result<bool, Fault> {
        self.connection.busy_timeout(Duration::ZERO)?;
        self.connection.pragma_update(None, "locking_mode", "exclusive")?;
        match self.connection.execute_batch("BEGIN EXCLUSIVE; ROLLBACK") {
            Ok(()) => Ok(true),
            Err(rusqlite::Error::SqliteFailure(error, _)) if error.code == ErrorCode::DatabaseBusy => {
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Returns the value under `key`, or `None` if there is none.
    ///
    /// # Errors
    ///
    /// Returns a fault if SQLite refuses.
    pub fn get(&self, store: &str, key: &str) -> Result<Option<Vec<u8>>, Fault> {
        let mut statement = self.connection.prepare_cached(GET)?;
        Ok(statement.query_row([store, key], |row| row.get(0)).optional()?)
    }

    /// Returns the pairs that exist among `keys`, each once and in the order of their keys. Missing keys are left out.
    ///
    /// # Errors
    ///
    /// Returns a fault if SQLite refuses.
    pub fn get_many(&self, store: &str, mut keys: Vec<String>) -> Result<Vec<(String, Vec<u8>)>, Fault> {
        keys.sort_unstable();
        keys.dedup();
        // Deferred: all keys are read from one snapshot, and no writer waits for it.
        let snapshot = rusqlite::Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)?;
        let mut found = Vec::with_capacity(keys.len());
        for key in keys {
            if let Some(value) = self.get(store, &key)? {
                found.push((key, value));
            }
        }
        snapshot.finish()?;
        Ok(found)
    }

    /// Writes `value` under `key`, whatever was there.
    ///
    /// # Errors
    ///
    /// Returns a fault if SQLite refuses.
    pub fn set(&self, store: &str, key: &str, value: &[u8]) -> Result<(), Fault> {
        self.connection.prepare_cached(PUT)?.execute(params![store, key, value])?;
        Ok(())
    }

    /// Writes all of `pairs` or none.
    ///
    /// # Errors
    ///
    /// Returns a fault if SQLite refuses.
    pub fn set_many(&self, store: &str, pairs: &[(String, Vec<u8>)]) -> Result<(), Fault> {
        self.atomically(|table| pairs.iter().try_for_each(|(key, value)| table.set(store, key, value)))
    }

    /// Removes `key`. A key that is not there is no error.
    ///
    /// # Errors
    ///
    /// Returns a fault if SQLite refuses.
    pub fn delete(&self, store: &str, key: &str) -> Result<(), Fault> {
        self.connection.prepare_cached(DELETE)?.execute([store, key])?;
        Ok(())
    }

    /// Removes all of `keys` or none.
    ///
    /// # Errors
    ///
    /// Returns a fault if SQLite refuses.
    pub fn delete_many(&self, store: &str, keys: &[String]) -> Result<(), Fault> {
        self.atomically(|table| keys.iter().try_for_each(|key| table.delete(store, key)))
    }

    /// Returns every key of `store`, in no promised order.
    ///
    /// # Errors
    ///
    /// Returns a fault if SQLite refuses.
    pub fn keys(&self, store: &str) -> Result<Vec<String>, Fault> {
        let mut statement = self.connection.prepare_cached(KEYS)?;
        let keys = statement.query_map([store], |row| row.get(0))?;
        Ok(keys.collect::<Result<_, _>>()?)
    }

    /// Adds `delta` to the counter under `key`, eight bytes in little-endian order, and returns the sum. A missing
    /// counter is zero.
    ///
    /// # Errors
    ///
    /// Returns [`Fault::NoCounter`] if the value is not eight bytes, or the sum is too large; a fault if SQLite refuses.
    pub fn increment(&self, store: &str, key: &str, delta: i64) -> Result<i64, Fault> {
        self.atomically(|table| {
            let before = match table.get(store, key)? {
                Some(bytes) => i64::from_le_bytes(bytes.try_into().map_err(|_| Fault::NoCounter)?),
                None => 0,
            };
            let after = before.checked_add(delta).ok_or(Fault::NoCounter)?;
            table.set(store, key, &after.to_le_bytes())?;
            Ok(after)
        })
    }

    /// Replaces the value under `key` by `new` if it is still `read`, and returns whether it did.
    ///
    /// As in Spin, a swap of a key that was read as missing, or not read at all, writes `new` **whatever is there**: two
    /// creators both succeed and the last one stays.
    ///
    /// # Errors
    ///
    /// Returns a fault if SQLite refuses.
    pub fn swap(&self, store: &str, key: &str, read: Option<&[u8]>, new: &[u8]) -> Result<bool, Fault> {
        match read {
            Some(old) => {
                let changed =
                    self.connection.prepare_cached(UPDATE)?.execute(params![store, key, old, new])?;
                Ok(changed == 1)
            }
            None => self.set(store, key, new).map(|()| true),
        }
    }

    /// Runs `work` so that all of it lands or nothing. May be nested.
    ///
    /// # Errors
    ///
    /// Returns what `work` returns, after undoing it; or a fault if SQLite refuses, and then nothing landed.
    pub fn atomically<T>(&self, work: impl FnOnce(&Self) -> Result<T, Fault>) -> Result<T, Fault> {
        if self.connection.is_autocommit() {
            // Immediate: a transaction that read first and then found another writer could not be continued.
            let transaction =
                rusqlite::Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
            let value = work(self)?;
            transaction.commit()?;
            return Ok(value);
        }
        self.connection.execute_batch("SAVEPOINT step")?;
        match work(self) {
            Ok(value) => {
                self.connection.execute_batch("RELEASE step")?;
                Ok(value)
            }
            Err(fault) => {
                // After some errors SQLite has undone the whole transaction already, and the savepoint with it.
                if !self.connection.is_autocommit() {
                    self.connection.execute_batch("ROLLBACK TO step; RELEASE step")?;
                }
                Err(fault)
            }
        }
    }

    /// Returns whether a transaction is open, that is, whether SQLite has not ended it on its own after an error.
    pub(super) fn is_in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Returns a setting of this connection, as SQLite itself has it.
    #[cfg(test)]
    pub(super) fn setting<T: rusqlite::types::FromSql>(&self, name: &str) -> Result<T, Fault> {
        Ok(self.connection.pragma_query_value(None, name, |row| row.get(0))?)
    }
}
