//! What a file is by its first bytes.

use serde::{Deserialize, Serialize};

/// What a file looks like that is neither JPEG nor PNG. It serves the advice to whoever has sent it, and nothing else:
/// no such file is taken, so that a wrong guess does no harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// What iPhones take photographs in.
    Heic,
    /// A still picture in AV1.
    Avif,
    /// A film of the same family of containers.
    Video,
    /// A PDF document.
    Pdf,
    /// A GIF.
    Gif,
    /// A WebP.
    Webp,
    /// A TIFF, or a raw photograph that is built like one.
    Tiff,
    /// A Windows bitmap.
    Bmp,
    /// An archive, or an office document, which is one inside.
    Zip,
    /// A web page.
    Html,
    /// None of these.
    Unknown,
}

/// Whether a file begins like a picture that can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signature {
    Jpeg,
    Png,
    /// It may still become one of them.
    Undecided,
    Other,
}

impl Signature {
    /// The start of the image, and the first byte of any marker behind it.
    pub(super) const JPEG: [u8; 3] = [0xff, 0xd8, 0xff];
    pub(super) const PNG: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

    pub(super) fn of(head: &[u8]) -> Self {
        if head.starts_with(&Self::JPEG) {
            Self::Jpeg
        } else if head.starts_with(&Self::PNG) {
            Self::Png
        } else if Self::JPEG.starts_with(head) || Self::PNG.starts_with(head) {
            Self::Undecided
        } else {
            Self::Other
        }
    }
}

impl Kind {
    /// So many bytes are looked at. The brands of a telephone's picture fit in, and a few blank lines before a page.
    pub const HEAD_BYTES: usize = 64;

    /// Returns the name that the kind has over HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::Video => "video",
            Self::Pdf => "pdf",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Tiff => "tiff",
            Self::Bmp => "bmp",
            Self::Zip => "zip",
            Self::Html => "html",
            Self::Unknown => "unknown",
        }
    }

    /// Judges the first bytes of a file.
    pub(super) fn of(head: &[u8]) -> Self {
        match head {
            [_, _, _, _, b'f', b't', b'y', b'p', brands @ ..] => Self::of_brands(head, brands),
            [b'%', b'P', b'D', b'F', b'-', ..] => Self::Pdf,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::Gif,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::Webp,
            // The second form has offsets of 64 bits.
            [b'I', b'I', b'*' | b'+', 0, ..] | [b'M', b'M', 0, b'*' | b'+', ..] => Self::Tiff,
            // Two letters would make a bitmap of many a text. The four zeros are reserved.
            [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Self::Bmp,
            // The second form is an archive of nothing.
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Self::Zip,
            _ if is_page(head) => Self::Html,
            _ => Self::Unknown,
        }
    }

    /// Judges the brands of a file in the container of ISO/IEC 14496-12: the main one, a version, the compatible ones.
    fn of_brands(head: &[u8], brands: &[u8]) -> Self {
        let size = head.first_chunk().map_or(0, |size| u32::from_be_bytes(*size));
        // What follows the box is no brand.
        let end = usize::try_from(size).unwrap_or(usize::MAX).saturating_sub(8).min(brands.len());
        let (brands, _) = brands.as_chunks::<4>();
        let has = |names: &[&[u8; 4]]| brands.iter().take(end / 4).any(|brand| names.contains(&brand));
        // An AVIF also names the brands that it shares with HEIC.
        if has(&[b"avif", b"avis"]) {
            Self::Avif
        } else if has(&[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1"]) {
            Self::Heic
        } else {
            Self::Video
        }
    }
}

/// Tells whether `head` begins like a web page, after a byte order mark and blanks.
fn is_page(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    [&b"<!doctype"[..], b"<html", b"<head", b"<body", b"<script"]
        .iter()
        .any(|tag| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)))
}
