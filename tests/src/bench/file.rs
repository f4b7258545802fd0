//! The host's file, written through the store's own code with no host at work on it. Spin's table, and nothing more: a host
//! that kept another would find nothing in it.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, params};
use store::{Key, KeyValue, KeyValueError, Swap};

const CREATE: &str = "CREATE TABLE IF NOT EXISTS spin_key_value (
    store TEXT NOT NULL,
    key   TEXT NOT NULL,
    value BLOB NOT NULL,

    PRIMARY KEY (store, key)
)";
const GET: &str = "SELECT value FROM spin_key_value WHERE store = 'default' AND key = ?1";
const PUT: &str = "INSERT INTO spin_key_value (store, key, value) VALUES ('default', ?1, ?2) \
                   ON CONFLICT (store, key) DO UPDATE SET value = ?2";
const SWAP: &str = "UPDATE spin_key_value SET value = ?3 WHERE store = 'default' AND key = ?1 AND value = ?2";
const DELETE: &str = "DELETE FROM spin_key_value WHERE store = 'default' AND key = ?1";

/// The partitions are written again with each of their lines: they stay in memory until the end.
const CACHE_KIB: i64 = 1 << 20;

/// A file that is being loaded. Nothing of it counts before it is closed.
#[derive(Debug)]
pub(super) struct File(Connection);

impl File {
    /// Creates the file.
    pub(super) fn create(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        // If the machine dies meanwhile, it is loaded again.
        connection.pragma_update(None, "journal_mode", "off")?;
        connection.pragma_update(None, "synchronous", "off")?;
        connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
        connection.execute(CREATE, [])?;
        connection.execute_batch("BEGIN EXCLUSIVE")?;
        Ok(Self(connection))
    }

    /// Writes everything down.
    pub(super) fn close(&self) -> rusqlite::Result<()> {
        self.0.execute_batch("COMMIT")
    }
}

fn fault(error: rusqlite::Error) -> KeyValueError {
    KeyValueError(error.to_string())
}

impl KeyValue for File {
    type Handle = (String, Vec<u8>);

    async fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, KeyValueError> {
        let mut statement = self.0.prepare_cached(GET).map_err(fault)?;
        statement.query_row([key.to_string()], |row| row.get(0)).optional().map_err(fault)
    }

    async fn set(&self, key: &Key, value: &[u8]) -> Result<(), KeyValueError> {
        let mut statement = self.0.prepare_cached(PUT).map_err(fault)?;
        statement.execute(params![key.to_string(), value]).map(drop).map_err(fault)
    }

    async fn set_many(&self, entries: &[(Key, Vec<u8>)]) -> Result<(), KeyValueError> {
        for (key, value) in entries {
            self.set(key, value).await?;
        }
        Ok(())
    }

    async fn delete(&self, key: &Key) -> Result<(), KeyValueError> {
        let mut statement = self.0.prepare_cached(DELETE).map_err(fault)?;
        statement.execute([key.to_string()]).map(drop).map_err(fault)
    }

    async fn increment(&self, key: &Key, delta: i64) -> Result<i64, KeyValueError> {
        let before = match self.get(key).await? {
            Some(bytes) => bytes.try_into().map(i64::from_le_bytes),
            None => Ok(0),
        };
        let sum = before.map_err(|_| KeyValueError(format!("{key} is no counter")))? + delta;
        self.set(key, &sum.to_le_bytes()).await?;
        Ok(sum)
    }

    async fn read_for_swap(&self, key: &Key) -> Result<Option<(Vec<u8>, Self::Handle)>, KeyValueError> {
        let value = self.get(key).await?;
        Ok(value.map(|read| (read.clone(), (key.to_string(), read))))
    }

    async fn swap(&self, (key, read): Self::Handle, value: &[u8]) -> Result<Swap, KeyValueError> {
        let mut statement = self.0.prepare_cached(SWAP).map_err(fault)?;
        let changed = statement.execute(params![key, read, value]).map_err(fault)?;
        Ok(if changed == 1 { Swap::Applied } else { Swap::Lost })
    }
}
