//! Pictures as cameras, scanners and forgers make them.
//!
//! The files in `samples` were made by other people's encoders (libjpeg-turbo and libpng by way of Pillow, and pypng),
//! the ones of `encoder` by hand. Everything that they say about a device, a place or a person is invented.

mod encoder;
mod exif;
mod jpeg;
mod jpeg_damage;
mod kinds;
mod limits;
mod pieces;
mod png;
#[cfg(not(target_arch = "wasm32"))]
mod properties;
mod samples;

use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const LIMITS: Limits = Limits { bytes_max: 1 << 20, side_min: 1, side_max: 12_000, pixels_max: 60_000_000 };

type Walked = Result<(Picture, Vec<u8>), InvalidPicture>;

/// The only place that calls a walker from its first piece to its last.
fn walk_pieces<'a>(limits: Limits, pieces: impl IntoIterator<Item = &'a [u8]>) -> Walked {
    let (mut walker, mut kept) = (Walker::new(limits), Vec::new());
    for piece in pieces {
        walker.feed(piece, &mut kept)?;
    }
    let picture = walker.finish()?;
    assert_eq!(picture.kept, length(kept.len()));
    Ok((picture, kept))
}

fn walk(file: &[u8]) -> Walked {
    walk_pieces(LIMITS, [file])
}

#[track_caller]
fn accepted(file: &[u8]) -> (Picture, Vec<u8>) {
    walk(file).unwrap_or_else(|refusal| panic!("{refusal}"))
}

#[track_caller]
fn refused(file: &[u8], expected: InvalidPicture) {
    assert_eq!(walk(file).map(|(picture, _)| picture), Err(expected));
}

#[track_caller]
fn damaged(file: &[u8], why: &'static str) {
    refused(file, InvalidPicture::Damaged { why });
}

#[track_caller]
fn unsupported(file: &[u8], why: &'static str) {
    refused(file, InvalidPicture::Unsupported { why });
}

fn contains(file: &[u8], part: &[u8]) -> bool {
    file.windows(part.len()).any(|window| window == part)
}

/// Whatever a walk comes to: it never writes much more than it has read, and what it accepts it accepts again, the
/// same picture in the same bytes.
#[track_caller]
fn holds(walked: Walked) {
    let Ok((picture, kept)) = walked else { return };
    // The smallest structure that holds an orientation may be written where a broken one was.
    assert!(picture.kept <= picture.received + 16, "{picture:?}");
    let (again, same) = accepted(&kept);
    assert_eq!(again, Picture { received: picture.kept, cut_off: None, ..picture });
    assert_eq!(same, kept);
}

#[test]
fn every_reason_has_a_code_of_its_own_and_a_text() {
    let reasons = [
        (InvalidPicture::Empty, "empty", "the file is empty"),
        (
            InvalidPicture::OtherFormat { kind: Kind::Heic },
            "other-format",
            "the file is neither JPEG nor PNG but heic",
        ),
        (InvalidPicture::Truncated, "truncated", "the file stops before its end"),
        (InvalidPicture::TooLarge, "too-large", "the file is too large"),
        (
            InvalidPicture::TooManyPixels { width: 3, height: 2 },
            "too-many-pixels",
            "3 by 2 pixels are too many",
        ),
        (InvalidPicture::TooFewPixels { width: 3, height: 2 }, "too-few-pixels", "3 by 2 pixels are too few"),
        (InvalidPicture::TrailingBytes, "trailing-bytes", "something follows the end of the picture"),
        (InvalidPicture::TooManySegments, "too-many-segments", "the file has too many segments"),
        (InvalidPicture::TooManyScans, "too-many-scans", "the file has too many scans"),
        (InvalidPicture::Damaged { why: "so" }, "damaged", "the file is damaged: so"),
        (InvalidPicture::Unsupported { why: "so" }, "unsupported", "the file cannot be shown everywhere: so"),
    ];
    for (reason, code, text) in reasons {
        assert_eq!((reason.code(), reason.to_string().as_str()), (code, text));
    }
}

#[test]
fn a_walker_that_has_refused_goes_on_refusing() {
    let mut walker = Walker::new(LIMITS);
    let mut kept = Vec::new();
    assert!(walker.feed(&[encoder::png(), vec![0]].concat(), &mut kept).is_err());
    for piece in [&b""[..], &encoder::png()] {
        assert_eq!(walker.feed(piece, &mut kept), Err(InvalidPicture::REFUSED_BEFORE));
    }
    assert_eq!(walker.finish(), Err(InvalidPicture::REFUSED_BEFORE));
}

#[test]
fn a_picture_is_served_under_the_type_of_its_content() {
    assert_eq!(accepted(&encoder::jpeg()).0.format.media_type(), "image/jpeg");
    assert_eq!(accepted(&encoder::png()).0.format.media_type(), "image/png");
}
