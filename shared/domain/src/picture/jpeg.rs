//! Follows a JPEG (ITU-T T.81) marker by marker.

mod frame;
mod segment;

use super::{
    InvalidPicture, Limits, Orientation, SCANS_MAX, SEGMENTS_MAX, Shape,
    error::{damaged, unsupported},
    gather,
    trailer::{Sequel, Trailer},
};
use frame::{Frame, Process};
use segment::Segment;
use serde::{Deserialize, Serialize};

const START_OF_IMAGE: u8 = 0xd8;
const END_OF_IMAGE: u8 = 0xd9;
const EXIF: &[u8] = b"Exif\0\0";

/// A walk over a JPEG.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Walk {
    place: Place,
    segments: u16,
    scans: u16,
    frame: Option<Frame>,
    /// One bit for each quantisation table that has been defined.
    tables: u8,
    orientation: Option<Orientation>,
    /// An index of further pictures was there (CIPA DC-007).
    index: bool,
    /// What of the present segment, or of what follows the end, has to be looked at.
    held: Vec<u8>,
}

/// Where in the file the next byte is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Place {
    /// Before the first byte.
    #[default]
    Start,
    /// Before the second byte.
    StartCode,
    /// Where a marker has to begin.
    Marker,
    /// Behind the first byte of a marker, or behind fill bytes.
    Code,
    /// Before the length of a segment.
    Length { segment: Segment },
    /// Behind the first byte of the length.
    LengthEnd { segment: Segment, high: u8 },
    /// Within a segment.
    Body { segment: Segment, left: u16 },
    /// Within coded pixels.
    Scan { empty: bool },
    /// Behind a byte of the coded pixels that may begin a marker.
    ScanCode { empty: bool },
    /// Behind the end of the image.
    End,
    /// Within what follows the end and is cut off.
    CutOff { trailer: Trailer },
}

impl Walk {
    /// Walks over `piece`.
    pub(super) fn feed(
        &mut self,
        mut piece: &[u8],
        limits: &Limits,
        kept: &mut Vec<u8>,
    ) -> Result<(), InvalidPicture> {
        while let Some((&byte, rest)) = piece.split_first() {
            piece = match self.place {
                // The signature that the file was recognised by.
                Place::Start => {
                    self.place = Place::StartCode;
                    rest
                }
                Place::StartCode => {
                    kept.extend([0xff, START_OF_IMAGE]);
                    self.place = Place::Marker;
                    rest
                }
                Place::Marker if byte == 0xff => {
                    self.place = Place::Code;
                    rest
                }
                Place::Marker => return damaged("something stands between two segments"),
                Place::Code => {
                    self.marker(byte, kept)?;
                    rest
                }
                Place::Length { segment } => {
                    self.place = Place::LengthEnd { segment, high: byte };
                    rest
                }
                Place::LengthEnd { segment, high } => {
                    let length = u16::from_be_bytes([high, byte]);
                    // The length counts itself.
                    let Some(left) = length.checked_sub(2) else {
                        return damaged("a segment is shorter than its own length");
                    };
                    self.advance(segment, left, limits, kept)?;
                    rest
                }
                Place::Body { segment, left } => self.body(segment, left, piece, limits, kept)?,
                Place::Scan { empty } => self.scan(empty, piece, kept),
                Place::ScanCode { empty } => {
                    self.scan_code(byte, empty, kept)?;
                    rest
                }
                Place::End => self.end(piece)?,
                Place::CutOff { .. } => &[],
            };
        }
        Ok(())
    }

    /// Returns what was found if the end of the image was there.
    pub(super) fn finish(self) -> Result<Shape, InvalidPicture> {
        let trailer = match self.place {
            Place::End if self.held.is_empty() => None,
            // Too little to tell what it is.
            Place::End => return Err(InvalidPicture::TrailingBytes),
            Place::CutOff { trailer } => Some(trailer),
            Place::Start
            | Place::StartCode
            | Place::Marker
            | Place::Code
            | Place::Length { .. }
            | Place::LengthEnd { .. }
            | Place::Body { .. }
            | Place::Scan { .. }
            | Place::ScanCode { .. } => return Err(InvalidPicture::Truncated),
        };
        let frame = self.frame.ok_or(InvalidPicture::Truncated)?;
        let orientation = self.orientation.unwrap_or(Orientation::UPRIGHT);
        Ok(Shape { width: frame.width.into(), height: frame.height.into(), orientation, trailer })
    }

    /// Judges what follows the end of the image, and returns the rest.
    fn end<'a>(&mut self, piece: &'a [u8]) -> Result<&'a [u8], InvalidPicture> {
        let rest = gather(&mut self.held, Trailer::HEAD_BYTES, piece);
        match Sequel::of(&self.held, self.index) {
            Sequel::Known(trailer) => {
                self.held.clear();
                self.place = Place::CutOff { trailer };
                Ok(rest)
            }
            Sequel::Undecided => Ok(rest),
            Sequel::Other => Err(InvalidPicture::TrailingBytes),
        }
    }

    /// Reads the code of a marker outside of coded pixels.
    fn marker(&mut self, code: u8, kept: &mut Vec<u8>) -> Result<(), InvalidPicture> {
        match code {
            // Any number of fill bytes may precede a marker. They are not kept.
            0xff => Ok(()),
            END_OF_IMAGE => {
                let Some(frame) = &self.frame else { return damaged("it ends before its first frame") };
                frame.check_complete()?;
                kept.extend([0xff, END_OF_IMAGE]);
                self.place = Place::End;
                Ok(())
            }
            _ => {
                let segment = Segment::of(code)?;
                self.segments = self.segments.saturating_add(1);
                if SEGMENTS_MAX < self.segments {
                    return Err(InvalidPicture::TooManySegments);
                }
                self.place = Place::Length { segment };
                Ok(())
            }
        }
    }

    /// Takes what of `piece` belongs to the segment, and returns the rest.
    fn body<'a>(
        &mut self,
        segment: Segment,
        left: u16,
        piece: &'a [u8],
        limits: &Limits,
        kept: &mut Vec<u8>,
    ) -> Result<&'a [u8], InvalidPicture> {
        let (body, rest) = piece.split_at_checked(left.into()).unwrap_or((piece, &[]));
        gather(&mut self.held, segment.looked_at(), body);
        let left = left.saturating_sub(u16::try_from(body.len()).unwrap_or(u16::MAX));
        self.advance(segment, left, limits, kept)?;
        Ok(rest)
    }

    /// Waits for the rest of the segment, or judges it if nothing is left.
    fn advance(
        &mut self,
        segment: Segment,
        left: u16,
        limits: &Limits,
        kept: &mut Vec<u8>,
    ) -> Result<(), InvalidPicture> {
        self.place = Place::Body { segment, left };
        if left == 0 {
            self.place = Place::Marker;
            let body = std::mem::take(&mut self.held);
            self.judge(segment, &body, limits, kept)?;
        }
        Ok(())
    }

    /// Judges a whole segment, and writes it if it is one of those that make the picture.
    fn judge(
        &mut self,
        segment: Segment,
        body: &[u8],
        limits: &Limits,
        kept: &mut Vec<u8>,
    ) -> Result<(), InvalidPicture> {
        // Decoders settle orientation and colours before the first scan, and look for neither afterwards.
        let settled = self.scans != 0;
        match segment {
            Segment::Frame(_) if self.frame.is_some() => return damaged("there are two frames"),
            Segment::Frame(process) => {
                self.frame = Some(Frame::read(process, body, limits)?);
                segment.write(body, kept);
            }
            Segment::Quantisation => {
                self.tables |= segment::quantisation_tables(body)?;
                segment.write(body, kept);
            }
            Segment::Huffman => {
                segment::check_huffman_tables(body)?;
                segment.write(body, kept);
            }
            Segment::RestartInterval if body.len() != 2 => {
                return damaged("a restart interval has no two bytes");
            }
            Segment::RestartInterval => segment.write(body, kept),
            Segment::Scan => {
                let Some(frame) = &mut self.frame else { return damaged("a scan comes before its frame") };
                frame.begin_scan(body, self.tables)?;
                self.scans = self.scans.saturating_add(1);
                if SCANS_MAX < self.scans {
                    return Err(InvalidPicture::TooManyScans);
                }
                segment.write(body, kept);
                self.place = Place::Scan { empty: true };
            }
            Segment::Jfif | Segment::Adobe | Segment::Exif if settled => {}
            Segment::Jfif => {
                if let Some(body) = segment::jfif(body) {
                    segment.write(&body, kept);
                }
            }
            Segment::Adobe => {
                if let Some(body) = segment::adobe(body) {
                    segment.write(&body, kept);
                }
            }
            Segment::Exif => self.exif(body, kept),
            Segment::Index => self.index |= body.starts_with(b"MPF\0"),
            Segment::Dropped => {}
        }
        Ok(())
    }

    /// Keeps of Exif what the first segment says that says anything about the orientation.
    fn exif(&mut self, body: &[u8], kept: &mut Vec<u8>) {
        let said = body.strip_prefix(EXIF).and_then(Orientation::read);
        if let (None, Some(orientation)) = (self.orientation, said) {
            self.orientation = Some(orientation);
            if orientation != Orientation::UPRIGHT {
                Segment::Exif.write(&[EXIF, &orientation.tiff()].concat(), kept);
            }
        }
    }

    /// Writes coded pixels up to what may be a marker, and returns the rest.
    fn scan<'a>(&mut self, empty: bool, piece: &'a [u8], kept: &mut Vec<u8>) -> &'a [u8] {
        let end = piece.iter().position(|byte| *byte == 0xff);
        let (pixels, rest) = end.and_then(|end| piece.split_at_checked(end)).unwrap_or((piece, &[]));
        kept.extend_from_slice(pixels);
        let empty = empty && pixels.is_empty();
        match rest.split_first() {
            Some((_, rest)) => {
                self.place = Place::ScanCode { empty };
                rest
            }
            None => {
                self.place = Place::Scan { empty };
                rest
            }
        }
    }

    /// Tells a stuffed byte and a restart from the marker that ends the scan.
    fn scan_code(&mut self, code: u8, empty: bool, kept: &mut Vec<u8>) -> Result<(), InvalidPicture> {
        match code {
            0xff => Ok(()),
            0x00 | 0xd0..=0xd7 => {
                kept.extend([0xff, code]);
                self.place = Place::Scan { empty: empty && code != 0 };
                Ok(())
            }
            _ if empty => damaged("a scan has no pixels"),
            _ => self.marker(code, kept),
        }
    }
}
