//! The check says what the service says.

use super::*;
use domain::picture::Kind;
use edge::Problem;

const LIMITS: Limits = Limits { bytes_max: 1 << 20, side_min: 300, side_max: 12_000, pixels_max: 60_000_000 };

fn check() -> Check {
    Check::new(LIMITS.bytes_max as f64, LIMITS.side_min, LIMITS.side_max, LIMITS.pixels_max as f64)
}

/// A file as the check reads it, in pieces of this size.
fn checked(file: &[u8], piece: usize) -> Check {
    let mut check = check();
    let _ = file.chunks(piece).all(|piece| check.feed(piece));
    check.finish();
    check
}

/// What a picture of these sides begins with: the signature and the header of a PNG.
fn header(width: u32, height: u32) -> Vec<u8> {
    let mut chunk =
        [b"IHDR".to_vec(), width.to_be_bytes().to_vec(), height.to_be_bytes().to_vec(), vec![8, 0, 0, 0, 0]]
            .concat();
    let crc = crc(&chunk).to_be_bytes();
    chunk.extend(crc);
    [b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec(), chunk].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 })
    })
}

#[test]
fn what_is_wrong_is_called_what_the_service_calls_it() {
    use InvalidPicture as I;
    let sides = (40, 30);
    let (width, height) = sides;
    let mut reasons = vec![
        I::Empty,
        I::Truncated,
        I::TooLarge,
        I::TooManyPixels { width, height },
        I::TooFewPixels { width, height },
        I::TrailingBytes,
        I::TooManySegments,
        I::TooManyScans,
        I::Damaged { why: "" },
        I::Unsupported { why: "" },
    ];
    use Kind as K;
    let kinds =
        [K::Heic, K::Avif, K::Video, K::Pdf, K::Gif, K::Webp, K::Tiff, K::Bmp, K::Zip, K::Html, K::Unknown];
    reasons.extend(kinds.map(|kind| I::OtherFormat { kind }));
    for wrong in reasons {
        let check = Check { wrong: Some(wrong), ..check() };
        let code = Problem::of_picture(wrong, &LIMITS).code();
        assert_eq!(check.code().as_deref(), Some(code.name()));
        // Whatever the service puts into its words has to be known here, too.
        let detail = code.words(edge::Locale::English).1;
        assert!(!detail.contains("{kind}") || check.kind().is_some(), "{detail}");
        assert_eq!(detail.contains("{width}"), (check.width(), check.height()) == sides, "{detail}");
    }
}

#[test]
fn a_picture_that_is_taken_has_nothing_wrong() {
    let file = include_bytes!("../../../../shared/domain/src/picture/samples/baseline.jpg");
    let mut check = Check::new(1e6, 1, 12_000, 6e7);
    assert!(check.feed(file));
    check.finish();
    assert_eq!(check.code(), None);
}

#[test]
fn a_file_that_stops_is_noticed_at_its_end_and_a_wrong_one_at_its_beginning() {
    let file = header(400, 300);
    let mut cut = check();
    assert!(cut.feed(&file));
    assert_eq!(cut.code(), None);
    cut.finish();
    assert_eq!(cut.code().as_deref(), Some("file-truncated"));

    let mut other = check();
    assert!(!other.feed(&[b"%PDF-1.7".to_vec(), vec![b' '; 100]].concat()));
    other.finish();
    assert_eq!((other.code().as_deref(), other.kind().as_deref()), (Some("file-is-pdf"), Some("pdf")));
}

#[test]
fn where_a_file_is_cut_into_pieces_makes_no_difference() {
    let file = header(400, 299);
    for piece in [1, 7, 64, 1000] {
        let check = checked(&file, piece);
        assert_eq!(check.code().as_deref(), Some("file-too-few-pixels"), "{piece}");
        assert_eq!((check.width(), check.height()), (400, 299));
    }
    assert_eq!(checked(&[], 1).code().as_deref(), Some("file-empty"));
    assert_eq!(checked(&header(20_000, 400), 64).code().as_deref(), Some("file-too-many-pixels"));
}
