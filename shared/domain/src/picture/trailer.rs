//! What telephones write behind the end of a photograph: further pictures, and films of a second or two.

use serde::{Deserialize, Serialize};

/// Something of a well-known kind that followed the end of a photograph, and was cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trailer {
    /// Further pictures that the photograph has announced by an index (CIPA DC-007): previews, depth, and what screens of
    /// high contrast add.
    Pictures,
    /// A short film (ISO/IEC 14496-12), as moving photographs have it.
    Film,
}

/// What the first bytes behind the end of a photograph tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sequel {
    Known(Trailer),
    /// It may still become one of the known kinds.
    Undecided,
    Other,
}

impl Trailer {
    /// So many bytes tell what follows.
    pub(super) const HEAD_BYTES: usize = 8;

    /// Returns the name that the kind has over HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pictures => "pictures",
            Self::Film => "film",
        }
    }
}

impl Sequel {
    const JPEG: [u8; 3] = [0xff, 0xd8, 0xff];

    /// The length of the first box of a film, of which the brands are a few, and its type.
    const FILM: &[u8] = b"ftyp";

    /// Judges the first bytes behind the end of a photograph, which has announced further pictures or not.
    pub(super) fn of(head: &[u8], announced: bool) -> Self {
        if announced && head.starts_with(&Self::JPEG) {
            return Self::Known(Trailer::Pictures);
        }
        let may_be_jpeg = announced && Self::JPEG.starts_with(head);
        let (size, kind) = head.split_at_checked(4).unwrap_or((head, &[]));
        let is_short = match size {
            [] | [0] | [0, 0] => true,
            [0, 0, high, ..] => *high <= 1,
            _ => false,
        };
        match (is_short, kind) {
            (true, kind) if kind == Self::FILM => Self::Known(Trailer::Film),
            (true, kind) if Self::FILM.starts_with(kind) => Self::Undecided,
            _ if may_be_jpeg => Self::Undecided,
            _ => Self::Other,
        }
    }
}
