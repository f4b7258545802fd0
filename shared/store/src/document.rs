//! The form of everything the store itself reads: a header, a compact payload, and a keyed digest.
//!
//! The digest is bound to the key under which the document lies, so that a document that was changed, cut,
//! or moved to another key is noticed.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Key;
use crate::fault::StoreFault;
use crate::ring::{KeyId, KeyRing, MasterKey};

/// Which format this build writes. Readers accept every format that was ever written.
const FORMAT: u8 = 1;
/// Marks a document of ours, so that a foreign value is told from a damaged one.
const MAGIC: &[u8; 3] = b"MPD";
const DIGEST_BYTES: usize = 32;

/// Writes `payload` as the document under `key`, signed with the master key `id`.
///
/// # Errors
///
/// Returns a fault if the key is not held or the payload cannot be written.
pub(crate) fn write(
    key: &Key,
    payload: &impl Serialize,
    id: KeyId,
    ring: &KeyRing,
) -> Result<Vec<u8>, StoreFault> {
    let damaged = |_| StoreFault::Damaged { key: key.clone(), why: "the payload cannot be written" };
    let payload = postcard::to_allocvec(payload).map_err(damaged)?;
    close(key, &payload, id, ring)
}

/// Reads the document under `key`, and tells which master key is in force there.
///
/// # Errors
///
/// Returns a fault if the bytes are not a document of ours, were changed, or if the key is not held.
pub(crate) fn read<T: DeserializeOwned>(
    key: &Key,
    bytes: &[u8],
    ring: &KeyRing,
) -> Result<(KeyId, T), StoreFault> {
    let (id, payload) = open(key, bytes, ring)?;
    let why = "its payload cannot be read";
    let payload = postcard::from_bytes(payload).map_err(|_| StoreFault::Damaged { key: key.clone(), why })?;
    Ok((id, payload))
}

/// Makes `payload` the document under `key`, signed with the master key `id`.
///
/// # Errors
///
/// Returns a fault if the key is not held.
pub(crate) fn close(key: &Key, payload: &[u8], id: KeyId, ring: &KeyRing) -> Result<Vec<u8>, StoreFault> {
    let master = held(ring, id)?;
    let mut out = Vec::with_capacity(MAGIC.len() + 5 + payload.len() + DIGEST_BYTES);
    out.extend_from_slice(MAGIC);
    out.push(FORMAT);
    out.extend_from_slice(&id.0.to_le_bytes());
    out.extend_from_slice(payload);
    let digest = master.signing.digest(&[key.to_string().as_bytes(), &out]);
    out.extend_from_slice(&digest);
    Ok(out)
}

/// Checks the document under `key`, and returns its payload and the master key in force there.
///
/// # Errors
///
/// Returns a fault if the bytes are not a document of ours, were changed, or if the key is not held.
pub(crate) fn open<'a>(key: &Key, bytes: &'a [u8], ring: &KeyRing) -> Result<(KeyId, &'a [u8]), StoreFault> {
    let damaged = |why| StoreFault::Damaged { key: key.clone(), why };
    let (signed, digest) =
        bytes.split_last_chunk::<DIGEST_BYTES>().ok_or_else(|| damaged("it is too short"))?;
    let rest = signed.strip_prefix(MAGIC).ok_or_else(|| damaged("it is not a document"))?;
    let (&[format], rest) = rest.split_first_chunk::<1>().ok_or_else(|| damaged("it has no format"))?;
    let (id, payload) = rest.split_first_chunk::<4>().ok_or_else(|| damaged("it has no key id"))?;
    let id = KeyId(u32::from_le_bytes(*id));
    if !held(ring, id)?.signing.verify(&[key.to_string().as_bytes(), signed], digest) {
        return Err(damaged("its digest does not match"));
    }
    match format {
        FORMAT => Ok((id, payload)),
        newer => Err(StoreFault::UnknownFormat { key: key.clone(), format: newer }),
    }
}

/// Returns the master key `id`.
///
/// # Errors
///
/// Returns [`StoreFault::KeyNotHeld`] if this deployment does not hold it.
pub(crate) fn held(ring: &KeyRing, id: KeyId) -> Result<&MasterKey, StoreFault> {
    ring.get(id).ok_or(StoreFault::KeyNotHeld(id))
}
