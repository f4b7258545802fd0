//! What is kept of a JPEG, and what may stand behind its end: nothing.

use super::{
    encoder::{END, FRAME, PIXELS, QUANTISATION, SCAN, jpeg, jpeg_but, jpeg_parts, jpeg_with, segment},
    *,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn exif(number: u8) -> Vec<u8> {
    let tiff = Orientation::try_from(number).unwrap().tiff();
    segment(0xe1, &[b"Exif\0\0", &tiff[..]].concat())
}

#[track_caller]
fn keeps(file: &[u8], expected: &[u8]) -> Picture {
    let (picture, kept) = accepted(file);
    assert_eq!(kept, expected);
    picture
}

#[test]
fn comments_and_the_segments_of_applications_are_dropped() {
    for code in (0xe0..=0xef).chain([0xfe]) {
        for body in [&b""[..], b"x", b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>", &[0xff; 65_533]] {
            keeps(&jpeg_with(FRAME, segment(code, body)), &jpeg());
            keeps(&jpeg_with(END, segment(code, body)), &jpeg());
        }
    }
}

#[test]
fn jfif_keeps_neither_density_nor_thumbnail() {
    let plain = segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    let with_thumbnail = segment(0xe0, b"JFIF\0\x01\x02\x01\x01\x2c\x01\x2c\x01\x01abc");
    let extension = segment(0xe0, b"JFXX\0\x13\x01\x01abc");
    let expected = jpeg_with(1, plain.clone());
    keeps(&expected, &expected);
    keeps(&jpeg_with(1, [with_thumbnail, extension].concat()), &expected);
    // Decoders do not take a shorter one for JFIF.
    keeps(&jpeg_with(1, segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0")), &jpeg());
    // Nor do they look for one behind the first scan.
    keeps(&jpeg_with(END, plain), &jpeg());
}

#[test]
fn adobe_keeps_the_colour_transform_alone() {
    for transform in 0..=2 {
        let head = b"Adobe\0\x65\x80\x01\x40\x02";
        let long = segment(0xee, &[&head[..], &[transform], b"and more"].concat());
        let expected = jpeg_with(1, segment(0xee, &[&b"Adobe\0\x64\0\0\0\0"[..], &[transform]].concat()));
        keeps(&jpeg_with(1, long), &expected);
    }
    keeps(&jpeg_with(1, segment(0xee, b"Adobe\0\x64\0\0\0\0")), &jpeg());
}

#[test]
fn the_first_orientation_is_kept_unless_it_is_upright_already() {
    let turned = jpeg_with(1, exif(6));
    assert_eq!(keeps(&turned, &turned).orientation.get(), 6);
    assert_eq!(keeps(&jpeg_with(1, [exif(6), exif(8)].concat()), &turned).orientation.get(), 6);
    assert_eq!(keeps(&jpeg_with(1, [exif(1), exif(8)].concat()), &jpeg()).orientation, Orientation::UPRIGHT);
    // One that says nothing leaves the word to the next one.
    let mute = segment(0xe1, b"Exif\0\0MM\0*");
    assert_eq!(keeps(&jpeg_with(1, [mute, exif(6)].concat()), &turned).orientation.get(), 6);
    // Viewers do not look for it behind the first scan.
    assert_eq!(keeps(&jpeg_with(END, exif(6)), &jpeg()).orientation, Orientation::UPRIGHT);
}

#[test]
fn fill_bytes_before_markers_are_accepted_and_dropped() {
    let parts = jpeg_parts();
    for place in [QUANTISATION, FRAME, SCAN, END] {
        for count in [1, 2, 100] {
            let mut filled = parts.clone();
            filled[place].splice(0..0, vec![0xff; count]);
            keeps(&filled.concat(), &jpeg());
        }
    }
    // Decoders pass over them before a stuffed byte, too, although none belong there.
    let stuffed = |fill: &[u8]| jpeg_but(PIXELS, [fill, b"\xff\x00\x3f"].concat());
    keeps(&stuffed(b"\xff\xff"), &stuffed(b""));
}

#[test]
fn stuffed_bytes_and_restarts_are_pixels() {
    let pixels = b"\x3f\xff\x00\xff\xd0\x3f\xff\xd7\xff\x00";
    let file = jpeg_but(PIXELS, pixels.to_vec());
    keeps(&file, &file);
    let only_stuffed = jpeg_but(PIXELS, b"\xff\x00".to_vec());
    keeps(&only_stuffed, &only_stuffed);
}

#[test]
fn tables_may_stand_between_scans() {
    let mut parts = jpeg_parts();
    let more = [&segment(0xdd, &[0, 4])[..], &parts[3], &parts[QUANTISATION], &parts[SCAN], &parts[PIXELS]];
    parts.insert(END, more.concat());
    let file = parts.concat();
    keeps(&file, &file);
}

#[test]
fn nothing_may_follow_the_end() {
    for trailer in [
        &b"PK\x03\x04\x14\0\0\0\0\0hidden.exe"[..],
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7",
        b"\0",
        b"\n",
        b"\xff\xd9",
        &jpeg(),
        &encoder::png(),
    ] {
        refused(&[&jpeg(), trailer].concat(), InvalidPicture::TrailingBytes);
        refused(&[samples::BASELINE, trailer].concat(), InvalidPicture::TrailingBytes);
        refused(&[&encoder::png(), trailer].concat(), InvalidPicture::TrailingBytes);
        refused(&[samples::INTERLACED, trailer].concat(), InvalidPicture::TrailingBytes);
    }
}

#[test]
fn an_index_of_further_pictures_does_no_harm_until_they_come() {
    let indexed = jpeg_with(1, segment(0xe2, b"MPF\0MM\0*\0\0\0\x08"));
    keeps(&indexed, &jpeg());
    let (picture, kept) = accepted(&[&indexed[..], &jpeg(), &jpeg()].concat());
    assert_eq!((picture.cut_off, kept), (Some(Trailer::Pictures), jpeg()));
    // It announces pictures, and nothing else.
    for trailer in
        [&b"PK\x03\x04\x14\0\0\0\0\0"[..], b"<html>", b"\xff\xd9", b"\xff\xd8", b"\xff", &encoder::png()]
    {
        refused(&[&indexed[..], trailer].concat(), InvalidPicture::TrailingBytes);
    }
}

#[test]
fn the_film_of_a_moving_photograph_is_cut_off() {
    let film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom and more";
    let (picture, kept) = accepted(&[&jpeg()[..], film].concat());
    assert_eq!((picture.cut_off, kept), (Some(Trailer::Film), jpeg()));
    let file = [&jpeg()[..], film].concat();
    assert_eq!(walk_pieces(LIMITS, file.chunks(1)), walk(&file));
    // What only begins like one is none.
    for other in [&film[..7], b"\0\0\0\x18free", b"\0\0\x02\0ftypmp42", b"\x50\x4b\x03\x04ftypmp42", b"\0\0"]
    {
        refused(&[&jpeg()[..], other].concat(), InvalidPicture::TrailingBytes);
    }
    // No telephone writes one behind a PNG.
    refused(&[&encoder::png()[..], film].concat(), InvalidPicture::TrailingBytes);
}
