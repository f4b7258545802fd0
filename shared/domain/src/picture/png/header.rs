//! The first chunk, which says what the pixels are.

use super::{InvalidPicture, Limits, damaged, unsupported};
use serde::{Deserialize, Serialize};

/// What the first chunk says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) depth: u8,
    pub(super) colour: Colour,
}

/// What a pixel is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Colour {
    Grey,
    Rgb,
    Indexed,
    GreyAlpha,
    Rgba,
}

impl Header {
    /// The length of the chunk.
    pub(super) const BYTES: u32 = 13;

    /// Reads the first chunk. The sides are judged first: nobody needs to know what else is wrong with a picture that
    /// is far too big.
    pub(super) fn read(body: &[u8], limits: &Limits) -> Result<Self, InvalidPicture> {
        let [w0, w1, w2, w3, h0, h1, h2, h3, depth, colour, compression, filter, interlace] = *body else {
            return damaged("the header has another length");
        };
        let width = u32::from_be_bytes([w0, w1, w2, w3]);
        let height = u32::from_be_bytes([h0, h1, h2, h3]);
        if width == 0 || height == 0 {
            return damaged("it has no width or no height");
        }
        limits.check(width, height)?;
        let colour = match (colour, depth) {
            (0, 1 | 2 | 4 | 8 | 16) => Colour::Grey,
            (2, 8 | 16) => Colour::Rgb,
            (3, 1 | 2 | 4 | 8) => Colour::Indexed,
            (4, 8 | 16) => Colour::GreyAlpha,
            (6, 8 | 16) => Colour::Rgba,
            _ => return damaged("its colours cannot have that many bits"),
        };
        if compression != 0 || filter != 0 {
            return unsupported("it is compressed or filtered in an unknown way");
        }
        if 1 < interlace {
            return unsupported("it is interlaced in an unknown way");
        }
        Ok(Self { width, height, depth, colour })
    }
}
