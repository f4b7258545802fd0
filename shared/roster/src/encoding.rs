//! From bytes to text, or to advice on how to save the file.

use crate::error::{Invalid, Place, Reason, Wrong, Wrongs};

/// Programs of Microsoft begin UTF-8 with it. It is no part of the text.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Returns the text of a file in UTF-8, without its mark.
///
/// # Errors
///
/// Returns what the file is instead, as far as that can be told.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, Invalid> {
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let whole = |reason| Err(Wrongs::alone(Place::File, reason));
    if [b"\xff\xfe", b"\xfe\xff"].iter().any(|mark| bytes.starts_with(*mark)) {
        return whole(Reason::Utf16);
    }
    // A workbook is an archive; before 2007 it was a compound document.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return whole(Reason::Workbook);
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
    if !has_chinese(good) && is_gbk(bytes) {
        return whole(Reason::Gbk);
    }
    let line = 1 + breaks(good);
    Err(Invalid { shown: vec![Wrong { line, place: Place::Row, reason: Reason::NotUtf8 }], more: 0 })
}

/// Tells whether there is Chinese in UTF-8. Then it is a file in UTF-8 that is spoilt further on, even if its bytes make
/// characters in GBK as well.
fn has_chinese(utf8: &[u8]) -> bool {
    utf8.iter().any(|byte| (0xe4..=0xe9).contains(byte))
}

/// Tells whether the bytes are well formed by GB 18030, of which GBK is a part, and mostly the characters of GB 2312, which
/// make up nearly all that is written in it. A table of all characters would be larger than the component.
fn is_gbk(bytes: &[u8]) -> bool {
    let (mut common, mut rare) = (0_usize, 0_usize);
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return rare <= common && common != 0,
            [0x00..=0x7f, rest @ ..] => rest,
            [0xb0..=0xf7, 0xa1..=0xfe, rest @ ..] => {
                common += 1;
                rest
            }
            [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, rest @ ..]
            | [0x81..=0xfe, 0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, rest @ ..] => {
                rare += 1;
                rest
            }
            [_, ..] => return false,
        };
    }
}

/// Counts the ends of lines: LF, CR LF, or CR alone.
pub(crate) fn breaks(bytes: &[u8]) -> usize {
    let after = bytes.iter().skip(1).map(Some).chain([None]);
    bytes
        .iter()
        .zip(after)
        .filter(|(byte, next)| **byte == b'\n' || **byte == b'\r' && *next != Some(&b'\n'))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> (usize, Reason) {
        let invalid = text(bytes).unwrap_err();
        assert_eq!((invalid.shown.len(), invalid.more), (1, 0));
        (invalid.shown[0].line, invalid.shown[0].reason)
    }

    #[test]
    fn the_mark_of_utf_8_is_no_part_of_the_text() {
        assert_eq!(text("\u{feff}姓名".as_bytes()), Ok("姓名"));
        assert_eq!(text("姓名".as_bytes()), Ok("姓名"));
        assert_eq!(text(b""), Ok(""));
    }

    #[test]
    fn gbk_is_recognised_with_and_without_ascii_around_it() {
        // 姓名,学校 and 江城大学.
        assert_eq!(refused(b"\xd0\xd5\xc3\xfb,\xd1\xa7\xd0\xa3\r\n"), (1, Reason::Gbk));
        assert_eq!(refused(b"name,school\na,\xbd\xad\xb3\xc7\xb4\xf3\xd1\xa7\n"), (1, Reason::Gbk));
        // The same with a character that GB 18030 has in four bytes.
        assert_eq!(refused(b"\xbd\xad\xb3\xc7\x82\x35\x8f\x33"), (1, Reason::Gbk));
    }

    #[test]
    fn utf_8_that_is_spoilt_is_not_taken_for_gbk_and_its_line_is_named() {
        let mut spoilt = "姓名\r\n江城\r\n".as_bytes().to_vec();
        spoilt.extend_from_slice(b"\xff\n");
        assert_eq!(refused(&spoilt), (3, Reason::NotUtf8));
        // Every pair of these bytes is a character in GBK, too.
        let mut cut = "江城大学".as_bytes().to_vec();
        cut.truncate(10);
        assert_eq!(refused(&cut), (1, Reason::NotUtf8));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_with_the_line_of_the_first() {
        assert_eq!(refused(b"a\nb\n\x80"), (3, Reason::NotUtf8));
        assert_eq!(refused(b"a\rb\r\n\xfe"), (3, Reason::NotUtf8));
    }

    #[test]
    fn utf_16_and_workbooks_are_recognised_by_how_they_begin() {
        assert_eq!(refused(b"\xff\xfe\xd3\x59"), (1, Reason::Utf16));
        assert_eq!(refused(b"\xfe\xff\x59\xd3"), (1, Reason::Utf16));
        assert_eq!(refused(b"PK\x03\x04\x14"), (1, Reason::Workbook));
        assert_eq!(refused(b"\xd0\xcf\x11\xe0\xa1"), (1, Reason::Workbook));
    }

    #[test]
    fn lines_end_with_lf_with_cr_lf_or_with_cr() {
        assert_eq!(breaks(b"a\nb\r\nc\rd"), 3);
        assert_eq!(breaks(b"\n\r"), 2);
        assert_eq!(breaks(b""), 0);
    }
}
