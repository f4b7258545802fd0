//! Blobs: the bytes of a material, sealed chunk by chunk.
//!
//! Each chunk is bound to its blob, its place, and to whether it is the last, so that none can be changed, moved,
//! exchanged or cut off. Each part is written under a drawn part id; which parts make up a blob stands in the
//! record's body, and the commit that names a part is what makes it count.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::Key;
use crate::fault::StoreFault;
use crate::key::PartId;
use crate::key_value::KeyValue;
use crate::seal::SecretKey;
use crate::store::Store;

/// A value stays far below the megabyte that hosted providers accept, and its sealing freezes an instance for
/// under two milliseconds.
pub const CHUNK_BYTES_MAX: usize = 256 * 1024;

/// Magic, format 1, algorithm 1 (XChaCha20-Poly1305).
const HEADER: &[u8; 5] = b"MPC\x01\x01";

/// Names a blob. Drawn, never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BlobId(pub u128);

/// A part of a blob that lies in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Under which id its chunks lie.
    pub id: PartId,
    /// How many chunks it has.
    pub chunks: u32,
    /// How many bytes they hold.
    pub bytes: u64,
}

/// Where a part belongs in its blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// How many chunks of the blob come before.
    pub chunks_before: u32,
    /// Whether the blob ends with this part.
    pub end: End,
}

/// Whether more follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// This is the end of the blob.
    Last,
    /// More parts follow.
    More,
}

impl<K: KeyValue> Store<K> {
    /// Writes `bytes` as a part of `blob`. Nothing names the part yet: the caller commits it to the record, or
    /// deletes it if that commit is lost.
    ///
    /// # Errors
    ///
    /// Returns a fault if a chunk cannot be written. The chunks written so far are deleted then.
    pub async fn put_part(
        &self,
        data_key: &SecretKey,
        blob: BlobId,
        place: Place,
        bytes: &[u8],
    ) -> Result<Part, StoreFault> {
        let id = PartId(self.entropy.draw_id()?);
        let count = bytes.chunks(CHUNK_BYTES_MAX).len();
        let mut part = Part { id, chunks: 0, bytes: bytes.len() as u64 };
        for chunk in bytes.chunks(CHUNK_BYTES_MAX) {
            let is_last = place.end == End::Last && part.chunks as usize + 1 == count;
            let context = context(blob, place.chunks_before.saturating_add(part.chunks), is_last);
            let sealed = data_key.seal(&self.entropy, &context, chunk)?;
            let sealed = [HEADER.as_slice(), &sealed].concat();
            let written = self.kv.set(&Key::Chunk(id, part.chunks), &sealed).await;
            part.chunks = part.chunks.saturating_add(1);
            if let Err(error) = written {
                // Best effort: what cannot be deleted is garbage that `verify` collects.
                drop(self.delete_part(&part).await);
                return Err(error.into());
            }
        }
        Ok(part)
    }

    /// Reads the chunks of `parts` in order and hands each to `take`.
    ///
    /// # Errors
    ///
    /// Returns a fault at the first chunk that is missing, changed, moved or cut off. What was handed over before
    /// is genuine, and is not the whole.
    pub async fn read_blob(
        &self,
        data_key: &SecretKey,
        blob: BlobId,
        parts: &[Part],
        mut take: impl FnMut(Zeroizing<Vec<u8>>),
    ) -> Result<(), StoreFault> {
        let total: u32 = parts.iter().map(|part| part.chunks).sum();
        let mut index = 0;
        for part in parts {
            for chunk in 0..part.chunks {
                let key = Key::Chunk(part.id, chunk);
                let bytes = self.required(&key).await?;
                let damaged = |why| StoreFault::Damaged { key: key.clone(), why };
                let sealed = bytes.strip_prefix(HEADER).ok_or_else(|| damaged("it is not a chunk"))?;
                let context = context(blob, index, index.saturating_add(1) == total);
                let plain = data_key.open(&context, sealed);
                take(plain.map_err(|_| damaged("it does not open in this place"))?);
                index = index.saturating_add(1);
            }
        }
        Ok(())
    }

    /// Deletes the chunks of a part.
    ///
    /// # Errors
    ///
    /// Returns a fault if the provider fails. Deleting again goes on where this stopped.
    pub async fn delete_part(&self, part: &Part) -> Result<(), StoreFault> {
        for chunk in 0..part.chunks {
            self.kv.delete(&Key::Chunk(part.id, chunk)).await?;
        }
        Ok(())
    }
}

fn context(blob: BlobId, index: u32, is_last: bool) -> Vec<u8> {
    [HEADER.as_slice(), &blob.0.to_le_bytes(), &index.to_le_bytes(), &[u8::from(is_last)]].concat()
}
