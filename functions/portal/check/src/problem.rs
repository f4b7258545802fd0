//! What the service calls what is wrong with a picture. A test holds it against the service's own words.

use domain::picture::{InvalidPicture, Kind};

/// Returns the code of the problem.
pub(crate) const fn code(wrong: InvalidPicture) -> &'static str {
    match wrong {
        InvalidPicture::Empty => "file-empty",
        InvalidPicture::OtherFormat { kind } => of_kind(kind),
        InvalidPicture::Truncated => "file-truncated",
        InvalidPicture::TooLarge => "file-too-large",
        InvalidPicture::TooManyPixels { .. } => "file-too-many-pixels",
        InvalidPicture::TooFewPixels { .. } => "file-too-few-pixels",
        InvalidPicture::TrailingBytes => "file-has-more",
        InvalidPicture::TooManySegments => "file-too-many-segments",
        InvalidPicture::TooManyScans => "file-too-many-scans",
        InvalidPicture::Damaged { .. } => "file-damaged",
        InvalidPicture::Unsupported { .. } => "file-unsupported",
    }
}

const fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Heic | Kind::Avif => "file-is-heic",
        Kind::Pdf => "file-is-pdf",
        Kind::Video => "file-is-video",
        Kind::Gif | Kind::Webp | Kind::Tiff | Kind::Bmp => "file-is-other-picture",
        Kind::Zip | Kind::Html | Kind::Unknown => "file-is-no-picture",
    }
}

/// Returns what the file looks like.
pub(crate) fn kind(wrong: InvalidPicture) -> Option<&'static str> {
    if let InvalidPicture::OtherFormat { kind } = wrong { Some(kind.name()) } else { None }
}

/// Returns the sides that its header has named, if it is about them.
pub(crate) const fn sides(wrong: InvalidPicture) -> (u32, u32) {
    if let InvalidPicture::TooManyPixels { width, height } | InvalidPicture::TooFewPixels { width, height } =
        wrong
    {
        (width, height)
    } else {
        (0, 0)
    }
}
