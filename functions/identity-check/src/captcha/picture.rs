//! The picture of a captcha, drawn dot by dot: as outlines in a page, letters would be read out of the markup.
//!
//! It is a bitmap of one bit a pixel, which every browser shows and which needs neither compression nor checksums.

use super::glyphs::{self, Glyph};

const WIDTH: u8 = 160;
const HEIGHT: u8 = 56;
/// A row ends on four bytes, which this width does by itself.
const ROW_BYTES: usize = WIDTH as usize / 8;
const HEADER_BYTES: u32 = 14 + 40 + 8;

/// How many pixels a dot of a letter is wide and high.
const DOT: f32 = 4.5;
/// From one letter to the next.
const STEP: f32 = 29.0;
const MARGIN: f32 = 10.0;

/// Bytes that are drawn for one picture.
pub(super) const NOISE_BYTES: usize = 64;

/// Where a letter stands.
struct Placed {
    glyph: &'static Glyph,
    left: f32,
    top: f32,
    slant: f32,
}

/// Draws `letters`, each a little elsewhere and at a slant, on a wave, with curves and dots across.
pub(super) fn draw(letters: &str, noise: &[u8; NOISE_BYTES]) -> Vec<u8> {
    let mut noise = Noise { bytes: noise, place: 0 };
    let placed: Vec<Placed> = letters
        .chars()
        .filter_map(Glyph::of)
        .zip(0_u8..)
        .map(|(glyph, place)| Placed {
            glyph,
            left: MARGIN + STEP * f32::from(place) + noise.between(-2.0, 2.0),
            top: noise.between(6.0, 18.0),
            slant: noise.between(-0.3, 0.3),
        })
        .collect();
    let wave = Wave::draw(&mut noise, 2.5);
    let curves: Vec<(f32, Wave)> =
        (0..2).map(|_| (noise.between(12.0, 44.0), Wave::draw(&mut noise, 9.0))).collect();
    let mut dots = noise.rest();

    let mut pixels = vec![0_u8; ROW_BYTES * usize::from(HEIGHT)];
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let (across, down) = (f32::from(x), f32::from(y));
            let mut ink = is_lettered(&placed, across, down + wave.at(across));
            for (middle, curve) in &curves {
                // A curve takes ink away where it crosses a letter, so that it is no line to be wiped off.
                ink ^= (down - middle - curve.at(across)).abs() < 0.8;
            }
            dots = dots.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ink ^= dots >> 57 == 0;
            let row = usize::from(HEIGHT - 1 - y) * ROW_BYTES;
            if let (true, Some(byte)) = (ink, pixels.get_mut(row + usize::from(x / 8))) {
                *byte |= 0x80 >> (x % 8);
            }
        }
    }
    [header(pixels.len()), pixels].concat()
}

fn is_lettered(placed: &[Placed], across: f32, down: f32) -> bool {
    placed.iter().any(|letter| {
        let row = (down - letter.top) / DOT;
        let middle = f32::from(glyphs::HEIGHT) / 2.0;
        let column = (across - letter.left) / DOT + letter.slant * (row - middle);
        // Dots spread a little, so that slanting strokes hold together.
        let spread = [(-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25)];
        spread.iter().any(|(right, below)| {
            let (column, row) = (column + right, row + below);
            // A negative number would be cut to the first dot.
            0.0 <= row && 0.0 <= column && letter.glyph.is_inked(column as u8, row as u8)
        })
    })
}

/// A wave along the width.
struct Wave {
    height: f32,
    length: f32,
    phase: f32,
}

impl Wave {
    fn draw(noise: &mut Noise<'_>, height: f32) -> Self {
        Self {
            height: noise.between(height / 2.0, height),
            length: noise.between(9.0, 20.0),
            phase: noise.between(0.0, std::f32::consts::TAU),
        }
    }

    fn at(&self, across: f32) -> f32 {
        self.height * (across / self.length + self.phase).sin()
    }
}

/// Drawn bytes, one after the other.
struct Noise<'a> {
    bytes: &'a [u8; NOISE_BYTES],
    place: usize,
}

impl Noise<'_> {
    fn next(&mut self) -> u8 {
        let byte = self.bytes.get(self.place % NOISE_BYTES).copied().unwrap_or_default();
        self.place += 1;
        byte
    }

    fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * f32::from(self.next()) / 255.0
    }

    /// Returns the beginning of a sequence for dots, which need no better randomness.
    fn rest(&mut self) -> u64 {
        u64::from_le_bytes(std::array::from_fn(|_| self.next()))
    }
}

/// The head of a bitmap: two colours, no compression, rows from below.
fn header(pixel_bytes: usize) -> Vec<u8> {
    let size = u32::try_from(pixel_bytes).unwrap_or_default();
    let mut header = b"BM".to_vec();
    for field in [HEADER_BYTES + size, 0, HEADER_BYTES, 40, WIDTH.into(), HEIGHT.into()] {
        header.extend_from_slice(&field.to_le_bytes());
    }
    // One plane, one bit a pixel.
    header.extend_from_slice(&[1, 0, 1, 0]);
    for field in [0, size, 2835, 2835, 2, 0] {
        header.extend_from_slice(&u32::to_le_bytes(field));
    }
    // Blue, green, red: paper and ink.
    header.extend_from_slice(&[0xf7, 0xf5, 0xf2, 0, 0x6b, 0x3a, 0x1f, 0]);
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(letters: &str, byte: u8) -> Vec<u8> {
        draw(
            letters,
            &std::array::from_fn(|place| byte.wrapping_mul(31).wrapping_add((place as u8).wrapping_mul(7))),
        )
    }

    #[test]
    fn the_picture_is_a_bitmap_of_its_size() {
        let bytes = drawn("A3KXM", 1);
        let number = |place: usize| u32::from_le_bytes(bytes[place..place + 4].try_into().unwrap());
        assert_eq!((&bytes[..2], number(2) as usize), (b"BM".as_slice(), bytes.len()));
        assert_eq!((number(10), number(18), number(22)), (62, 160, 56));
        assert_eq!(bytes.len(), 62 + 20 * 56);
    }

    #[test]
    fn equal_letters_never_look_the_same() {
        assert_ne!(drawn("AAAAA", 1), drawn("AAAAA", 2));
    }

    #[test]
    fn the_letters_are_in_the_picture_and_only_they_make_the_difference() {
        // The same noise: what differs is the letters.
        let (one, other) = (drawn("TTTTT", 3), drawn("HHHHH", 3));
        let differing: u32 = one.iter().zip(&other).map(|(one, other)| (one ^ other).count_ones()).sum();
        assert!(1_000 < differing, "{differing}");
    }

    #[test]
    fn no_two_letters_are_alike() {
        for (place, one) in glyphs::ALL.iter().enumerate() {
            for other in &glyphs::ALL[place + 1..] {
                let dots =
                    (0..glyphs::WIDTH).flat_map(|column| (0..glyphs::HEIGHT).map(move |row| (column, row)));
                let differing =
                    dots.filter(|(column, row)| one.is_inked(*column, *row) != other.is_inked(*column, *row));
                assert!(3 <= differing.count(), "{} {}", one.letter, other.letter);
            }
        }
    }
}
