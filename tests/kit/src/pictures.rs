//! Small pictures, and one of any size. They show nothing.

/// A grey card, 320 by 240, with a comment.
pub const CARD: &[u8] = include_bytes!("../pictures/card.jpg");

/// A white sheet, 200 by 200.
pub const PAPER: &[u8] = include_bytes!("../pictures/paper.png");

/// Returns the card with so many pixels that the file has `size` bytes. No decoder is asked what they show.
pub fn jpeg_of(size: usize) -> Vec<u8> {
    let (picture, end) = CARD.split_at(CARD.len() - 2);
    let mut file = picture.to_vec();
    file.resize(size - end.len(), 0);
    file.extend_from_slice(end);
    file
}

/// Returns the check value of a chunk of a PNG (CRC-32, ISO/IEC 3309).
pub fn crc(bytes: &[u8]) -> u32 {
    let shift = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), shift))
}
