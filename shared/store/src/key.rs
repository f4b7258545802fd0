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
    /// Where the next sweep goes on. Lost or wrong, it does no harm: the walk is circular.
    SweepHint,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory => f.write_str("directory"),
            Self::Root(CollectionNumber(collection)) => write!(f, "root/{collection}"),
            Self::Partition(CollectionNumber(collection), number) => {
                write!(f, "partition/{collection}/{number}")
            }
            Self::Body(BodyId(id)) => write!(f, "body/{}", Hex(*id)),
            Self::Chunk(PartId(part), index) => write!(f, "chunk/{}/{index}", Hex(*part)),
            Self::Policy(hash) => write!(f, "policy/{hash}"),
            Self::ReadPolicy(format, hash) => write!(f, "read-policy/{format}/{hash}"),
            Self::Programme(programme) => write!(f, "programme/{programme}"),
            Self::SeedTicket(what) => write!(f, "ticket/{what}"),
            Self::SelfTestVerdict(build) => write!(f, "verdict/{build}"),
            Self::SelfTest(slot) => write!(f, "self-test/{slot}"),
            Self::SweepHint => f.write_str("hint"),
        }
    }
}

/// 32 hexadecimal digits. By halves: wasm has no arithmetic for 128 bits, and a key is written several times a request.
struct Hex(u128);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}{:016x}", (self.0 >> 64) as u64, self.0 as u64)
    }
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
