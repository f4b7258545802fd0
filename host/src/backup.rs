//! `host backup` and `host restore`: a copy is worth something once it has been verified, so both do that themselves.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use clap::Args;
use host::keyvalue::default_file;

use crate::verify;

/// What to copy.
#[derive(Clone, Debug, Args)]
pub(crate) struct Backup {
    /// The folder that holds the store
    #[arg(long, default_value = ".spin")]
    state: PathBuf,
    /// A file with the master keys, as `number:base64` with commas
    #[arg(long)]
    keys: PathBuf,
    /// The folder that the copy is put into; it is made if it is not there, and must hold no other
    #[arg(long)]
    to: PathBuf,
}

/// What to put back.
#[derive(Clone, Debug, Args)]
pub(crate) struct Restore {
    /// The folder that holds the backup
    #[arg(long)]
    from: PathBuf,
    /// A file with the master keys, as `number:base64` with commas
    #[arg(long)]
    keys: PathBuf,
    /// The folder that holds the store; nothing may be running on it
    #[arg(long, default_value = ".spin")]
    state: PathBuf,
}

/// Copies the store and verifies the copy. Tells whether everything in it holds.
///
/// # Errors
///
/// Fails when there is no store, when a copy is there already, or when it cannot be written.
pub(crate) fn backup(Backup { state, keys, to }: &Backup) -> Result<bool> {
    let copy = default_file(to);
    ensure!(!copy.exists(), "there is a copy at {} already", copy.display());
    fs::create_dir_all(to)?;
    verify::open(state)?.copy_to(&copy)?;
    // SQLite does not wait for the disk here.
    File::open(&copy)?.sync_all()?;
    File::open(to)?.sync_all()?;
    verify_at(to, keys)
}

/// Verifies a backup, and puts a copy of it in the place of the store. What was there is kept beside it. Tells whether everything
/// in the backup holds; if not, nothing is changed.
///
/// # Errors
///
/// Fails when there is no backup, when the store is in use, or when it cannot be written.
pub(crate) fn restore(Restore { from, keys, state }: &Restore) -> Result<bool> {
    if !verify_at(from, keys)? {
        return Ok(false);
    }
    let (backup, store) = (default_file(from), default_file(state));
    fs::create_dir_all(state)?;
    let owner = if store.exists() {
        // Asking is also what moves the log into the file.
        ensure!(
            verify::open(state)?.is_alone()?,
            "the store at {} is in use: stop the service",
            store.display()
        );
        fs::metadata(&store)?
    } else {
        fs::metadata(state)?
    };

    let restored = state.join("restored.db");
    fs::copy(&backup, &restored).with_context(|| format!("cannot copy to {}", restored.display()))?;
    chown(&restored, Some(owner.uid()), Some(owner.gid()))?;
    File::open(&restored)?.sync_all()?;
    if store.exists() {
        let kept = aside(state);
        fs::create_dir(&kept)?;
        // By a second name, so that there is a store at any moment, be it this one or the other.
        fs::hard_link(&store, default_file(&kept))?;
        println!("what was there is kept in {}", kept.display());
    }
    fs::rename(&restored, &store)?;
    File::open(state)?.sync_all()?;
    Ok(true)
}

fn verify_at(state: &Path, keys: &Path) -> Result<bool> {
    verify::verify(&verify::Options { state: state.to_owned(), keys: keys.to_owned(), collect: false })
}

/// Where a store goes that another one takes the place of.
fn aside(state: &Path) -> PathBuf {
    let mut numbered = (1..u32::MAX).map(|number| state.join(format!("replaced-{number}")));
    numbered.find(|folder| !folder.exists()).unwrap_or_default()
}
