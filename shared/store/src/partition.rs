//! Partitions: one key each, and the only place where anything is decided.
//!
//! A partition is its version, then for each line its identifier, its fingerprint, and its other fields behind their
//! length. Whoever wants one line of sixty-four reads one, and the others are copied as they are.

use std::ops::Range;

use crate::Key;
use crate::document;
use crate::fault::StoreFault;
use crate::key::CollectionNumber;
use crate::line::{Fingerprint, Line, RecordId};
use crate::ring::{KeyId, KeyRing};

/// Hosted providers accept values of 1 MB; a partition of the planned 64 lines has some 10 kB.
pub(crate) const PARTITION_BYTES_MAX: usize = 1_000_000;
/// Room for one more line without moving the others.
const LINE_BYTES_TYPICAL: usize = 512;
/// A line has its identifier, its fingerprint, its length, a wrapped key, and little else if it is a session.
const LINE_BYTES_LEAST: usize = 128;

/// A partition as it was read.
#[derive(Clone, Debug)]
pub(crate) struct View {
    pub(crate) key: Key,
    /// The master key in force here: new lines are wrapped under it, never under the configured one.
    pub(crate) master: KeyId,
    /// Raised by one with every swap, so that no two values of a partition are equal.
    pub(crate) version: u64,
    payload: Vec<u8>,
    slots: Vec<Slot>,
}

/// A line that nobody has read yet.
#[derive(Clone, Debug)]
struct Slot {
    id: RecordId,
    fingerprint: Fingerprint,
    /// Where its other fields lie in the payload.
    fields: Range<usize>,
}

/// What a swap does to a line.
#[derive(Debug)]
pub(crate) enum Edit {
    /// It is there from now on, in place of the one with its identifier.
    Put(Box<Line>),
    /// It is gone.
    Drop(RecordId),
}

impl View {
    pub(crate) fn read(key: Key, bytes: &[u8], ring: &KeyRing) -> Result<Self, StoreFault> {
        let (master, payload) = document::open(&key, bytes, ring)?;
        let Some((version, slots)) = parse(payload) else {
            return Err(StoreFault::Damaged { key, why: "its lines cannot be told apart" });
        };
        Ok(Self { key, master, version, payload: payload.to_vec(), slots })
    }

    /// Returns the line of `id`.
    pub(crate) fn line(&self, id: RecordId) -> Result<Option<Line>, StoreFault> {
        self.slots.iter().find(|slot| slot.id == id).map(|slot| self.decode(slot)).transpose()
    }

    /// Returns the line that owns `fingerprint`. An ended line owns it until it is dropped; an erased one owns none.
    pub(crate) fn owner(&self, fingerprint: &Fingerprint) -> Result<Option<Line>, StoreFault> {
        self.slots
            .iter()
            .find(|slot| slot.fingerprint == *fingerprint)
            .map(|slot| self.decode(slot))
            .transpose()
    }

    /// Returns all lines.
    pub(crate) fn lines(&self) -> Result<Vec<Line>, StoreFault> {
        self.slots.iter().map(|slot| self.decode(slot)).collect()
    }

    /// Tells whether every line belongs into partition `number` of `partitions`.
    pub(crate) fn is_in_place(&self, number: u32, partitions: u32) -> bool {
        self.slots.iter().all(|slot| place(slot.id.place(), partitions) == number)
    }

    /// Writes what follows this view, under the master key in force here.
    pub(crate) fn follow(&self, edits: &[Edit], ring: &KeyRing) -> Result<Vec<u8>, StoreFault> {
        self.follow_under(self.master, edits, ring)
    }

    /// Writes what follows this view, under the master key `master`.
    pub(crate) fn follow_under(
        &self,
        master: KeyId,
        edits: &[Edit],
        ring: &KeyRing,
    ) -> Result<Vec<u8>, StoreFault> {
        let mut payload = Vec::with_capacity(self.payload.len() + LINE_BYTES_TYPICAL);
        payload.extend_from_slice(&self.version.saturating_add(1).to_le_bytes());
        for slot in &self.slots {
            match edits.iter().find(|edit| edit.id() == slot.id) {
                Some(Edit::Put(line)) => self.print(line, &mut payload)?,
                Some(Edit::Drop(_)) => {}
                None => print(slot.id, slot.fingerprint, self.fields(slot)?, &mut payload),
            }
        }
        let is_new = |line: &&Line| self.slots.iter().all(|slot| slot.id != line.id);
        let added: Vec<&Line> = edits.iter().filter_map(Edit::put).filter(is_new).collect();
        for line in &added {
            self.print(line, &mut payload)?;
        }
        let bytes = document::close(&self.key, &payload, master, ring)?;
        // What is there already must be able to change, and to go.
        if !added.is_empty() && PARTITION_BYTES_MAX < bytes.len() {
            return Err(StoreFault::Full(self.key.clone()));
        }
        Ok(bytes)
    }

    fn decode(&self, slot: &Slot) -> Result<Line, StoreFault> {
        let line: Line =
            postcard::from_bytes(self.fields(slot)?).map_err(|_| self.damaged("a line cannot be read"))?;
        Ok(Line { id: slot.id, fingerprint: slot.fingerprint, ..line })
    }

    fn fields(&self, slot: &Slot) -> Result<&[u8], StoreFault> {
        self.payload.get(slot.fields.clone()).ok_or_else(|| self.damaged("a line lies outside of it"))
    }

    fn print(&self, line: &Line, out: &mut Vec<u8>) -> Result<(), StoreFault> {
        let fields = postcard::to_allocvec(line).map_err(|_| self.damaged("a line cannot be written"))?;
        print(line.id, line.fingerprint, &fields, out);
        Ok(())
    }

    fn damaged(&self, why: &'static str) -> StoreFault {
        StoreFault::Damaged { key: self.key.clone(), why }
    }
}

impl Edit {
    fn id(&self) -> RecordId {
        match self {
            Self::Put(line) => line.id,
            Self::Drop(id) => *id,
        }
    }

    fn put(&self) -> Option<&Line> {
        match self {
            Self::Put(line) => Some(line),
            Self::Drop(_) => None,
        }
    }
}

fn parse(payload: &[u8]) -> Option<(u64, Vec<Slot>)> {
    let (version, mut rest) = payload.split_first_chunk::<8>()?;
    let mut slots = Vec::with_capacity(payload.len() / LINE_BYTES_LEAST);
    while !rest.is_empty() {
        let (id, after) = rest.split_first_chunk::<16>()?;
        let (fingerprint, after) = after.split_first_chunk::<16>()?;
        let (length, after) = after.split_first_chunk::<4>()?;
        let start = payload.len() - after.len();
        let (_, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        slots.push(Slot {
            id: RecordId::from_u128(u128::from_le_bytes(*id)),
            fingerprint: Fingerprint(*fingerprint),
            fields: start..payload.len() - after.len(),
        });
        rest = after;
    }
    Some((u64::from_le_bytes(*version), slots))
}

fn print(id: RecordId, fingerprint: Fingerprint, fields: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&id.as_u128().to_le_bytes());
    out.extend_from_slice(&fingerprint.0);
    // A line has a few hundred bytes.
    out.extend_from_slice(&u32::try_from(fields.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(fields);
}

/// Writes an empty partition, for seeding.
pub(crate) fn empty(key: &Key, master: KeyId, ring: &KeyRing) -> Result<Vec<u8>, StoreFault> {
    document::close(key, &0u64.to_le_bytes(), master, ring)
}

/// Returns the partition in which `head`, the first 16 bits of a fingerprint, belongs.
pub(crate) fn key(collection: CollectionNumber, head: u16, partitions: u32) -> Key {
    Key::Partition(collection, place(head, partitions))
}

/// Returns the number of that partition.
pub(crate) fn place(head: u16, partitions: u32) -> u32 {
    // `partitions` is a power of two, checked when the root is read, so that splitting each partition in two is all
    // that a larger number takes.
    u32::from(head) & partitions.saturating_sub(1)
}
