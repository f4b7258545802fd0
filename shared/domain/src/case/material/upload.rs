//! Uploads: a file that arrives in parts, over a line that may break.

use super::{Blob, Part, PictureId};
use crate::{digest::Digest, id::UploadId, instant::Cutoff};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// An upload has this long from its opening to its end: the largest file takes an hour on a line of 100 kbit/s.
pub const UPLOAD_TIME: TimeDelta = TimeDelta::hours(2);

/// A file that has not arrived whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upload {
    /// Names it.
    pub id: UploadId,
    /// What it is for.
    pub picture: PictureId,
    /// How many bytes were announced.
    pub size: u64,
    /// From when on nothing more is taken.
    pub ends: Cutoff,
    /// Names the blob that the parts are of.
    pub blob: u128,
    /// What has arrived.
    pub received: Vec<Received>,
}

/// A part that has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Received {
    /// Where it lies.
    pub part: Part,
    /// The digest of its bytes, by which its repeat is recognised.
    pub digest: Digest,
}

/// Why an upload, or a part of one, is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidUpload {
    /// There is no such upload, or it has ended.
    #[error("there is no such upload, or it has ended")]
    Unknown,
    /// Too many are open, or too much waits for the sweep.
    #[error("too many uploads are open")]
    TooMany,
    /// Not a single byte was announced.
    #[error("the file is empty")]
    Empty,
    /// More bytes were announced than a picture may have.
    #[error("the file is larger than {bytes_max} bytes")]
    TooLarge {
        /// The largest size.
        bytes_max: u64,
    },
    /// The part does not begin where the last one has ended.
    #[error("the next part begins at {offset}")]
    Offset {
        /// Where it has to begin.
        offset: u64,
    },
    /// A part of the same place has arrived already, with other bytes.
    #[error("the part differs from the one that has arrived")]
    OtherPart,
    /// More bytes have arrived than were announced.
    #[error("only {size} bytes were announced")]
    TooLong {
        /// What was announced.
        size: u64,
    },
    /// The file was cut into too many parts.
    #[error("the file has too many parts")]
    TooManyParts,
    /// Bytes are missing.
    #[error("only {offset} of {size} bytes have arrived")]
    Incomplete {
        /// What has arrived.
        offset: u64,
        /// What was announced.
        size: u64,
    },
}

impl InvalidUpload {
    /// Returns the stable code of the reason.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown-upload",
            Self::TooMany => "too-many-uploads",
            Self::Empty => "file-empty",
            Self::TooLarge { .. } => "file-too-large",
            Self::Offset { .. } => "upload-offset",
            Self::OtherPart => "upload-other-part",
            Self::TooLong { .. } => "upload-too-long",
            Self::TooManyParts => "upload-too-many-parts",
            Self::Incomplete { .. } => "upload-incomplete",
        }
    }
}

impl Upload {
    /// So many are open in a case at most. Nobody photographs more at once.
    pub const OPEN_MAX: usize = 4;

    /// So many parts a file has at most: 64 of 640 KiB make the largest one.
    pub const PARTS_MAX: usize = 64;

    /// Returns how many bytes have arrived, which is where the next part begins.
    pub fn offset(&self) -> u64 {
        self.received.iter().map(|received| received.part.bytes).sum()
    }

    /// Returns how many chunks have arrived.
    pub fn chunks(&self) -> u32 {
        self.received.iter().map(|received| received.part.chunks).sum()
    }

    /// Returns where what has arrived lies.
    pub fn blob(&self) -> Blob {
        Blob { id: self.blob, parts: self.received.iter().map(|received| received.part).collect() }
    }

    /// Decides whether more is taken at `now`.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidUpload::Unknown`] once the time is over.
    pub fn check_open(&self, now: DateTime<Utc>) -> Result<(), InvalidUpload> {
        if self.ends.is_open(now) { Ok(()) } else { Err(InvalidUpload::Unknown) }
    }

    /// Decides whether it can be closed at `now`.
    ///
    /// # Errors
    ///
    /// Returns the reason why not: the time is over, or bytes are missing.
    pub fn check_whole(&self, now: DateTime<Utc>) -> Result<(), InvalidUpload> {
        self.check_open(now)?;
        let (offset, size) = (self.offset(), self.size);
        if offset == size { Ok(()) } else { Err(InvalidUpload::Incomplete { offset, size }) }
    }

    /// Decides whether a part that begins at `offset` can be taken, or is the repeat of one: only its bytes tell.
    ///
    /// # Errors
    ///
    /// Returns where the next part begins.
    pub fn check_offset(&self, offset: u64) -> Result<(), InvalidUpload> {
        let next = self.offset();
        if offset == next || self.at(offset).is_some() {
            Ok(())
        } else {
            Err(InvalidUpload::Offset { offset: next })
        }
    }

    /// Takes a part that begins at `offset`. A part that has arrived already changes nothing.
    pub(super) fn take(&mut self, offset: u64, received: Received) -> Result<(), InvalidUpload> {
        let next = self.offset();
        if offset == next {
            let after = next.checked_add(received.part.bytes).filter(|after| *after <= self.size);
            if after.is_none() {
                return Err(InvalidUpload::TooLong { size: self.size });
            }
            if received.part.bytes == 0 {
                return Ok(());
            }
            if Self::PARTS_MAX <= self.received.len() {
                return Err(InvalidUpload::TooManyParts);
            }
            self.received.push(received);
            return Ok(());
        }
        match self.at(offset) {
            Some(known) if known.part.bytes != received.part.bytes => {
                Err(InvalidUpload::Offset { offset: next })
            }
            Some(known) if known.digest != received.digest => Err(InvalidUpload::OtherPart),
            Some(_) => Ok(()),
            None => Err(InvalidUpload::Offset { offset: next }),
        }
    }

    /// Returns the part that begins at `offset`.
    fn at(&self, offset: u64) -> Option<&Received> {
        let mut begins = 0;
        self.received.iter().find(|received| {
            let is_it = begins == offset;
            begins += received.part.bytes;
            is_it
        })
    }
}
