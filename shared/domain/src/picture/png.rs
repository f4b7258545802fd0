//! Follows a PNG (third edition) chunk by chunk.

mod chunk;
mod crc;
mod header;

use super::{
    InvalidPicture, Limits, Orientation, SEGMENTS_MAX, Shape,
    error::{damaged, unsupported},
    gather,
    kind::Signature,
};
use chunk::Chunk;
use crc::Crc;
use header::{Colour, Header};
use serde::{Deserialize, Serialize};

/// A structure of Exif is read within its first bytes, where its first directory is. A JPEG has no room for more.
const EXIF_BYTES_MAX: usize = 0xffff;

/// A walk over a PNG.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Walk {
    place: Place,
    /// Chunks that hold no pixels. Those that do may be as short as an encoder likes.
    others: u16,
    header: Option<Header>,
    /// How many colours the palette has, if there is one.
    palette: Option<u16>,
    /// Which chunks have been there that may be there once.
    seen: chunk::Seen,
    pixels: Pixels,
    orientation: Option<Orientation>,
    /// The head of a chunk or its check value, as far as it has arrived.
    frame: Vec<u8>,
    /// What of the present chunk has to be looked at.
    held: Vec<u8>,
}

/// Where in the file the next byte is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Place {
    /// Within the signature that the file was recognised by.
    #[default]
    Signature,
    /// Within length and type of a chunk.
    Head,
    /// Within the data of a chunk.
    Body { chunk: Chunk, left: u32, crc: Crc },
    /// Within the check value of a chunk.
    Check { chunk: Chunk, crc: Crc },
    /// Behind the last chunk.
    End,
}

/// How far the pixels are. They stand in chunks that follow one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Pixels {
    #[default]
    Before,
    Within {
        /// No chunk has had a byte until now.
        empty: bool,
    },
    After,
}

impl Walk {
    /// Walks over `piece`.
    pub(super) fn feed(
        &mut self,
        mut piece: &[u8],
        limits: &Limits,
        kept: &mut Vec<u8>,
    ) -> Result<(), InvalidPicture> {
        while !piece.is_empty() {
            piece = match self.place {
                Place::Signature => {
                    let rest = gather(&mut self.frame, Signature::PNG.len(), piece);
                    if self.frame.len() == Signature::PNG.len() {
                        kept.append(&mut self.frame);
                        self.place = Place::Head;
                    }
                    rest
                }
                Place::Head => {
                    let rest = gather(&mut self.frame, 8, piece);
                    if let Some(head) = self.frame.first_chunk().copied() {
                        self.frame.clear();
                        self.begin(head, kept)?;
                    }
                    rest
                }
                Place::Body { chunk, left, crc } => self.body(chunk, left, crc, piece, kept),
                Place::Check { chunk, crc } => {
                    let rest = gather(&mut self.frame, 4, piece);
                    if let Some(check) = self.frame.first_chunk().copied() {
                        self.frame.clear();
                        self.end(chunk, crc, check, limits, kept)?;
                    }
                    rest
                }
                Place::End => {
                    return Err(InvalidPicture::TrailingBytes);
                }
            };
        }
        Ok(())
    }

    /// Returns what was found if the last chunk was there.
    pub(super) fn finish(self) -> Result<Shape, InvalidPicture> {
        let header = self.header.filter(|_| self.place == Place::End).ok_or(InvalidPicture::Truncated)?;
        let orientation = self.orientation.unwrap_or(Orientation::UPRIGHT);
        Ok(Shape { width: header.width, height: header.height, orientation, trailer: None })
    }

    /// Judges a chunk by its length, its type and its place, and writes its head if it is kept.
    fn begin(&mut self, head: [u8; 8], kept: &mut Vec<u8>) -> Result<(), InvalidPicture> {
        let [l0, l1, l2, l3, name @ ..] = head;
        let length = u32::from_be_bytes([l0, l1, l2, l3]);
        let chunk = self.recognise(name, length)?;
        if chunk == Chunk::Pixels {
            let empty = matches!(self.pixels, Pixels::Before | Pixels::Within { empty: true });
            self.pixels = Pixels::Within { empty: empty && length == 0 };
        } else {
            self.others = self.others.saturating_add(1);
            if SEGMENTS_MAX < self.others {
                return Err(InvalidPicture::TooManySegments);
            }
            self.pixels = match self.pixels {
                Pixels::Before => Pixels::Before,
                Pixels::Within { empty: true } => return damaged("it has no pixels"),
                Pixels::Within { empty: false } | Pixels::After => Pixels::After,
            };
        }
        if chunk.is_copied() {
            kept.extend(head);
        }
        self.advance(chunk, length, Crc::of(&name));
        Ok(())
    }

    /// Takes what of `piece` belongs to the chunk, and returns the rest.
    fn body<'a>(
        &mut self,
        chunk: Chunk,
        left: u32,
        crc: Crc,
        piece: &'a [u8],
        kept: &mut Vec<u8>,
    ) -> &'a [u8] {
        let goal = usize::try_from(left).unwrap_or(usize::MAX);
        let (body, rest) = piece.split_at_checked(goal).unwrap_or((piece, &[]));
        if chunk.is_copied() {
            kept.extend_from_slice(body);
        }
        gather(&mut self.held, chunk.looked_at(), body);
        let left = left.saturating_sub(u32::try_from(body.len()).unwrap_or(u32::MAX));
        self.advance(chunk, left, crc.over(body));
        rest
    }

    /// Waits for the rest of the chunk, or for its check value if nothing is left.
    fn advance(&mut self, chunk: Chunk, left: u32, crc: Crc) {
        self.place = if left == 0 { Place::Check { chunk, crc } } else { Place::Body { chunk, left, crc } };
    }

    /// Judges a whole chunk, and writes what has been waiting for that.
    fn end(
        &mut self,
        chunk: Chunk,
        crc: Crc,
        check: [u8; 4],
        limits: &Limits,
        kept: &mut Vec<u8>,
    ) -> Result<(), InvalidPicture> {
        if crc.value() != check {
            return damaged("the check value of a chunk is wrong");
        }
        let body = std::mem::take(&mut self.held);
        self.place = Place::Head;
        match chunk {
            Chunk::Header => self.header = Some(Header::read(&body, limits)?),
            Chunk::Exif => self.exif(&body, kept),
            Chunk::End => self.place = Place::End,
            Chunk::Palette | Chunk::Transparency | Chunk::Colours | Chunk::Pixels | Chunk::Dropped => {}
        }
        if chunk.is_copied() {
            kept.extend(check);
        }
        Ok(())
    }

    /// Keeps of Exif what the first chunk says that says anything about the orientation.
    fn exif(&mut self, body: &[u8], kept: &mut Vec<u8>) {
        if let (None, Some(orientation)) = (self.orientation, Orientation::read(body)) {
            self.orientation = Some(orientation);
            if orientation != Orientation::UPRIGHT {
                let tiff = orientation.tiff();
                kept.extend(u32::try_from(tiff.len()).unwrap_or(u32::MAX).to_be_bytes());
                kept.extend(chunk::EXIF);
                kept.extend(tiff);
                kept.extend(Crc::of(&chunk::EXIF).over(&tiff).value());
            }
        }
    }
}
