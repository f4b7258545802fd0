//! Whether the letters of a picture can be told apart: how sharp it is where there is anything to be seen.
//!
//! The measure is the variance of the Laplacian, by which autofocus and blur are judged everywhere (Pech-Pacheco and others, 2000),
//! taken tile by tile and divided by the variance of the tile itself: black on white and grey on grey are as sharp as each other. A
//! sheet that fills a corner of the picture is judged by that corner, since the best tiles count.

/// What can be said of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Legibility {
    /// There is something to be seen, with edges.
    Sharp,
    /// What there is to be seen has no edges.
    Blurred,
    /// There is hardly anything to be seen.
    Blank,
}

/// The side of a tile: a few letters of a page that is a thousand pixels wide.
const TILE: usize = 32;

/// A tile with less variance has nothing in it but the noise of the camera: twelve of 255 shades, squared.
const CONTRAST_MIN: u64 = 144;

/// One tile of so many has to have something in it.
const TILES_PER_CONTENT: usize = 400;

/// The best of so many tiles with something in them is judged, and none of those that are better by chance.
const TILES_PER_BEST: usize = 10;

/// Below this, letters of fourteen pixels run into each other: it is what a blur of two pixels leaves of them, where sharp ones have
/// more than one. `tests` has pictures on both sides of it.
const SHARPNESS_MIN: f32 = 0.03;

impl Legibility {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sharp => "sharp",
            Self::Blurred => "blurred",
            Self::Blank => "blank",
        }
    }
}

/// What has been seen of a tile.
#[derive(Clone, Default)]
struct Tile {
    pixels: u64,
    sum: u64,
    squares: u64,
    /// The squares of the Laplacian, whose mean over a tile is next to nothing.
    edges: u64,
}

impl Tile {
    fn add(&mut self, grey: u8, laplacian: i32) {
        self.pixels += 1;
        self.sum += u64::from(grey);
        self.squares += u64::from(grey).pow(2);
        self.edges += u64::from(laplacian.unsigned_abs()).pow(2);
    }

    /// Returns how sharp it is, if there is anything in it.
    fn sharpness(&self) -> Option<f32> {
        // Both times the square of the number of pixels: a mean that is rounded would be off by whole shades.
        let variance = (self.pixels * self.squares).saturating_sub(self.sum.pow(2));
        let is_something = 0 < variance && CONTRAST_MIN * self.pixels.pow(2) <= variance;
        is_something.then(|| (self.pixels * self.edges) as f32 / variance as f32)
    }
}

/// Judges a picture by its pixels.
pub(crate) fn of(rgba: &[u8], width: usize) -> Legibility {
    let tiles = tiles(&grey(rgba), width);
    let mut sharpness: Vec<f32> = tiles.iter().filter_map(Tile::sharpness).collect();
    if sharpness.len() <= tiles.len() / TILES_PER_CONTENT {
        return Legibility::Blank;
    }
    sharpness.sort_unstable_by(|one, other| other.total_cmp(one));
    let best = sharpness.get(sharpness.len() / TILES_PER_BEST).copied().unwrap_or_default();
    if best < SHARPNESS_MIN { Legibility::Blurred } else { Legibility::Sharp }
}

/// As bright as eyes find it (ITU-R BT.601), in 256ths.
fn grey(rgba: &[u8]) -> Vec<u8> {
    let (pixels, _) = rgba.as_chunks::<4>();
    let brightness = |[red, green, blue, _]: &[u8; 4]| {
        let sum = 77 * u32::from(*red) + 150 * u32::from(*green) + 29 * u32::from(*blue);
        u8::try_from(sum >> 8).unwrap_or(u8::MAX)
    };
    pixels.iter().map(brightness).collect()
}

/// Measures all tiles. The outermost pixels have no neighbours, and are left out.
fn tiles(grey: &[u8], width: usize) -> Vec<Tile> {
    let columns = width.div_ceil(TILE);
    let rows: Vec<&[u8]> = grey.chunks_exact(width.max(1)).collect();
    let mut tiles = vec![Tile::default(); columns * rows.len().div_ceil(TILE)];
    for (y, rows) in rows.windows(3).enumerate() {
        let [above, row, below] = rows else { continue };
        let neighbours = above.iter().zip(*below).skip(1);
        for (x, (trio, (up, down))) in row.windows(3).zip(neighbours).enumerate() {
            let [left, here, right] = trio else { continue };
            let around = i32::from(*left) + i32::from(*right) + i32::from(*up) + i32::from(*down);
            if let Some(tile) = tiles.get_mut(y / TILE * columns + x / TILE) {
                tile.add(*here, around - 4 * i32::from(*here));
            }
        }
    }
    tiles
}

#[cfg(test)]
mod tests;
