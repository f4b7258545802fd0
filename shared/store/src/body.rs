//! Bodies: the sealed content of one version of one record.

use zeroize::Zeroizing;

use crate::Key;
use crate::document::held;
use crate::entropy::{Entropy, NoEntropy};
use crate::fault::StoreFault;
use crate::key::BodyId;
use crate::line::{Line, RecordId};
use crate::partition::View;
use crate::ring::{KeyRing, MasterKey};
use crate::seal::SecretKey;

/// A record is read and written whole with every command; 128 KiB is a thousand events.
pub const BODY_BYTES_MAX: usize = 128 * 1024;

/// Magic, format 1, algorithm 1 (XChaCha20-Poly1305).
const HEADER: &[u8; 5] = b"MPB\x01\x01";

pub(crate) fn seal(
    data_key: &SecretKey,
    entropy: &Entropy,
    record: RecordId,
    id: BodyId,
    plain: &[u8],
) -> Result<Vec<u8>, StoreFault> {
    if plain.len() > BODY_BYTES_MAX {
        return Err(StoreFault::BodyTooLarge { bytes: plain.len() });
    }
    let sealed = data_key.seal(entropy, &context(record, id), plain)?;
    Ok([HEADER.as_slice(), &sealed].concat())
}

pub(crate) fn open(
    data_key: &SecretKey,
    record: RecordId,
    id: BodyId,
    bytes: &[u8],
) -> Result<Zeroizing<Vec<u8>>, StoreFault> {
    let key = Key::Body(id);
    let Some(sealed) = bytes.strip_prefix(HEADER) else {
        return match bytes {
            [b'M', b'P', b'B', format, ..] => Err(StoreFault::UnknownFormat { key, format: *format }),
            _ => Err(StoreFault::Damaged { key, why: "it is not a body" }),
        };
    };
    data_key
        .open(&context(record, id), sealed)
        .map_err(|_| StoreFault::Damaged { key, why: "it does not open" })
}

/// Opens the data key of `line`, which lies in `view`.
pub(crate) fn data_key(line: &Line, view: &View, ring: &KeyRing) -> Result<SecretKey, StoreFault> {
    let master = held(ring, view.master)?;
    SecretKey::unwrap_from(&master.wrapping, &key_context(line.id), &line.data_key.0)
        .map_err(|_| StoreFault::Damaged { key: view.key.clone(), why: "a data key does not open" })
}

/// Wraps `data_key` for the line of `record`.
pub(crate) fn wrap(
    data_key: &SecretKey,
    master: &MasterKey,
    entropy: &Entropy,
    record: RecordId,
) -> Result<Vec<u8>, NoEntropy> {
    data_key.wrap(&master.wrapping, entropy, &key_context(record))
}

fn context(record: RecordId, id: BodyId) -> Vec<u8> {
    [HEADER.as_slice(), &record.as_u128().to_le_bytes(), &id.0.to_le_bytes()].concat()
}

fn key_context(record: RecordId) -> Vec<u8> {
    [b"data-key".as_slice(), &record.as_u128().to_le_bytes()].concat()
}
