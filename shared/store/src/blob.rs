//! Blobs: the bytes of a material, sealed chunk by chunk.
//!
//! Each chunk is bound to its blob, its place, and to whether it is the last, so that none can be changed, moved,
//! exchanged or cut off. Each part is written under a drawn part id; which parts make up a blob stands in the
//! record's body, and the commit that names a part is what makes it count.

use std::collections::VecDeque;

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
        let mut writer = self.part_writer(data_key, blob, place.chunks_before)?;
        writer.write(bytes).await?;
        writer.finish(place.end).await
    }

    /// Begins a part of `blob`, before which it has so many chunks. Its bytes may arrive little by little.
    ///
    /// # Errors
    ///
    /// Returns a fault if no id can be drawn.
    pub fn part_writer<'a>(
        &'a self,
        data_key: &'a SecretKey,
        blob: BlobId,
        chunks_before: u32,
    ) -> Result<PartWriter<'a, K>, StoreFault> {
        let part = Part { id: PartId(self.entropy.draw_id()?), chunks: 0, bytes: 0 };
        Ok(PartWriter { store: self, data_key, blob, chunks_before, part, held: Zeroizing::default() })
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
        let mut reader = self.blob_reader(data_key, blob, parts);
        while let Some(chunk) = reader.next().await? {
            take(chunk);
        }
        Ok(())
    }

    /// Begins to read `parts`, which are the whole blob.
    pub fn blob_reader<'a>(
        &'a self,
        data_key: &'a SecretKey,
        blob: BlobId,
        parts: &[Part],
    ) -> BlobReader<'a, K> {
        let chunks = parts.iter().flat_map(|part| (0..part.chunks).map(|chunk| Key::Chunk(part.id, chunk)));
        BlobReader { store: self, data_key, blob, index: 0, left: chunks.collect() }
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

/// A part that is being written, chunk by chunk. One chunk is held at most, since only what follows tells whether it is
/// the last one.
pub struct PartWriter<'a, K> {
    store: &'a Store<K>,
    data_key: &'a SecretKey,
    blob: BlobId,
    chunks_before: u32,
    part: Part,
    held: Zeroizing<Vec<u8>>,
}

impl<K: KeyValue> PartWriter<'_, K> {
    /// Adds `bytes` to the part.
    ///
    /// # Errors
    ///
    /// Returns a fault if a chunk cannot be written. Those written so far are deleted then, and nothing can be added.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<(), StoreFault> {
        while !bytes.is_empty() {
            if self.held.len() == CHUNK_BYTES_MAX {
                self.seal(End::More).await?;
            }
            let room = CHUNK_BYTES_MAX.saturating_sub(self.held.len());
            let (fitting, rest) = bytes.split_at_checked(room).unwrap_or((bytes, &[]));
            self.held.extend_from_slice(fitting);
            bytes = rest;
        }
        Ok(())
    }

    /// Ends the part, and with it the blob or not.
    ///
    /// # Errors
    ///
    /// As [`PartWriter::write`].
    pub async fn finish(mut self, end: End) -> Result<Part, StoreFault> {
        if !self.held.is_empty() {
            self.seal(end).await?;
        }
        Ok(self.part)
    }

    /// Deletes what has been written. If that fails it is garbage, which `verify` collects.
    pub async fn abandon(self) {
        drop(self.store.delete_part(&self.part).await);
    }

    async fn seal(&mut self, end: End) -> Result<(), StoreFault> {
        let index = self.chunks_before.saturating_add(self.part.chunks);
        let context = context(self.blob, index, end == End::Last);
        let sealed = self.data_key.seal(&self.store.entropy, &context, &self.held)?;
        let sealed = [HEADER.as_slice(), &sealed].concat();
        let written = self.store.kv.set(&Key::Chunk(self.part.id, self.part.chunks), &sealed).await;
        self.part.chunks = self.part.chunks.saturating_add(1);
        self.part.bytes = self.part.bytes.saturating_add(self.held.len() as u64);
        self.held.clear();
        if let Err(error) = written {
            // Best effort: what cannot be deleted is garbage that `verify` collects.
            drop(self.store.delete_part(&self.part).await);
            return Err(error.into());
        }
        Ok(())
    }
}

impl<K> std::fmt::Debug for PartWriter<'_, K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PartWriter({:?})", self.part)
    }
}

/// A blob that is being read, chunk by chunk.
pub struct BlobReader<'a, K> {
    store: &'a Store<K>,
    data_key: &'a SecretKey,
    blob: BlobId,
    index: u32,
    left: VecDeque<Key>,
}

impl<K: KeyValue> BlobReader<'_, K> {
    /// Returns the next chunk, and `None` behind the last one.
    ///
    /// # Errors
    ///
    /// Returns a fault if the chunk is missing, changed, moved or cut off. What came before is genuine, and is not the
    /// whole.
    pub async fn next(&mut self) -> Result<Option<Zeroizing<Vec<u8>>>, StoreFault> {
        let Some(key) = self.left.pop_front() else { return Ok(None) };
        let bytes = self.store.required(&key).await?;
        let damaged = |why| StoreFault::Damaged { key: key.clone(), why };
        let sealed = bytes.strip_prefix(HEADER).ok_or_else(|| damaged("it is not a chunk"))?;
        let context = context(self.blob, self.index, self.left.is_empty());
        let plain = self.data_key.open(&context, sealed);
        self.index = self.index.saturating_add(1);
        plain.map(Some).map_err(|_| damaged("it does not open in this place"))
    }
}

impl<K> std::fmt::Debug for BlobReader<'_, K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BlobReader({} left)", self.left.len())
    }
}

fn context(blob: BlobId, index: u32, is_last: bool) -> Vec<u8> {
    [HEADER.as_slice(), &blob.0.to_le_bytes(), &index.to_le_bytes(), &[u8::from(is_last)]].concat()
}
