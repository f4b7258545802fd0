//! The one place where keys are built.

use std::fmt;

/// The number of a collection in the directory. It is part of every record's identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct CollectionNumber(pub u16);

/// Names one version of one record's content. Drawn, never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct BodyId(pub u128);

/// Names one uploaded part of a blob. Drawn for each attempt, never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct PartId(pub u128);

/// A key in the store.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// Names every collection: the walk over everything starts here.
    Directory,
    /// What holds for a whole collection.
    Root(CollectionNumber),
    /// Some of a collection's lines.
    Partition(CollectionNumber, u32),
    /// Sealed content of one version of one record.
    Body(BodyId),
    /// Sealed bytes of a material.
    Chunk(PartId, u32),
    /// A published policy, by its hash in hexadecimal.
    Policy(String),
    /// The same policy as it was read from its file, by builds of this format, by its hash in hexadecimal.
    ReadPolicy(u32, String),
    /// The root of a programme: its current policy and its seasons.
    Programme(String),
    /// Counts who asked to seed something; only the first one seeds.
    SeedTicket(String),
    /// What the self-test found, for one build.
    SelfTestVerdict(String),
    /// Scratch space of the self-test.
    SelfTest(String),
    /// Where the sweep has stopped, with what it has counted so far. Lost or wrong, it does no harm: the walk begins anew.
    SweepHint,
    /// What the last sweep that came to the end has counted.
    SweepCount,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory => f.write_str("directory"),
            Self::Root(CollectionNumber(collection)) => write!(f, "root/{collection}"),
            // The keys of every command are put together by hand: by way of `write!` they were 2 % of what one costs.
            Self::Partition(CollectionNumber(collection), number) => {
                f.write_str("partition/")?;
                f.write_str(itoa::Buffer::new().format(*collection))?;
                f.write_str("/")?;
                f.write_str(itoa::Buffer::new().format(*number))
            }
            Self::Body(BodyId(id)) => {
                f.write_str("body/")?;
                hexadecimal(*id, f)
            }
            Self::Chunk(PartId(part), index) => {
                f.write_str("chunk/")?;
                hexadecimal(*part, f)?;
                write!(f, "/{index}")
            }
            Self::Policy(hash) => write!(f, "policy/{hash}"),
            Self::ReadPolicy(format, hash) => write!(f, "read-policy/{format}/{hash}"),
            Self::Programme(programme) => write!(f, "programme/{programme}"),
            Self::SeedTicket(what) => write!(f, "ticket/{what}"),
            Self::SelfTestVerdict(build) => write!(f, "verdict/{build}"),
            Self::SelfTest(slot) => write!(f, "self-test/{slot}"),
            Self::SweepHint => f.write_str("hint"),
            Self::SweepCount => f.write_str("count"),
        }
    }
}

/// Writes 32 digits.
fn hexadecimal(id: u128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut text = [0; 32];
    let digit = |nibble: u8| if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 };
    for (pair, byte) in text.as_chunks_mut::<2>().0.iter_mut().zip(id.to_be_bytes()) {
        *pair = [digit(byte >> 4), digit(byte & 15)];
    }
    f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
}

impl Key {
    /// Tells which body a key names, for the tool that looks for bodies that no line names.
    pub fn body_of(key: &str) -> Option<BodyId> {
        u128::from_str_radix(key.strip_prefix("body/")?, 16).ok().map(BodyId)
    }

    /// Tells which part and index a key names, for the tool that looks for chunks that no record names.
    pub fn chunk_of(key: &str) -> Option<(PartId, u32)> {
        let (part, index) = key.strip_prefix("chunk/")?.split_once('/')?;
        Some((PartId(u128::from_str_radix(part, 16).ok()?), index.parse().ok()?))
    }
}
