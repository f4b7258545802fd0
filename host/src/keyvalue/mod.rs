//! Key-value storage as Spin's default provider has it: the file, the shared database, and what guests see of it.
//!
//! [`Table`] is the file, synchronous; it serves tools that run while the service is stopped. [`Database`] shares one
//! file between all guests. `bindings` is what guests import.

pub(crate) mod bindings;
mod database;
mod table;

use std::path::{Path, PathBuf};

pub use database::{Database, Written};
pub use table::Table;

/// The only store label that exists without further configuration, in Spin and here.
pub const DEFAULT_STORE: &str = "default";

/// Returns where Spin keeps the default store of an application whose state folder is `state`.
pub fn default_file(state: &Path) -> PathBuf {
    state.join("sqlite_key_value.db")
}

/// Why a key-value operation could not be carried out. Nothing is said about keys or values.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// SQLite refused.
    #[error("sqlite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// An increment met a value that is not a counter, or a sum too large for one.
    #[error("the value is not a counter of eight bytes")]
    NoCounter,
    /// An earlier increment of something that is no counter has broken the store. Spin's provider panics while it
    /// holds its lock, and every later call panics too, until it is started again.
    #[error("the store is broken until restart: something that is no counter was incremented")]
    Broken,
    /// The transaction that this write shared with others failed. Whether it landed is not known.
    #[error("the shared transaction failed: {0}")]
    Shared(String),
    /// The writer has ended.
    #[error("the store is closed")]
    Closed,
    /// The answer would be larger than Spin hands to a guest.
    #[error("query result exceeds limit of {0} bytes")]
    TooLarge(usize),
}

#[cfg(test)]
mod tests;
