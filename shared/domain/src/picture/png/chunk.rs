//! Which chunks there are, where each of them may stand, and which ones are kept.

use super::{Colour, EXIF_BYTES_MAX, Header, InvalidPicture, Pixels, Walk, damaged, unsupported};
use serde::{Deserialize, Serialize};

pub(super) const EXIF: [u8; 4] = *b"eXIf";

/// A chunk, by what is done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Chunk {
    /// IHDR: what the pixels are.
    Header,
    /// PLTE: the colours that are pointed to.
    Palette,
    /// tRNS: which colours can be seen through.
    Transparency,
    /// gAMA, cHRM or sRGB: what the colours mean, in a few numbers.
    Colours,
    /// IDAT: the pixels.
    Pixels,
    /// IEND: nothing, at the end.
    End,
    /// eXIf: what a camera says.
    Exif,
    /// Whatever else there is that a viewer can do without: texts, times, profiles, animations.
    Dropped,
}

/// Which chunks have been there that may be there once, and whose repetition would not be noticed otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    transparency: bool,
    gamma: bool,
    primaries: bool,
    standard: bool,
}

impl Chunk {
    /// Tells whether the chunk is written as it comes.
    pub(super) const fn is_copied(self) -> bool {
        match self {
            Self::Header | Self::Palette | Self::Transparency | Self::Colours | Self::Pixels | Self::End => {
                true
            }
            Self::Exif | Self::Dropped => false,
        }
    }

    /// Returns how many bytes of the chunk have to be held.
    pub(super) const fn looked_at(self) -> usize {
        match self {
            Self::Header | Self::Exif => EXIF_BYTES_MAX,
            Self::Palette | Self::Transparency | Self::Colours | Self::Pixels | Self::End | Self::Dropped => {
                0
            }
        }
    }
}

impl Walk {
    /// Names a chunk, and checks that it may stand here and have that length.
    pub(super) fn recognise(&mut self, name: [u8; 4], length: u32) -> Result<Chunk, InvalidPicture> {
        if !name.iter().all(u8::is_ascii_alphabetic) || i32::MAX.unsigned_abs() < length {
            return damaged("a chunk has an impossible type or length");
        }
        let Some(header) = self.header else {
            return match (&name, length) {
                (b"IHDR", Header::BYTES) => Ok(Chunk::Header),
                _ => damaged("it does not begin with its header"),
            };
        };
        match &name {
            b"IHDR" => damaged("there are two headers"),
            b"PLTE" => self.palette(header, length),
            b"IDAT" => self.pixels(header),
            b"IEND" => self.end_of_file(length),
            b"tRNS" => self.transparency(header, length),
            b"gAMA" => Ok(self.colours(length == 4, |seen| &mut seen.gamma)),
            b"cHRM" => Ok(self.colours(length == 32, |seen| &mut seen.primaries)),
            b"sRGB" => Ok(self.colours(length == 1, |seen| &mut seen.standard)),
            &EXIF => Ok(Chunk::Exif),
            // A capital begins the type of a chunk that nobody may leave out.
            [first, ..] if first.is_ascii_uppercase() => {
                unsupported("it has a chunk that has to be understood")
            }
            _ => Ok(Chunk::Dropped),
        }
    }

    fn palette(&mut self, header: Header, length: u32) -> Result<Chunk, InvalidPicture> {
        let colours = length / 3;
        let most = match header.colour {
            Colour::Indexed => 1 << header.depth,
            Colour::Rgb | Colour::Rgba => 256,
            Colour::Grey | Colour::GreyAlpha => 0,
        };
        if !length.is_multiple_of(3) || colours == 0 || most < colours {
            return damaged("its palette has an impossible length");
        }
        if self.palette.is_some() || self.seen.transparency || self.pixels != Pixels::Before {
            return damaged("its palette comes late or twice");
        }
        self.palette = u16::try_from(colours).ok();
        Ok(Chunk::Palette)
    }

    fn pixels(&self, header: Header) -> Result<Chunk, InvalidPicture> {
        if header.colour == Colour::Indexed && self.palette.is_none() {
            return damaged("its pixels come before their palette");
        }
        match self.pixels {
            Pixels::Before | Pixels::Within { .. } => Ok(Chunk::Pixels),
            Pixels::After => damaged("something stands between its pixels"),
        }
    }

    fn end_of_file(&self, length: u32) -> Result<Chunk, InvalidPicture> {
        if length != 0 {
            return damaged("its last chunk is not empty");
        }
        match self.pixels {
            Pixels::Before => damaged("it has no pixels"),
            // Whether they were empty is seen when something else follows them.
            Pixels::Within { .. } | Pixels::After => Ok(Chunk::End),
        }
    }

    fn transparency(&mut self, header: Header, length: u32) -> Result<Chunk, InvalidPicture> {
        let right = match header.colour {
            Colour::Grey => length == 2,
            Colour::Rgb => length == 6,
            Colour::Indexed => (1..=self.palette.unwrap_or(0).into()).contains(&length),
            Colour::GreyAlpha | Colour::Rgba => false,
        };
        if !right || self.seen.transparency || self.pixels != Pixels::Before {
            return damaged("its transparency has an impossible length or place");
        }
        self.seen.transparency = true;
        Ok(Chunk::Transparency)
    }

    /// Viewers pass over such a chunk if it has another length, or comes late or twice. Then it is dropped.
    fn colours(&mut self, right: bool, seen: fn(&mut Seen) -> &mut bool) -> Chunk {
        let early = self.palette.is_none() && self.pixels == Pixels::Before;
        let first = !std::mem::replace(seen(&mut self.seen), true);
        if right && early && first { Chunk::Colours } else { Chunk::Dropped }
    }
}
