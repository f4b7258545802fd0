//! Judges a picture while it streams by, and writes the same picture without what it tells about its maker.
//!
//! No pixel is decoded here and no file is held: a [`Walker`] follows the segments of a JPEG or the chunks of a PNG
//! from the first byte to the last. What comes out has the pixels, the colour transform and the orientation, and
//! nothing else: no place, no time, no device, no thumbnail, no comment. Colour profiles go as well. They carry free
//! text and serial numbers, their parsers are a known target, and a document is read by its letters, not by its tints.

mod error;
mod exif;
mod jpeg;
mod kind;
mod png;
mod trailer;

pub use error::InvalidPicture;
pub use exif::{InvalidOrientation, Orientation};
pub use kind::Kind;
pub use trailer::Trailer;

use kind::Signature;
use serde::{Deserialize, Serialize};

/// How many segments of a JPEG, or chunks of a PNG that hold no pixels, are walked. Cameras write about twenty, and a
/// colour profile or a preview that is cut into segments adds a few dozen.
pub const SEGMENTS_MAX: u16 = 1000;

/// How many scans a JPEG may have. Encoders write about ten for a progressive picture. A decoder goes over the whole
/// picture for each of them, so that a small file of many scans would keep it busy for minutes.
pub const SCANS_MAX: u16 = 100;

/// What a picture may weigh and measure. Every limit is inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The size of the file as it is received.
    pub bytes_max: u64,
    /// The shortest side.
    pub side_min: u32,
    /// The longest side.
    pub side_max: u32,
    /// Width times height: what a decoder has to hold.
    pub pixels_max: u64,
}

impl Limits {
    /// Judges the sides that a header has named, before anything behind it is read.
    ///
    /// # Errors
    ///
    /// Returns the sides of a picture that is too large or too small.
    pub fn check(&self, width: u32, height: u32) -> Result<(), InvalidPicture> {
        let pixels = u64::from(width) * u64::from(height);
        if self.side_max < width.max(height) || self.pixels_max < pixels {
            return Err(InvalidPicture::TooManyPixels { width, height });
        }
        if width.min(height) < self.side_min {
            return Err(InvalidPicture::TooFewPixels { width, height });
        }
        Ok(())
    }
}

/// What a picture is by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// ITU-T T.81, baseline, extended or progressive.
    Jpeg,
    /// Portable Network Graphics, third edition. Of an animation the still picture remains.
    Png,
}

impl Format {
    /// Returns the media type to serve it under.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// Returns how a file of it is called.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// A picture that was walked to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// What it is.
    pub format: Format,
    /// The width of what is stored. Some orientations show it as the height.
    pub width: u32,
    /// The height of what is stored.
    pub height: u32,
    /// How it has to be turned to be shown.
    pub orientation: Orientation,
    /// How many bytes came in.
    pub received: u64,
    /// How many bytes were written.
    pub kept: u64,
    /// What followed the end of the picture and was cut off.
    pub cut_off: Option<Trailer>,
}

/// Sides, orientation and what was cut off, as a walk has found them.
struct Shape {
    width: u32,
    height: u32,
    orientation: Orientation,
    trailer: Option<Trailer>,
}

/// Follows a picture that arrives in pieces. Where the pieces are cut makes no difference.
///
/// It holds at most one segment, below 64 KiB, and can be put away between two pieces and go on elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Walker {
    limits: Limits,
    received: u64,
    kept: u64,
    stage: Stage,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Stage {
    /// The first bytes, until they tell what the file is.
    Start(Vec<u8>),
    Jpeg(jpeg::Walk),
    Png(png::Walk),
    /// The walker has refused the picture, and was to be thrown away.
    Refused,
}

impl Walker {
    /// Waits for the first byte.
    pub const fn new(limits: Limits) -> Self {
        Self { limits, received: 0, kept: 0, stage: Stage::Start(Vec::new()) }
    }

    /// Returns how many bytes have been fed.
    pub const fn received(&self) -> u64 {
        self.received
    }

    /// Walks over `piece` and appends what is kept of it to `kept`.
    ///
    /// # Errors
    ///
    /// Returns why this is no picture that can be taken, at the first byte that shows it. What was written until then
    /// is worth nothing, and a walker that has refused goes on refusing.
    pub fn feed(&mut self, piece: &[u8], kept: &mut Vec<u8>) -> Result<(), InvalidPicture> {
        let room = usize::try_from(self.limits.bytes_max.saturating_sub(self.received)).unwrap_or(usize::MAX);
        let (fitting, excess) = piece.split_at_checked(room).unwrap_or((piece, &[]));
        let before = kept.len();
        let stage = std::mem::replace(&mut self.stage, Stage::Refused).feed(fitting, &self.limits, kept)?;
        // Only now: whatever is wrong with the bytes before is told however the pieces are cut.
        if !excess.is_empty() {
            return Err(InvalidPicture::TooLarge);
        }
        self.stage = stage;
        self.received = self.received.saturating_add(length(piece.len()));
        self.kept = self.kept.saturating_add(length(kept.len().saturating_sub(before)));
        Ok(())
    }

    /// Ends the walk after the last piece.
    ///
    /// # Errors
    ///
    /// Returns why what has arrived is no picture, most often [`InvalidPicture::Truncated`].
    pub fn finish(self) -> Result<Picture, InvalidPicture> {
        let (format, shape) = match self.stage {
            Stage::Start(head) => {
                return Err(match Signature::of(&head) {
                    Signature::Undecided if head.is_empty() => InvalidPicture::Empty,
                    Signature::Undecided | Signature::Jpeg | Signature::Png => InvalidPicture::Truncated,
                    Signature::Other => InvalidPicture::OtherFormat { kind: Kind::of(&head) },
                });
            }
            Stage::Jpeg(walk) => (Format::Jpeg, walk.finish()),
            Stage::Png(walk) => (Format::Png, walk.finish()),
            Stage::Refused => return Err(InvalidPicture::REFUSED_BEFORE),
        };
        let Shape { width, height, orientation, trailer: cut_off } = shape?;
        Ok(Picture { format, width, height, orientation, received: self.received, kept: self.kept, cut_off })
    }
}

impl Stage {
    fn feed(self, piece: &[u8], limits: &Limits, kept: &mut Vec<u8>) -> Result<Self, InvalidPicture> {
        match self {
            Self::Start(head) => Self::start(head, piece, limits, kept),
            Self::Jpeg(mut walk) => walk.feed(piece, limits, kept).map(|()| Self::Jpeg(walk)),
            Self::Png(mut walk) => walk.feed(piece, limits, kept).map(|()| Self::Png(walk)),
            Self::Refused => Err(InvalidPicture::REFUSED_BEFORE),
        }
    }

    /// Sniffs. A name or a declared type would only be what somebody says about the file.
    fn start(
        mut head: Vec<u8>,
        piece: &[u8],
        limits: &Limits,
        kept: &mut Vec<u8>,
    ) -> Result<Self, InvalidPicture> {
        let missing = Kind::HEAD_BYTES.saturating_sub(head.len());
        let (first, rest) = piece.split_at_checked(missing).unwrap_or((piece, &[]));
        head.extend_from_slice(first);
        match Signature::of(&head) {
            Signature::Jpeg => {
                Self::Jpeg(jpeg::Walk::default()).feed(&head, limits, kept)?.feed(rest, limits, kept)
            }
            Signature::Png => {
                Self::Png(png::Walk::default()).feed(&head, limits, kept)?.feed(rest, limits, kept)
            }
            Signature::Other if Kind::HEAD_BYTES <= head.len() => {
                Err(InvalidPicture::OtherFormat { kind: Kind::of(&head) })
            }
            Signature::Other | Signature::Undecided => Ok(Self::Start(head)),
        }
    }
}

/// A length in memory as a length of a file.
fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

/// Appends bytes of `piece` to `held` until it has `goal`, and returns what is left of the piece.
fn gather<'a>(held: &mut Vec<u8>, goal: usize, piece: &'a [u8]) -> &'a [u8] {
    let (taken, rest) = piece.split_at_checked(goal.saturating_sub(held.len())).unwrap_or((piece, &[]));
    held.extend_from_slice(taken);
    rest
}

#[cfg(test)]
mod tests;
