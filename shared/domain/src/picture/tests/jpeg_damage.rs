//! JPEG files that break a rule, or use one that hardly anybody follows.

use super::{
    encoder::{
        END, FRAME, PIXELS, QUANTISATION, SCAN, frame, huffman, jpeg, jpeg_but, jpeg_parts, jpeg_with, scan,
        segment,
    },
    *,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// With another frame and another scan, of the same quantisation table.
fn of(code: u8, frame: &[u8], scan: &[u8]) -> Vec<u8> {
    let mut parts = jpeg_parts();
    parts[FRAME] = segment(code, frame);
    parts[SCAN] = segment(0xda, scan);
    parts.concat()
}

#[test]
fn a_segment_is_at_least_as_long_as_its_length() {
    for length in [0, 1] {
        let file = jpeg_with(FRAME, vec![0xff, 0xfe, 0, length]);
        damaged(&file, "a segment is shorter than its own length");
    }
    accepted(&jpeg_with(FRAME, vec![0xff, 0xfe, 0, 2]));
}

#[test]
fn baseline_extended_and_progressive_frames_are_taken() {
    accepted(&of(0xc0, &frame(8, 8, &[1]), &scan(&[1], 0, 63)));
    accepted(&of(0xc1, &frame(8, 8, &[1]), &scan(&[1], 0, 63)));
    accepted(&of(0xc2, &frame(8, 8, &[1]), &scan(&[1], 0, 0)));
    for names in [&[1, 2, 3][..], &[0, 1, 2], b"RGB", b"CMYK"] {
        accepted(&of(0xc0, &frame(8, 8, names), &scan(names, 0, 63)));
    }
}

#[test]
fn every_other_frame_is_not() {
    let with = |code| jpeg_but(FRAME, segment(code, &frame(8, 8, &[1])));
    unsupported(&with(0xc3), "it is coded without loss");
    unsupported(&with(0xf7), "it is coded without loss");
    for code in [0xc5, 0xc6, 0xc7, 0xde, 0xdf] {
        unsupported(&with(code), "it is hierarchical");
    }
    for code in [0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf] {
        unsupported(&with(code), "it is coded arithmetically");
    }
    for code in [0xc8, 0xf0, 0xfd] {
        unsupported(&with(code), "it uses an extension");
    }
    let mut twelve_bits = frame(8, 8, &[1]);
    twelve_bits[0] = 12;
    unsupported(&jpeg_but(FRAME, segment(0xc1, &twelve_bits)), "its samples do not have 8 bits");
    for names in [&[][..], &[1, 2], &[1, 2, 3, 4, 5]] {
        let file = jpeg_but(FRAME, segment(0xc0, &frame(8, 8, names)));
        unsupported(&file, "it has neither one, three nor four colours");
    }
}

#[test]
fn both_sides_are_known_before_the_first_scan() {
    let with = |height, width| jpeg_but(FRAME, segment(0xc0, &frame(height, width, &[1])));
    unsupported(&with(0, 8), "it tells its height after the first scan");
    damaged(&with(8, 0), "it has no width");
    let late = jpeg_with(END, segment(0xdc, &[0, 8]));
    unsupported(&late, "it tells its height after the first scan");
}

#[test]
fn a_frame_is_as_long_as_its_colours_and_names_them_once() {
    let with = |body: &[u8]| jpeg_but(FRAME, segment(0xc0, body));
    let right = frame(8, 8, &[1]);
    damaged(&with(&right[..5]), "the frame is cut short");
    damaged(&with(&right[..8]), "the frame is not as long as its colours");
    damaged(&with(&[&right[..], &[0]].concat()), "the frame is not as long as its colours");
    damaged(&with(&frame(8, 8, &[1, 2, 1])), "two colours have the same name");
    for (place, value) in [(7, 0x01), (7, 0x10), (7, 0x51), (7, 0x15), (8, 4)] {
        let mut body = right.clone();
        body[place] = value;
        damaged(&with(&body), "a colour has an unknown sampling or table");
    }
    damaged(&jpeg_with(SCAN, segment(0xc0, &right)), "there are two frames");
}

#[test]
fn a_scan_belongs_to_its_frame_and_its_tables() {
    let parts = jpeg_parts();
    damaged(&[&parts[0][..], &parts[QUANTISATION], &parts[SCAN]].concat(), "a scan comes before its frame");
    let missing = [&parts[0][..], &parts[FRAME], &parts[SCAN]].concat();
    damaged(&missing, "a scan comes before its quantisation table");
    let with = |body: &[u8]| jpeg_but(SCAN, segment(0xda, body));
    damaged(&with(&scan(&[2], 0, 63)), "a scan has a colour that the frame does not have");
    damaged(&with(&scan(&[], 0, 63)), "a scan is not as long as its colours");
    damaged(&with(&[1, 1, 0, 0, 0, 63, 0]), "a scan is not as long as its colours");
    damaged(&with(&[1, 0]), "a scan is cut short");
    damaged(&with(&[]), "a scan is cut short");
}

#[test]
fn a_progressive_scan_has_one_band_of_coefficients() {
    let with = |first, last| of(0xc2, &frame(8, 8, &[1]), &scan(&[1], first, last));
    accepted(&with(1, 63));
    accepted(&with(63, 63));
    for (first, last) in [(0, 1), (0, 63), (5, 4), (1, 64), (64, 64)] {
        damaged(&with(first, last), "a scan has an unknown band of coefficients");
    }
    let together = of(0xc2, &frame(8, 8, &[1, 2, 3]), &scan(&[1, 2, 3], 1, 5));
    damaged(&together, "a scan has an unknown band of coefficients");
}

#[test]
fn a_picture_has_pixels_of_every_colour() {
    let three = of(0xc0, &frame(8, 8, &[1, 2, 3]), &scan(&[1], 0, 63));
    damaged(&three, "it ends before it has a scan of every colour");
    let parts = jpeg_parts();
    damaged(
        &[&parts[0][..], &parts[FRAME], &parts[END]].concat(),
        "it ends before it has a scan of every colour",
    );
    damaged(&[&parts[0][..], &parts[END]].concat(), "it ends before its first frame");
    damaged(&jpeg_but(PIXELS, vec![]), "a scan has no pixels");
    damaged(&jpeg_but(PIXELS, vec![0xff, 0xd0]), "a scan has no pixels");
}

#[test]
fn nothing_stands_between_two_segments() {
    for part in [b"\0".to_vec(), b"<script>".to_vec(), vec![0x3f]] {
        damaged(&jpeg_with(FRAME, part), "something stands between two segments");
    }
    for code in [0x00, 0x01, 0x02, 0xbf, 0xd0, 0xd7, 0xd8] {
        damaged(&jpeg_with(FRAME, vec![0xff, code]), "a marker stands where it has no meaning");
    }
    // Within pixels as well, where the first and the restarts would be pixels.
    for code in [0x01, 0x02, 0xbf, 0xd8] {
        damaged(&jpeg_with(END, vec![0xff, code]), "a marker stands where it has no meaning");
    }
}

#[test]
fn quantisation_tables_are_whole() {
    let with = |body: &[u8]| jpeg_but(QUANTISATION, segment(0xdb, body));
    let table = |head: u8, bytes: usize| [vec![head], vec![16; bytes]].concat();
    accepted(&with(&[table(0x13, 128), table(0x00, 64)].concat()));
    damaged(&with(&table(0x00, 63)), "a quantisation table is cut short");
    damaged(&with(&table(0x10, 127)), "a quantisation table is cut short");
    damaged(&with(&table(0x20, 64)), "a quantisation table has an unknown precision");
    damaged(&with(&table(0x04, 64)), "there are only four places for quantisation tables");
    damaged(&with(&table(0x01, 64)), "a scan comes before its quantisation table");
}

#[test]
fn huffman_tables_and_restart_intervals_are_whole() {
    let with = |code, body: &[u8]| jpeg_with(SCAN, segment(code, body));
    accepted(&with(0xc4, &[huffman(0x03), huffman(0x13)].concat()));
    for head in [0x20, 0x04] {
        damaged(&with(0xc4, &huffman(head)), "a Huffman table has an unknown class or place");
    }
    damaged(&with(0xc4, &huffman(0)[..16]), "a Huffman table is cut short");
    damaged(&with(0xc4, &huffman(0)[..17]), "a Huffman table has more codes than it has values");
    let most = |last: u8| [vec![0, 255, last], vec![0; 14], vec![0; 255 + usize::from(last)]].concat();
    accepted(&with(0xc4, &most(1)));
    damaged(&with(0xc4, &most(2)), "a Huffman table has more codes than it has values");
    accepted(&with(0xdd, &[0, 0]));
    for body in [&[][..], &[0], &[0, 0, 0]] {
        damaged(&with(0xdd, body), "a restart interval has no two bytes");
    }
}

#[test]
fn a_jpeg_is_not_mended() {
    // Without its last byte, without its end, without its first marker.
    let file = jpeg();
    refused(&file[..file.len() - 1], InvalidPicture::Truncated);
    refused(&file[..file.len() - 2], InvalidPicture::Truncated);
    refused(&file[2..], InvalidPicture::OtherFormat { kind: Kind::Unknown });
}
