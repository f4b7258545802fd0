//! The one thing about a photograph that is not in its pixels and has to survive: which way is up.

use serde::{Deserialize, Serialize};

/// How a picture has to be turned or mirrored to be shown: 1 to 8, as Exif 3.0 numbers it. 1 is as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Orientation(u8);

/// The number is not one of the eight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an orientation is a number from 1 to 8")]
pub struct InvalidOrientation;

/// The tag of the orientation.
const TAG: [u8; 2] = [0x01, 0x12];
/// The type of its value: 16 bits.
const SHORT: [u8; 2] = [0, 3];

impl Orientation {
    /// As it is stored.
    pub const UPRIGHT: Self = Self(1);

    /// Returns the number.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Reads the orientation out of the TIFF structure that Exif is. Whatever is wrong with that structure only means
    /// that it says nothing: viewers do not refuse a picture for it either.
    pub(super) fn read(tiff: &[u8]) -> Option<Self> {
        let little = match tiff.first_chunk()? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        let number =
            |bytes: [u8; 2]| if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) };
        let offset = *tiff.get(4..)?.first_chunk::<4>()?;
        let offset = if little { u32::from_le_bytes(offset) } else { u32::from_be_bytes(offset) };
        let directory = tiff.get(usize::try_from(offset).ok()?..)?;
        let (count, entries) = directory.split_first_chunk::<2>()?;
        let (entries, _) = entries.as_chunks::<12>();
        entries.iter().take(usize::from(number(*count))).find_map(|entry| {
            // Tag, type, four bytes of count, and the value in the first half of its place.
            let [tag0, tag1, type0, type1, _, _, _, _, value0, value1, _, _] = *entry;
            let is_it = number([tag0, tag1]) == u16::from_be_bytes(TAG)
                && number([type0, type1]) == u16::from_be_bytes(SHORT);
            if is_it { Self::try_from(u8::try_from(number([value0, value1])).ok()?).ok() } else { None }
        })
    }

    /// Writes the smallest TIFF structure that says it: a header, one directory, one entry.
    pub(super) const fn tiff(self) -> [u8; 26] {
        let ([tag0, tag1], [type0, type1]) = (TAG, SHORT);
        [
            b'M', b'M', 0, b'*', 0, 0, 0, 8, // big-endian, the directory follows
            0, 1, tag0, tag1, type0, type1, 0, 0, 0, 1, 0, self.0, 0, 0, // one entry of one value
            0, 0, 0, 0, // no further directory
        ]
    }
}

impl TryFrom<u8> for Orientation {
    type Error = InvalidOrientation;

    fn try_from(number: u8) -> Result<Self, InvalidOrientation> {
        if (1..=8).contains(&number) { Ok(Self(number)) } else { Err(InvalidOrientation) }
    }
}

impl From<Orientation> for u8 {
    fn from(orientation: Orientation) -> Self {
        orientation.0
    }
}
