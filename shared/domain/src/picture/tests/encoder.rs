//! The smallest pictures there are: 8 by 8 pixels of one grey, from constant tables.

/// The parts of a JPEG, in their order.
pub(super) const QUANTISATION: usize = 1;
pub(super) const FRAME: usize = 2;
pub(super) const SCAN: usize = 5;
pub(super) const PIXELS: usize = 6;
pub(super) const END: usize = 7;

pub(super) fn segment(code: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap();
    [&[0xff, code][..], &length.to_be_bytes(), body].concat()
}

/// The body of a frame of 8 bits: a height, a width, and a name for each colour.
pub(super) fn frame(height: u16, width: u16, names: &[u8]) -> Vec<u8> {
    let mut body = [&[8][..], &height.to_be_bytes(), &width.to_be_bytes(), &[names.len() as u8]].concat();
    body.extend(names.iter().flat_map(|name| [*name, 0x11, 0]));
    body
}

/// The body of a scan header.
pub(super) fn scan(names: &[u8], first: u8, last: u8) -> Vec<u8> {
    let mut body = vec![names.len() as u8];
    body.extend(names.iter().flat_map(|name| [*name, 0]));
    body.extend([first, last, 0]);
    body
}

/// A table of one code of one bit, for the value 0: no difference, or the end of the block.
pub(super) fn huffman(head: u8) -> Vec<u8> {
    let mut body = vec![head, 1];
    body.extend([0; 16]);
    body
}

pub(super) fn jpeg_parts() -> Vec<Vec<u8>> {
    vec![
        vec![0xff, 0xd8],
        segment(0xdb, &[&[0][..], &[16; 64]].concat()),
        segment(0xc0, &frame(8, 8, &[1])),
        segment(0xc4, &huffman(0x00)),
        segment(0xc4, &huffman(0x10)),
        segment(0xda, &scan(&[1], 0, 63)),
        // Two codes of one bit, filled up with ones.
        vec![0x3f],
        vec![0xff, 0xd9],
    ]
}

pub(super) fn jpeg() -> Vec<u8> {
    jpeg_parts().concat()
}

/// With `part` in the place of another one.
pub(super) fn jpeg_but(place: usize, part: Vec<u8>) -> Vec<u8> {
    let mut parts = jpeg_parts();
    parts[place] = part;
    parts.concat()
}

/// With `part` before another one.
pub(super) fn jpeg_with(place: usize, part: Vec<u8>) -> Vec<u8> {
    let mut parts = jpeg_parts();
    parts.insert(place, part);
    parts.concat()
}

/// Computes the check value bit by bit, unlike the code under test.
fn check_value(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1)))
    })
}

pub(super) fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let checked = [name, body].concat();
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&length[..], &checked, &check_value(&checked).to_be_bytes()].concat()
}

/// A header of a picture that is not interlaced.
pub(super) fn header(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    let body = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, colour, 0, 0, 0]].concat();
    chunk(b"IHDR", &body)
}

/// Wraps rows with zlib without compressing them (RFC 1950 and 1951).
pub(super) fn stored(rows: &[u8]) -> Vec<u8> {
    let (low, high) = rows.iter().fold((1, 0), |(low, high), row| {
        let low = (low + u32::from(*row)) % 65_521;
        (low, (high + low) % 65_521)
    });
    let length = u16::try_from(rows.len()).unwrap();
    let sum = (high << 16) | low;
    [&[0x78, 1, 1][..], &length.to_le_bytes(), &(!length).to_le_bytes(), rows, &sum.to_be_bytes()].concat()
}

pub(super) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

pub(super) fn pixels() -> Vec<u8> {
    // Eight rows of a filter and eight pixels.
    chunk(b"IDAT", &stored(&[[0, 128, 128, 128, 128, 128, 128, 128, 128]; 8].concat()))
}

/// A PNG of `chunks` between its signature and its last chunk.
pub(super) fn png_of(chunks: &[Vec<u8>]) -> Vec<u8> {
    [PNG, &chunks.concat(), &chunk(b"IEND", b"")].concat()
}

pub(super) fn png() -> Vec<u8> {
    png_of(&[header(8, 8, 8, 0), pixels()])
}

/// With `part` between the header and the pixels.
pub(super) fn png_with(part: Vec<u8>) -> Vec<u8> {
    png_of(&[header(8, 8, 8, 0), part, pixels()])
}
