//! What a kind of record must be able to do to be kept.

use domain::id::CommandId;
use serde::{Deserialize, Serialize};

use crate::key::PartId;
use crate::line::Line;

/// The content of a record, as its body holds it.
pub trait Record: Sized {
    /// Writes the content, in the newest format, which it names.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidBody`] if the content cannot be written.
    fn encode(&self) -> Result<Vec<u8>, InvalidBody>;

    /// Reads content of any format that was ever written.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidBody`] if the bytes are no such content.
    fn decode(bytes: &[u8]) -> Result<Self, InvalidBody>;

    /// Tells whether an event of `command` is in the content. After an answer was lost, this is how the
    /// commit of that command is recognised when others have committed since.
    fn bears(&self, command: CommandId) -> bool;

    /// Returns the content of a line without a body, for kinds that keep everything on their line.
    fn without_body() -> Option<Self> {
        None
    }

    /// Names the chunks that this content refers to, so that others can be told to be garbage.
    fn chunks(&self) -> Vec<(PartId, u32)> {
        Vec::new()
    }
}

/// The content of a record cannot be written or read. The reason names no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the body is not a valid record")]
pub struct InvalidBody;

/// Writes content in the compact form of all bodies.
pub(crate) fn write(content: &impl Serialize) -> Result<Vec<u8>, InvalidBody> {
    postcard::to_allocvec(content).map_err(|_| InvalidBody)
}

/// Reads content in the compact form of all bodies, to its end.
pub(crate) fn read<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Result<T, InvalidBody> {
    match postcard::take_from_bytes(bytes) {
        Ok((content, [])) => Ok(content),
        // What a build of another format has added is not dropped by reading past it.
        Ok(_) | Err(_) => Err(InvalidBody),
    }
}

/// Reads the format that content of several formats begins with.
pub(crate) fn format<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Result<T, InvalidBody> {
    postcard::take_from_bytes(bytes).map(|(format, _)| format).map_err(|_| InvalidBody)
}

/// The content of a record that is nothing but its line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineOnly;

impl Record for LineOnly {
    fn encode(&self) -> Result<Vec<u8>, InvalidBody> {
        Err(InvalidBody)
    }

    fn decode(_: &[u8]) -> Result<Self, InvalidBody> {
        Err(InvalidBody)
    }

    fn bears(&self, _: CommandId) -> bool {
        false
    }

    fn without_body() -> Option<Self> {
        Some(Self)
    }
}

/// A record as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored<R> {
    /// What its partition says of it.
    pub line: Line,
    /// Its content.
    pub record: R,
}
