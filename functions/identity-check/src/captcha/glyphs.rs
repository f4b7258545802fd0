//! The letters of the picture, five dots wide and seven high. Those that look like others are left out.

/// A letter.
pub(super) struct Glyph {
    /// Which one.
    pub(super) letter: char,
    /// Its rows from above; the leftmost dot is the highest of five bits.
    rows: [u8; 7],
}

/// How many dots a letter is wide.
pub(super) const WIDTH: u8 = 5;
/// How many dots a letter is high.
pub(super) const HEIGHT: u8 = 7;

impl Glyph {
    /// Tells whether there is ink at this dot.
    pub(super) fn is_inked(&self, column: u8, row: u8) -> bool {
        let bit = WIDTH.checked_sub(column + 1);
        self.rows.get(usize::from(row)).zip(bit).is_some_and(|(row, bit)| row >> bit & 1 == 1)
    }

    /// Returns the letter's picture.
    pub(super) fn of(letter: char) -> Option<&'static Self> {
        ALL.iter().find(|glyph| glyph.letter == letter)
    }
}

const fn glyph(letter: char, rows: [u8; 7]) -> Glyph {
    Glyph { letter, rows }
}

/// Every letter that is drawn.
pub(super) const ALL: &[Glyph] = &[
    glyph('A', [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001]),
    glyph('C', [0b01110, 0b10001, 0b10000, 0b10000, 0b10000, 0b10001, 0b01110]),
    glyph('E', [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111]),
    glyph('F', [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b10000]),
    glyph('H', [0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001]),
    glyph('K', [0b10001, 0b10010, 0b10100, 0b11000, 0b10100, 0b10010, 0b10001]),
    glyph('L', [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111]),
    glyph('M', [0b10001, 0b11011, 0b10101, 0b10101, 0b10001, 0b10001, 0b10001]),
    glyph('N', [0b10001, 0b11001, 0b10101, 0b10011, 0b10001, 0b10001, 0b10001]),
    glyph('P', [0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b10000]),
    glyph('R', [0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001]),
    glyph('T', [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100]),
    glyph('U', [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110]),
    glyph('V', [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01010, 0b00100]),
    glyph('X', [0b10001, 0b10001, 0b01010, 0b00100, 0b01010, 0b10001, 0b10001]),
    glyph('Y', [0b10001, 0b10001, 0b01010, 0b00100, 0b00100, 0b00100, 0b00100]),
    glyph('3', [0b11110, 0b00001, 0b00001, 0b01110, 0b00001, 0b00001, 0b11110]),
    glyph('4', [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010]),
    glyph('7', [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000]),
];
