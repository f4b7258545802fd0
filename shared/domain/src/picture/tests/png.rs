//! What is kept of a PNG, and what one has to have.

use super::{
    encoder::{PNG, chunk, header, pixels, png, png_of, png_with, stored},
    *,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[track_caller]
fn keeps(file: &[u8], expected: &[u8]) -> Picture {
    let (picture, kept) = accepted(file);
    assert_eq!(kept, expected);
    picture
}

fn grey() -> Vec<u8> {
    header(8, 8, 8, 0)
}

fn indexed(depth: u8) -> Vec<u8> {
    header(8, 8, depth, 3)
}

fn palette(colours: usize) -> Vec<u8> {
    chunk(b"PLTE", &vec![7; colours * 3])
}

fn transparency(bytes: usize) -> Vec<u8> {
    chunk(b"tRNS", &vec![0; bytes])
}

#[test]
fn what_a_viewer_can_do_without_is_dropped_wherever_it_stands() {
    for name in
        [b"tEXt", b"zTXt", b"iTXt", b"tIME", b"iCCP", b"pHYs", b"acTL", b"fcTL", b"fdAT", b"vpAg", b"prVt"]
    {
        for body in [&b""[..], b"words", &[0; 70_000]] {
            keeps(&png_with(chunk(name, body)), &png());
            keeps(&png_of(&[grey(), pixels(), chunk(name, body)]), &png());
        }
    }
}

#[test]
fn a_chunk_that_has_to_be_understood_and_is_not_is_refused() {
    for name in [b"CgBI", b"JDAT", b"FRAM"] {
        unsupported(&png_with(chunk(name, b"")), "it has a chunk that has to be understood");
    }
}

#[test]
fn what_the_colours_mean_is_kept_where_viewers_look_for_it() {
    let means = [chunk(b"gAMA", &45_455_u32.to_be_bytes()), chunk(b"cHRM", &[1; 32]), chunk(b"sRGB", &[0])];
    let with = png_with(means.concat());
    keeps(&with, &with);
    for mean in &means {
        let once = png_with(mean.clone());
        keeps(&png_with(mean.repeat(2)), &once);
        keeps(&png_of(&[grey(), pixels(), mean.clone()]), &png());
        let late = png_of(&[indexed(8), palette(2), mean.clone(), pixels()]);
        keeps(&late, &png_of(&[indexed(8), palette(2), pixels()]));
    }
    for wrong in [chunk(b"gAMA", &[0; 5]), chunk(b"cHRM", &[0; 31]), chunk(b"sRGB", &[])] {
        keeps(&png_with(wrong), &png());
    }
}

#[test]
fn the_first_orientation_is_kept_unless_it_is_upright_already() {
    let exif = |number: u8| chunk(b"eXIf", &Orientation::try_from(number).unwrap().tiff());
    let turned = png_with(exif(8));
    assert_eq!(keeps(&turned, &turned).orientation.get(), 8);
    assert_eq!(keeps(&png_with([exif(8), exif(6)].concat()), &turned).orientation.get(), 8);
    assert_eq!(keeps(&png_with(exif(1)), &png()).orientation, Orientation::UPRIGHT);
    let behind = png_of(&[grey(), pixels(), exif(3)]);
    assert_eq!(keeps(&behind, &behind).orientation.get(), 3);
    // However much a camera has to say behind it.
    let long = [&Orientation::try_from(8).unwrap().tiff()[..], &[0; 100_000]].concat();
    assert_eq!(keeps(&png_with(chunk(b"eXIf", &long)), &turned).orientation.get(), 8);
    assert_eq!(keeps(&png_with(chunk(b"eXIf", b"MM")), &png()).orientation, Orientation::UPRIGHT);
}

#[test]
fn the_header_is_first_and_legal() {
    for (colour, depths) in [
        (0, &[1, 2, 4, 8, 16][..]),
        (2, &[8, 16]),
        (3, &[1, 2, 4, 8]),
        (4, &[8, 16]),
        (6, &[8, 16]),
        (1, &[]),
        (7, &[]),
    ] {
        for depth in 0..=33 {
            let part = if colour == 3 { palette(2) } else { vec![] };
            let file = png_of(&[header(8, 8, depth, colour), part, pixels()]);
            if depths.contains(&depth) {
                accepted(&file);
            } else {
                damaged(&file, "its colours cannot have that many bits");
            }
        }
    }
    damaged(&png_of(&[header(0, 8, 8, 0)]), "it has no width or no height");
    damaged(&png_of(&[header(8, 0, 8, 0)]), "it has no width or no height");
    damaged(&png_of(&[pixels()]), "it does not begin with its header");
    damaged(&png_of(&[chunk(b"tEXt", b""), grey()]), "it does not begin with its header");
    damaged(&png_of(&[chunk(b"IHDR", &[0; 14])]), "it does not begin with its header");
    damaged(&png_of(&[grey(), grey(), pixels()]), "there are two headers");
}

#[test]
fn compression_filter_and_interlacing_are_those_that_there_are() {
    let with = |methods: [u8; 3]| {
        png_of(&[chunk(b"IHDR", &[&[0, 0, 0, 8, 0, 0, 0, 8, 8, 0][..], &methods].concat()), pixels()])
    };
    accepted(&with([0, 0, 0]));
    accepted(&with([0, 0, 1]));
    unsupported(&with([0, 0, 2]), "it is interlaced in an unknown way");
    unsupported(&with([1, 0, 0]), "it is compressed or filtered in an unknown way");
    unsupported(&with([0, 1, 0]), "it is compressed or filtered in an unknown way");
}

#[test]
fn a_palette_has_no_more_colours_than_a_pixel_can_point_to() {
    for (depth, most) in [(1, 2), (2, 4), (4, 16), (8, 256)] {
        let with = |colours| png_of(&[indexed(depth), palette(colours), pixels()]);
        keeps(&with(most), &with(most));
        damaged(&with(most + 1), "its palette has an impossible length");
    }
    let with = |part| png_of(&[indexed(8), part, pixels()]);
    damaged(&with(palette(0)), "its palette has an impossible length");
    damaged(&with(chunk(b"PLTE", &[0; 4])), "its palette has an impossible length");
    damaged(&with(palette(2).repeat(2)), "its palette comes late or twice");
    damaged(&png_of(&[indexed(8), pixels()]), "its pixels come before their palette");
    damaged(&png_with(palette(2)), "its palette has an impossible length");
    // A suggestion for screens of few colours.
    accepted(&png_of(&[header(8, 8, 8, 2), palette(256), pixels()]));
    damaged(&png_of(&[header(8, 8, 8, 2), pixels(), palette(2)]), "its palette comes late or twice");
}

#[test]
fn transparency_is_that_of_the_colours() {
    const WRONG: &str = "its transparency has an impossible length or place";
    for (colour, bytes) in [(0, 2), (2, 6)] {
        let with = |bytes| png_of(&[header(8, 8, 8, colour), transparency(bytes), pixels()]);
        keeps(&with(bytes), &with(bytes));
        damaged(&with(bytes + 1), WRONG);
    }
    let with = |bytes| png_of(&[indexed(8), palette(3), transparency(bytes), pixels()]);
    keeps(&with(3), &with(3));
    damaged(&with(4), WRONG);
    damaged(&with(0), WRONG);
    damaged(&png_of(&[indexed(8), transparency(1), palette(3), pixels()]), WRONG);
    damaged(&png_of(&[header(8, 8, 8, 6), transparency(2), pixels()]), WRONG);
    damaged(&png_with(transparency(2).repeat(2)), WRONG);
    damaged(&png_of(&[grey(), pixels(), transparency(2)]), WRONG);
}

#[test]
fn pixels_follow_one_another_and_there_are_some() {
    let two = png_of(&[grey(), chunk(b"IDAT", b""), chunk(b"IDAT", &stored(&[0; 72]))]);
    keeps(&two, &two);
    damaged(
        &png_of(&[grey(), pixels(), chunk(b"tEXt", b""), pixels()]),
        "something stands between its pixels",
    );
    damaged(&png_of(&[grey()]), "it has no pixels");
    damaged(&png_of(&[grey(), chunk(b"IDAT", b"")]), "it has no pixels");
    damaged(&png_of(&[grey(), chunk(b"IDAT", b""), chunk(b"tEXt", b"")]), "it has no pixels");
}

#[test]
fn the_last_chunk_is_empty() {
    let file = [PNG, &grey(), &pixels(), &chunk(b"IEND", b"x")].concat();
    damaged(&file, "its last chunk is not empty");
}

#[test]
fn types_are_letters_and_lengths_have_31_bits() {
    const WRONG: &str = "a chunk has an impossible type or length";
    damaged(&png_with(chunk(b"te t", b"")), WRONG);
    damaged(&png_with(b"\x80\0\0\0tEXt".to_vec()), WRONG);
    // A long chunk is only waited for.
    let start = [PNG, &grey(), b"\x7f\xff\xff\xfftEXt"].concat();
    refused(&start, InvalidPicture::Truncated);
}

#[test]
fn a_wrong_check_value_is_noticed_even_of_what_is_dropped() {
    let mut text = chunk(b"tEXt", b"words");
    text[9] ^= 1;
    damaged(&png_with(text), "the check value of a chunk is wrong");
}
