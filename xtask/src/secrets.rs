//! The sandbox's own secrets: drawn once, kept beside its data, readable by their owner alone.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// As many bytes as the longest key that anything here takes.
const SECRET_BYTES: usize = 32;

/// The one secret with a form of its own: a list of numbered keys.
const MASTER_KEYS: &str = "master_keys";

/// Returns the file that holds the secret of this name, which a first call draws.
///
/// # Errors
///
/// Fails when the file cannot be written or the system gives no random bytes.
pub(crate) fn provide(folder: &Path, name: &str) -> Result<PathBuf> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let path = folder.join(name);
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
        Ok(mut file) => file.write_all(draw(name)?.as_bytes())?,
        // A key that is there opens what is stored: it is never drawn again.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error).with_context(|| format!("cannot write {}", path.display())),
    }
    Ok(path)
}

fn draw(name: &str) -> Result<String> {
    let mut bytes = [0; SECRET_BYTES];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(match name {
        MASTER_KEYS => format!("1:{}", STANDARD.encode(bytes)),
        _ => URL_SAFE_NO_PAD.encode(bytes),
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_secret_is_drawn_once_and_only_its_owner_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = provide(folder.path(), "key").unwrap();
        let first = fs::read_to_string(&path).unwrap();
        assert_eq!(URL_SAFE_NO_PAD.decode(&first).unwrap().len(), SECRET_BYTES);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        provide(folder.path(), "key").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), first);
        let other = provide(folder.path(), "other").unwrap();
        assert_ne!(fs::read_to_string(other).unwrap(), first);
    }

    #[test]
    fn a_ring_of_master_keys_begins_with_key_number_one() {
        let folder = tempfile::tempdir().unwrap();
        let ring = fs::read_to_string(provide(folder.path(), MASTER_KEYS).unwrap()).unwrap();
        let (number, key) = ring.split_once(':').unwrap();
        assert_eq!((number, STANDARD.decode(key).unwrap().len()), ("1", SECRET_BYTES));
    }
}
