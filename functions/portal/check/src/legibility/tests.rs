//! Pictures of text that nobody has written, sharp and out of focus.

use super::*;

const WIDTH: usize = 384;
const HEIGHT: usize = 256;

/// How high a letter is, and how wide its strokes are.
const LETTER: usize = 14;
const STROKE: usize = 2;

/// A picture in shades of grey, of which white is 1.
struct Sheet(Vec<f32>);

/// Draws the same numbers each time.
struct Dice(u64);

impl Dice {
    fn draw(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % below
    }
}

impl Sheet {
    fn white() -> Self {
        Self(vec![1.0; WIDTH * HEIGHT])
    }

    /// A page of letters, each of some strokes across and some down, within these lines and columns.
    fn text(columns: std::ops::Range<usize>, lines: std::ops::Range<usize>) -> Self {
        let (mut sheet, mut dice) = (Self::white(), Dice(0x5eed));
        for top in lines.step_by(2 * LETTER) {
            for left in columns.clone().step_by(LETTER + 4) {
                for _ in 0..3 {
                    let at = dice.draw(LETTER - STROKE);
                    sheet.fill(left..left + LETTER, top + at..top + at + STROKE);
                    let at = dice.draw(LETTER - STROKE);
                    sheet.fill(left + at..left + at + STROKE, top..top + LETTER);
                }
            }
        }
        sheet
    }

    fn page() -> Self {
        Self::text(20..WIDTH - 40, 20..HEIGHT - 40)
    }

    fn fill(&mut self, columns: std::ops::Range<usize>, lines: std::ops::Range<usize>) {
        for y in lines.start..lines.end.min(HEIGHT) {
            for x in columns.start..columns.end.min(WIDTH) {
                self.0[y * WIDTH + x] = 0.0;
            }
        }
    }

    /// Out of focus by so many pixels: the deviation of a Gaussian.
    fn blurred(self, deviation: f32) -> Self {
        let radius = (3.0 * deviation).ceil() as isize;
        let weights: Vec<f32> =
            (-radius..=radius).map(|at| (-(at * at) as f32 / (2.0 * deviation * deviation)).exp()).collect();
        let total: f32 = weights.iter().sum();
        let along = |pixels: &[f32], step: isize, length: isize, place: isize| -> Vec<f32> {
            let spread = |index: usize| {
                let at = index as isize / place % length;
                let near = weights.iter().zip(-radius..);
                let sum: f32 = near
                    .map(|(weight, away)| {
                        let other = index as isize + ((at + away).clamp(0, length - 1) - at) * step;
                        weight * pixels[other as usize]
                    })
                    .sum();
                sum / total
            };
            (0..pixels.len()).map(spread).collect()
        };
        let across = along(&self.0, 1, WIDTH as isize, 1);
        Self(along(&across, WIDTH as isize, HEIGHT as isize, WIDTH as isize))
    }

    /// Printed or lit so that black and white are these shades.
    fn between(self, dark: f32, bright: f32) -> Self {
        Self(self.0.into_iter().map(|shade| dark + shade * (bright - dark)).collect())
    }

    /// With the noise of a camera, of so many shades at most.
    fn noisy(self, shades: usize) -> Self {
        let mut dice = Dice(0xca3e5a);
        let mut noise = || (dice.draw(2 * shades + 1) as f32 - shades as f32) / 255.0;
        Self(self.0.into_iter().map(|shade| shade + noise()).collect())
    }

    fn rgba(&self) -> Vec<u8> {
        self.0
            .iter()
            .flat_map(|shade| {
                let shade = (shade * 255.0).clamp(0.0, 255.0) as u8;
                [shade, shade, shade, 255]
            })
            .collect()
    }
}

#[track_caller]
fn is(sheet: Sheet, expected: Legibility) {
    assert_eq!(of(&sheet.rgba(), WIDTH), expected);
}

#[test]
fn text_in_focus_can_be_read() {
    is(Sheet::page(), Legibility::Sharp);
    is(Sheet::page().blurred(0.7), Legibility::Sharp);
    is(Sheet::page().blurred(1.5), Legibility::Sharp);
}

#[test]
fn text_whose_strokes_run_into_each_other_cannot() {
    for deviation in [2.5, 4.0, 6.0] {
        is(Sheet::page().blurred(deviation), Legibility::Blurred);
    }
}

#[test]
fn how_dark_the_ink_and_how_bright_the_lamp_is_makes_no_difference() {
    for (dark, bright) in [(0.0, 0.4), (0.5, 0.8), (0.1, 1.0)] {
        is(Sheet::page().blurred(1.0).between(dark, bright), Legibility::Sharp);
        is(Sheet::page().blurred(3.0).between(dark, bright), Legibility::Blurred);
    }
}

#[test]
fn the_noise_of_a_camera_is_not_taken_for_edges() {
    is(Sheet::page().blurred(1.0).noisy(6), Legibility::Sharp);
    is(Sheet::page().blurred(3.0).noisy(2), Legibility::Blurred);
    is(Sheet::white().between(0.0, 0.5).noisy(10), Legibility::Blank);
}

#[test]
fn a_card_in_a_corner_is_judged_by_itself() {
    is(Sheet::text(20..160, 20..120).blurred(1.0), Legibility::Sharp);
    is(Sheet::text(20..160, 20..120).blurred(4.0), Legibility::Blurred);
}

#[test]
fn an_empty_page_and_a_dark_one_have_nothing_to_be_seen() {
    is(Sheet::white(), Legibility::Blank);
    is(Sheet::page().between(0.0, 0.03), Legibility::Blank);
}

#[test]
fn no_picture_is_too_small_to_be_looked_at() {
    for (bytes, width) in [(0, 0), (0, 5), (4, 1), (36, 3), (40, 0), (3, 1), (4 * 64, 2)] {
        assert_eq!(of(&vec![7; bytes], width), Legibility::Blank, "{bytes} bytes, {width} wide");
    }
}
