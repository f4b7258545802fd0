//! What remains of files that other encoders have made.

use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Exif with orientation 6, a place, a time and a device; a comment; a colour profile; 300 dots to the inch.
pub(super) const BASELINE: &[u8] = include_bytes!("../samples/baseline.jpg");
pub(super) const PROGRESSIVE: &[u8] = include_bytes!("../samples/progressive.jpg");
/// Four colours, inverted, with Adobe's segment.
pub(super) const CMYK: &[u8] = include_bytes!("../samples/cmyk.jpg");
/// Grey, with a restart marker after every second unit.
pub(super) const RESTART: &[u8] = include_bytes!("../samples/restart.jpg");
/// An index and a second picture behind the end of the first one.
const TWO_PICTURES: &[u8] = include_bytes!("../samples/two-pictures.jpg");
/// Colours with transparency, in seven passes.
pub(super) const INTERLACED: &[u8] = include_bytes!("../samples/interlaced.png");
/// A palette, one colour of it transparent; texts of all three kinds, a time, a profile, a density; Exif as above.
pub(super) const TEXT: &[u8] = include_bytes!("../samples/text.png");
/// Two frames.
const ANIMATED: &[u8] = include_bytes!("../samples/animated.png");

/// Every sample that is accepted.
pub(super) const ALL: [&[u8]; 7] = [BASELINE, PROGRESSIVE, CMYK, RESTART, INTERLACED, TEXT, ANIMATED];

#[test]
fn every_sample_is_of_its_format_and_has_its_sides_and_its_orientation() {
    let formats = [
        (BASELINE, Format::Jpeg, 6),
        (PROGRESSIVE, Format::Jpeg, 1),
        (CMYK, Format::Jpeg, 1),
        (RESTART, Format::Jpeg, 1),
        (INTERLACED, Format::Png, 1),
        (TEXT, Format::Png, 6),
        (ANIMATED, Format::Png, 1),
    ];
    for (file, format, orientation) in formats {
        let (picture, kept) = accepted(file);
        let expected = Picture {
            format,
            width: 40,
            height: 24,
            orientation: orientation.try_into().unwrap(),
            received: length(file.len()),
            kept: length(kept.len()),
            cut_off: None,
        };
        assert_eq!(picture, expected);
    }
}

#[test]
fn what_is_kept_of_a_sample_is_kept_whole_when_it_is_walked_again() {
    for file in ALL {
        holds(walk(file));
    }
}

#[track_caller]
fn forgets(file: &[u8], words: &[&str]) {
    let (_, kept) = accepted(file);
    for word in words {
        assert!(contains(file, word.as_bytes()), "{word} is not even in the sample");
        assert!(!contains(&kept, word.as_bytes()), "{word} is still there");
    }
}

#[test]
fn nothing_remains_of_place_time_device_words_or_profile() {
    forgets(
        BASELINE,
        &["Invented", "Camera of nobody", "SERIAL-0000", "2027:04:01", "taken at home", "ICC_PROFILE"],
    );
    forgets(
        TEXT,
        &[
            "Invented",
            "SERIAL-0000",
            "2027:04:01",
            "nobody",
            "没有人",
            "tEXt",
            "zTXt",
            "iTXt",
            "tIME",
            "iCCP",
            "pHYs",
        ],
    );
    forgets(ANIMATED, &["acTL", "fcTL", "fdAT"]);
}

#[test]
fn the_orientation_is_all_that_remains_of_exif() {
    let tiff = Orientation::try_from(6).unwrap().tiff();
    let (_, jpeg) = accepted(BASELINE);
    assert!(contains(&jpeg, &encoder::segment(0xe1, &[b"Exif\0\0", &tiff[..]].concat())));
    let (_, png) = accepted(TEXT);
    assert!(contains(&png, &encoder::chunk(b"eXIf", &tiff)));
    for file in [PROGRESSIVE, INTERLACED] {
        let (_, kept) = accepted(file);
        assert!(!contains(&kept, b"Exif") && !contains(&kept, b"eXIf"));
    }
}

#[test]
fn the_colours_of_a_palette_and_their_transparency_remain() {
    let (_, kept) = accepted(TEXT);
    for name in [b"PLTE", b"tRNS"] {
        assert!(contains(TEXT, name) && contains(&kept, name));
    }
}

#[test]
fn a_picture_with_nothing_to_forget_is_kept_byte_for_byte() {
    for file in [INTERLACED, CMYK, &encoder::png(), &encoder::jpeg()] {
        assert_eq!(accepted(file).1, file);
    }
}

#[test]
fn the_further_pictures_behind_a_photograph_are_cut_off_and_that_is_said() {
    let start = TWO_PICTURES.windows(4).rposition(|window| window == [0xff, 0xd9, 0xff, 0xd8]).unwrap();
    let (alone, kept) = accepted(&TWO_PICTURES[..start + 2]);
    let (both, same) = accepted(TWO_PICTURES);
    assert_eq!((alone.cut_off, both.cut_off), (None, Some(Trailer::Pictures)));
    assert_eq!(same, kept);
    assert_eq!(both.received, length(TWO_PICTURES.len()));
}

#[test]
fn every_changed_byte_of_a_png_is_noticed() {
    for file in [INTERLACED, TEXT] {
        for place in 0..file.len() {
            for change in [0x01, 0x20, 0x80, 0xff] {
                let mut file = file.to_vec();
                file[place] ^= change;
                assert!(walk(&file).is_err(), "{place} {change}");
            }
        }
    }
}

#[test]
fn a_changed_byte_of_a_jpeg_never_brings_a_walk_out_of_step() {
    for file in [BASELINE, PROGRESSIVE, CMYK, RESTART] {
        for place in 0..file.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut file = file.to_vec();
                file[place] ^= change;
                holds(walk(&file));
            }
        }
    }
}

#[test]
fn no_value_of_any_byte_of_the_smallest_pictures_brings_a_walk_out_of_step() {
    for file in [encoder::jpeg(), encoder::png()] {
        for place in 0..file.len() {
            for value in 0..=255 {
                let mut file = file.clone();
                file[place] = value;
                holds(walk(&file));
            }
        }
    }
}
