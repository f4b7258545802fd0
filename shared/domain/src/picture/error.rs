//! Why a file is no picture that can be taken.

use super::Kind;

/// Why a file was refused. Nothing of its content is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPicture {
    /// Not a single byte.
    #[error("the file is empty")]
    Empty,
    /// It is something else, whatever its name says.
    #[error("the file is neither JPEG nor PNG but {}", .kind.name())]
    OtherFormat {
        /// What it looks like.
        kind: Kind,
    },
    /// It stops before its end, as after a lost connection.
    #[error("the file stops before its end")]
    Truncated,
    /// It has more bytes than allowed.
    #[error("the file is too large")]
    TooLarge,
    /// Its header announces a side or an area beyond what is allowed.
    #[error("{width} by {height} pixels are too many")]
    TooManyPixels {
        /// The width in the header.
        width: u32,
        /// The height in the header.
        height: u32,
    },
    /// Its header announces a side too short to be read on.
    #[error("{width} by {height} pixels are too few")]
    TooFewPixels {
        /// The width in the header.
        width: u32,
        /// The height in the header.
        height: u32,
    },
    /// Something follows the end of the picture.
    ///
    /// What cameras write there is cut off; whatever else it is, keeping it would keep a second file in the first one.
    #[error("something follows the end of the picture")]
    TrailingBytes,
    /// More segments or chunks than any camera writes.
    #[error("the file has too many segments")]
    TooManySegments,
    /// More scans than any encoder writes.
    #[error("the file has too many scans")]
    TooManyScans,
    /// It breaks a rule of its format.
    #[error("the file is damaged: {why}")]
    Damaged {
        /// The rule, for operators.
        why: &'static str,
    },
    /// It is of its format, but of a kind that common viewers do not show.
    #[error("the file cannot be shown everywhere: {why}")]
    Unsupported {
        /// What it uses, for operators.
        why: &'static str,
    },
}

impl InvalidPicture {
    /// What a walker says that has refused the picture already.
    pub(super) const REFUSED_BEFORE: Self = Self::Damaged { why: "it was refused before" };

    /// Returns the stable code of the reason.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::OtherFormat { .. } => "other-format",
            Self::Truncated => "truncated",
            Self::TooLarge => "too-large",
            Self::TooManyPixels { .. } => "too-many-pixels",
            Self::TooFewPixels { .. } => "too-few-pixels",
            Self::TrailingBytes => "trailing-bytes",
            Self::TooManySegments => "too-many-segments",
            Self::TooManyScans => "too-many-scans",
            Self::Damaged { .. } => "damaged",
            Self::Unsupported { .. } => "unsupported",
        }
    }
}

/// Shortens the many places at which a rule of a format is checked.
pub(super) const fn damaged<T>(why: &'static str) -> Result<T, InvalidPicture> {
    Err(InvalidPicture::Damaged { why })
}

/// The same for what is legal and not taken.
pub(super) const fn unsupported<T>(why: &'static str) -> Result<T, InvalidPicture> {
    Err(InvalidPicture::Unsupported { why })
}
