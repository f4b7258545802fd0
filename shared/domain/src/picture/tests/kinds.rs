//! What is no JPEG and no PNG, and is told by its name.

use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[track_caller]
fn is(file: &[u8], kind: Kind) {
    let long = [file, &[b' '; 4096]].concat();
    for file in [file, &long] {
        refused(file, InvalidPicture::OtherFormat { kind });
        assert_eq!(walk_pieces(LIMITS, file.chunks(1)), Err(InvalidPicture::OtherFormat { kind }));
    }
}

#[test]
fn a_file_without_a_byte_is_empty() {
    refused(b"", InvalidPicture::Empty);
    assert_eq!(walk_pieces(LIMITS, [&b""[..], b""]), Err(InvalidPicture::Empty));
}

#[test]
fn a_photograph_of_an_iphone_is_known_by_its_brands() {
    is(b"\0\0\0\x24ftypheic\0\0\0\0mif1MiHEMiPrmiafMiHBheic\0\0\x12\x34meta", Kind::Heic);
    is(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic\0\0\x02\xfemeta", Kind::Heic);
    is(b"\0\0\0\x14ftypmsf1\0\0\0\0hevc", Kind::Heic);
    is(b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf\0\0\0\xf2meta", Kind::Avif);
    is(b"\0\0\0\x1cftypmif1\0\0\0\0mif1miafavif", Kind::Avif);
    is(b"\0\0\0\x14ftypqt  \0\0\0\0qt  \0\0\0\x08wide", Kind::Video);
    // What stands behind the box of brands is no brand.
    is(b"\0\0\0\x10ftypisom\0\0\0\0heic", Kind::Video);
}

#[test]
fn documents_archives_pages_and_other_pictures_are_known() {
    is(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", Kind::Pdf);
    is(b"GIF89a\x28\0\x18\0\xf7\0\0", Kind::Gif);
    is(b"GIF87a\x28\0\x18\0", Kind::Gif);
    is(b"RIFF\x24\0\0\0WEBPVP8 ", Kind::Webp);
    is(b"II*\0\x08\0\0\0", Kind::Tiff);
    is(b"MM\0*\0\0\0\x08", Kind::Tiff);
    is(b"BM\x36\x0c\0\0\0\0\0\0\x36\0\0\0", Kind::Bmp);
    is(b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0word/document.xml", Kind::Zip);
    is(b"PK\x05\x06\0\0\0\0", Kind::Zip);
    is(b"<!DOCTYPE html><html>", Kind::Html);
    is(b"\xef\xbb\xbf \r\n<HTML lang=zh>", Kind::Html);
    is(b"<script>alert(1)</script>", Kind::Html);
}

#[test]
fn anything_else_is_unknown_however_short() {
    for file in [
        &b"a"[..],
        b"BMW",
        b"RIFF\x24\0\0\0WAVE",
        b"\0\0\0\0",
        b"\xff\xd8\x00",
        b"<svg>",
        b"\x89PNG\n\x1a\n\0",
    ] {
        is(file, Kind::Unknown);
    }
}

#[test]
fn a_picture_hidden_behind_another_beginning_is_not_found() {
    for hidden in [encoder::jpeg(), encoder::png()] {
        is(&[b"GIF89a", &hidden[..]].concat(), Kind::Gif);
        is(&[b"\n", &hidden[..]].concat(), Kind::Unknown);
    }
}

#[test]
fn every_kind_has_the_name_that_it_is_stored_under() {
    use Kind::{Avif, Bmp, Gif, Heic, Html, Pdf, Tiff, Unknown, Video, Webp, Zip};
    let names = [Heic, Avif, Video, Pdf, Gif, Webp, Tiff, Bmp, Zip, Html, Unknown].map(|kind| {
        assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.name()));
        kind.name()
    });
    let expected = ["heic", "avif", "video", "pdf", "gif", "webp", "tiff", "bmp", "zip", "html", "unknown"];
    assert_eq!(names, expected);
}
