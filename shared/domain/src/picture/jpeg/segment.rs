//! Which segments there are, and what is kept of those that are not about pixels.

use super::{InvalidPicture, Process, damaged, unsupported};
use serde::{Deserialize, Serialize};

/// A segment, by what is done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Segment {
    /// The header of the picture.
    Frame(Process),
    /// Quantisation tables.
    Quantisation,
    /// Huffman tables.
    Huffman,
    /// How many units stand between two restart markers.
    RestartInterval,
    /// The header of a scan. Coded pixels follow.
    Scan,
    /// APP0: JFIF, or a thumbnail for it.
    Jfif,
    /// APP1: Exif, or what others have put there.
    Exif,
    /// APP2: an index of further pictures, or a colour profile.
    Index,
    /// APP14: Adobe's, which names the colour transform.
    Adobe,
    /// Any other application segment, or a comment.
    Dropped,
}

impl Segment {
    /// Names the segment that a marker begins.
    pub(super) fn of(code: u8) -> Result<Self, InvalidPicture> {
        Ok(match code {
            0xc0 => Self::Frame(Process::Baseline),
            0xc1 => Self::Frame(Process::Extended),
            0xc2 => Self::Frame(Process::Progressive),
            0xc3 | 0xf7 => return unsupported("it is coded without loss"),
            0xc4 => Self::Huffman,
            0xc5..=0xc7 | 0xde | 0xdf => return unsupported("it is hierarchical"),
            0xc8 | 0xf0..=0xf6 | 0xf8..=0xfd => return unsupported("it uses an extension"),
            0xc9..=0xcf => return unsupported("it is coded arithmetically"),
            0xda => Self::Scan,
            0xdb => Self::Quantisation,
            0xdc => return unsupported("it tells its height after the first scan"),
            0xdd => Self::RestartInterval,
            0xe0 => Self::Jfif,
            0xe1 => Self::Exif,
            0xe2 => Self::Index,
            0xee => Self::Adobe,
            0xe3..=0xed | 0xef | 0xfe => Self::Dropped,
            // Restarts outside of a scan, a start within, reserved codes.
            _ => return damaged("a marker stands where it has no meaning"),
        })
    }

    /// Returns the second byte of the marker. What is dropped is never written, and has the code of a comment.
    const fn code(self) -> u8 {
        match self {
            Self::Frame(Process::Baseline) => 0xc0,
            Self::Frame(Process::Extended) => 0xc1,
            Self::Frame(Process::Progressive) => 0xc2,
            Self::Huffman => 0xc4,
            Self::Scan => 0xda,
            Self::Quantisation => 0xdb,
            Self::RestartInterval => 0xdd,
            Self::Jfif => 0xe0,
            Self::Exif => 0xe1,
            Self::Index => 0xe2,
            Self::Adobe => 0xee,
            Self::Dropped => 0xfe,
        }
    }

    /// Returns how many bytes of the segment have to be held. The longest has 65,533.
    pub(super) const fn looked_at(self) -> usize {
        match self {
            Self::Frame(_)
            | Self::Quantisation
            | Self::Huffman
            | Self::RestartInterval
            | Self::Scan
            | Self::Exif => 0xffff,
            Self::Jfif => 14,
            Self::Adobe => 12,
            Self::Index => 4,
            Self::Dropped => 0,
        }
    }

    /// Writes the segment with `body`.
    pub(super) fn write(self, body: &[u8], kept: &mut Vec<u8>) {
        // A body was a segment's before, or is one of the short ones below.
        let length = u16::try_from(body.len()).unwrap_or(u16::MAX).saturating_add(2);
        kept.extend([0xff, self.code()]);
        kept.extend(length.to_be_bytes());
        kept.extend_from_slice(body);
    }
}

/// Returns the JFIF segment to write for this one, if it is one: version 1.01, square pixels, no thumbnail.
pub(super) fn jfif(body: &[u8]) -> Option<[u8; 14]> {
    // Decoders only ask whether it is there and long enough; it makes colours of three components YCbCr.
    (body.starts_with(b"JFIF\0") && 14 <= body.len()).then_some(*b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
}

/// Returns Adobe's segment to write for this one, if it is one: the colour transform, and nothing in the other fields.
pub(super) fn adobe(body: &[u8]) -> Option<[u8; 12]> {
    match body {
        [b'A', b'd', b'o', b'b', b'e', _, _, _, _, _, _, transform, ..] => {
            Some([b'A', b'd', b'o', b'b', b'e', 0, 100, 0, 0, 0, 0, *transform])
        }
        _ => None,
    }
}

/// Checks quantisation tables, and returns a bit for each of them.
pub(super) fn quantisation_tables(mut body: &[u8]) -> Result<u8, InvalidPicture> {
    let mut tables = 0;
    while let Some((&head, rest)) = body.split_first() {
        let bytes = match head >> 4 {
            0 => 64,
            1 => 128,
            _ => return damaged("a quantisation table has an unknown precision"),
        };
        tables |= match head & 15 {
            place @ 0..=3 => 1 << place,
            _ => return damaged("there are only four places for quantisation tables"),
        };
        body = match rest.split_at_checked(bytes) {
            Some((_, rest)) => rest,
            None => return damaged("a quantisation table is cut short"),
        };
    }
    Ok(tables)
}

/// Checks Huffman tables.
pub(super) fn check_huffman_tables(mut body: &[u8]) -> Result<(), InvalidPicture> {
    while let Some((&head, rest)) = body.split_first() {
        if 1 < head >> 4 || 3 < head & 15 {
            return damaged("a Huffman table has an unknown class or place");
        }
        let Some((counts, rest)) = rest.split_first_chunk::<16>() else {
            return damaged("a Huffman table is cut short");
        };
        let codes = counts.iter().map(|count| usize::from(*count)).sum();
        body = match rest.split_at_checked(codes) {
            Some((_, rest)) if codes <= 256 => rest,
            _ => return damaged("a Huffman table has more codes than it has values"),
        };
    }
    Ok(())
}
