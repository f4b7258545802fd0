//! Both sides of every limit.

use super::{
    encoder::{
        END, FRAME, SCAN, chunk, frame, header, jpeg, jpeg_but, jpeg_parts, jpeg_with, png, png_of, png_with,
        scan, segment,
    },
    *,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The smallest pictures, of other sides. Their pixels are too few, which nobody counts here.
fn of_sides(width: u16, height: u16) -> [Vec<u8>; 2] {
    let jpeg = jpeg_but(FRAME, segment(0xc0, &frame(height, width, &[1])));
    let png = png_of(&[header(width.into(), height.into(), 8, 0), encoder::pixels()]);
    [jpeg, png]
}

#[test]
fn exactly_the_largest_size_is_accepted_and_one_byte_more_is_noticed_at_that_byte() {
    for file in [jpeg(), png()] {
        let size = length(file.len());
        assert!(walk_pieces(Limits { bytes_max: size, ..LIMITS }, [&file[..]]).is_ok());
        let tight = Limits { bytes_max: size - 1, ..LIMITS };
        assert_eq!(walk_pieces(tight, [&file[..]]), Err(InvalidPicture::TooLarge));
        let mut walker = Walker::new(tight);
        let (last, all) = file.split_last().unwrap();
        assert_eq!(walker.feed(all, &mut Vec::new()), Ok(()));
        assert_eq!(walker.feed(&[*last], &mut Vec::new()), Err(InvalidPicture::TooLarge));
    }
}

#[test]
fn a_file_that_is_too_large_is_too_large_whatever_follows_its_end() {
    let file = [png(), vec![0]].concat();
    let size = length(file.len());
    let trailing = InvalidPicture::TrailingBytes;
    assert_eq!(walk_pieces(Limits { bytes_max: size, ..LIMITS }, [&file[..]]), Err(trailing));
    let tight = Limits { bytes_max: size - 1, ..LIMITS };
    assert_eq!(walk_pieces(tight, [&file[..]]), Err(InvalidPicture::TooLarge));
}

#[test]
fn exactly_the_longest_and_the_shortest_side_are_accepted() {
    let limits = Limits { side_min: 600, side_max: 4000, ..LIMITS };
    for (width, height) in [(4000, 600), (600, 4000)] {
        for file in of_sides(width, height) {
            assert!(walk_pieces(limits, [&file[..]]).is_ok());
        }
    }
    for (width, height) in [(4001_u16, 600_u16), (600, 4001)] {
        let expected = InvalidPicture::TooManyPixels { width: width.into(), height: height.into() };
        for file in of_sides(width, height) {
            assert_eq!(walk_pieces(limits, [&file[..]]), Err(expected));
        }
    }
    for (width, height) in [(4000_u16, 599_u16), (599, 4000)] {
        let expected = InvalidPicture::TooFewPixels { width: width.into(), height: height.into() };
        for file in of_sides(width, height) {
            assert_eq!(walk_pieces(limits, [&file[..]]), Err(expected));
        }
    }
}

#[test]
fn exactly_the_largest_area_is_accepted() {
    let limits = Limits { pixels_max: 1_000_000, ..LIMITS };
    for file in of_sides(1000, 1000) {
        assert!(walk_pieces(limits, [&file[..]]).is_ok());
    }
    for file in of_sides(1000, 1001) {
        let expected = InvalidPicture::TooManyPixels { width: 1000, height: 1001 };
        assert_eq!(walk_pieces(limits, [&file[..]]), Err(expected));
    }
}

#[test]
fn sixty_thousand_by_sixty_thousand_pixels_are_refused_before_anything_else_is_read() {
    let expected = InvalidPicture::TooManyPixels { width: 60_000, height: 60_000 };
    let jpeg = [vec![0xff, 0xd8], segment(0xc0, &frame(60_000, 60_000, &[1, 2, 3]))].concat();
    let png = [encoder::PNG.to_vec(), header(60_000, 60_000, 8, 2)].concat();
    for head in [jpeg, png] {
        assert_eq!(Walker::new(LIMITS).feed(&head, &mut Vec::new()), Err(expected));
        // The area alone is reason enough.
        let wide = Limits { side_max: u32::MAX, ..LIMITS };
        assert_eq!(Walker::new(wide).feed(&head, &mut Vec::new()), Err(expected));
    }
    let widest = 0x7fff_ffff;
    let png = [encoder::PNG.to_vec(), header(widest, widest, 8, 2)].concat();
    let expected = InvalidPicture::TooManyPixels { width: widest, height: widest };
    assert_eq!(Walker::new(LIMITS).feed(&png, &mut Vec::new()), Err(expected));
}

#[test]
fn a_thousand_segments_are_walked_and_ten_thousand_are_not() {
    let comments = |count| jpeg_with(FRAME, segment(0xfe, b"").repeat(count));
    // Two kinds of tables, one of them twice, a frame and a scan.
    assert_eq!(accepted(&comments(995)).1, jpeg());
    refused(&comments(996), InvalidPicture::TooManySegments);
    refused(&comments(10_000), InvalidPicture::TooManySegments);
    let texts = |count| png_with(chunk(b"tEXt", b"").repeat(count));
    // The first chunk and the last one.
    assert_eq!(accepted(&texts(998)).1, png());
    refused(&texts(999), InvalidPicture::TooManySegments);
    refused(&texts(10_000), InvalidPicture::TooManySegments);
}

#[test]
fn pixels_of_a_png_may_come_in_as_many_chunks_as_an_encoder_likes() {
    let bytes = encoder::stored(&[0; 72]);
    let mut chunks = vec![header(8, 8, 8, 0)];
    chunks.extend(bytes.iter().map(|byte| chunk(b"IDAT", &[*byte])));
    chunks.extend(vec![chunk(b"IDAT", b""); 2000]);
    accepted(&png_of(&chunks));
}

#[test]
fn a_hundred_scans_are_walked_and_no_more() {
    let scans = |count: usize| {
        let mut parts = jpeg_parts();
        parts[FRAME] = segment(0xc2, &frame(8, 8, &[1]));
        parts[SCAN] = segment(0xda, &scan(&[1], 0, 0));
        let again = [&parts[SCAN][..], &parts[encoder::PIXELS]].concat();
        parts.insert(END, again.repeat(count - 1));
        parts.concat()
    };
    accepted(&scans(100));
    refused(&scans(101), InvalidPicture::TooManyScans);
}
