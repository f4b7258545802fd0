//! Pieces of any size, and walks that are put away in between.

use super::{samples::ALL, *};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn a_picture_may_be_cut_anywhere() {
    for file in ALL.into_iter().chain([&encoder::jpeg()[..], &encoder::png()]) {
        let whole = walk(file);
        for place in 0..=file.len() {
            let (head, tail) = file.split_at(place);
            assert_eq!(walk_pieces(LIMITS, [head, b"", tail]), whole, "{place}");
        }
        assert_eq!(walk_pieces(LIMITS, file.chunks(1)), whole);
    }
}

#[test]
fn a_walk_goes_on_elsewhere_after_it_was_put_away_anywhere() {
    for file in ALL {
        let (picture, whole) = accepted(file);
        for place in 0..=file.len() {
            let (head, tail) = file.split_at(place);
            let mut kept = Vec::new();
            let mut walker = Walker::new(LIMITS);
            walker.feed(head, &mut kept).unwrap();
            let put_away = serde_json::to_vec(&walker).unwrap();
            drop(walker);
            let mut walker: Walker = serde_json::from_slice(&put_away).unwrap();
            assert_eq!(walker.received(), length(place));
            walker.feed(tail, &mut kept).unwrap();
            assert_eq!(walker.finish(), Ok(picture), "{place}");
            assert_eq!(kept, whole, "{place}");
        }
    }
}

#[test]
fn every_beginning_of_a_picture_is_truncated() {
    for file in ALL.into_iter().chain([&encoder::jpeg()[..], &encoder::png()]) {
        for end in 1..file.len() {
            refused(&file[..end], InvalidPicture::Truncated);
        }
    }
}

#[test]
fn a_walk_that_is_put_away_within_pixels_holds_none_of_them() {
    let body = [0x55; 60_000];
    let long_jpeg = encoder::jpeg_with(encoder::PIXELS, body.to_vec());
    let long_png = encoder::png_of(&[encoder::header(8, 8, 8, 0), encoder::chunk(b"IDAT", &body)]);
    let comment = encoder::jpeg_with(encoder::FRAME, encoder::segment(0xfe, &body));
    let text = encoder::png_with(encoder::chunk(b"tEXt", &body));
    for file in [long_jpeg, long_png, comment, text] {
        let mut walker = Walker::new(LIMITS);
        walker.feed(&file[..30_000], &mut Vec::new()).unwrap();
        assert!(serde_json::to_vec(&walker).unwrap().len() < 500);
    }
}

#[test]
fn a_walk_never_holds_more_than_one_segment() {
    let tiff = [0; 100_000];
    let exif = encoder::png_with(encoder::chunk(b"eXIf", &tiff));
    let mut walker = Walker::new(LIMITS);
    walker.feed(&exif[..90_000], &mut Vec::new()).unwrap();
    // Two characters for each byte that is held.
    assert!(serde_json::to_vec(&walker).unwrap().len() < 2 * 0xffff + 500);
    accepted(&exif);
}
