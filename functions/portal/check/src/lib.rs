//! The service's rules for pictures as browsers run them, before anything is sent: whoever has chosen the wrong file learns it at
//! once, on a line that would take minutes to find it out. It says what [`domain::picture`] says, and whether a picture can be read,
//! which is a warning and nothing else. The service judges again.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod legibility;
mod problem;

use domain::picture::{InvalidPicture, Limits, Walker};
use wasm_bindgen::prelude::wasm_bindgen;

/// Follows a file that is read piece by piece. Where the pieces are cut makes no difference.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Check {
    /// None, once it is known what the file is.
    walker: Option<Walker>,
    wrong: Option<InvalidPicture>,
    /// What the service would keep, of which nothing is needed here.
    kept: Vec<u8>,
}

#[wasm_bindgen]
impl Check {
    /// Waits for the first byte. Bytes and pixels are such numbers as JavaScript has.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes_max: f64, side_min: u32, side_max: u32, pixels_max: f64) -> Self {
        let limits =
            Limits { bytes_max: bytes_max as u64, side_min, side_max, pixels_max: pixels_max as u64 };
        Self { walker: Some(Walker::new(limits)), wrong: None, kept: Vec::new() }
    }

    /// Walks over a piece, and says whether the next one is of any interest.
    pub fn feed(&mut self, piece: &[u8]) -> bool {
        self.kept.clear();
        let fed = self.walker.as_mut().map_or(Ok(()), |walker| walker.feed(piece, &mut self.kept));
        if let Err(wrong) = fed {
            self.walker = None;
            self.wrong = Some(wrong);
        }
        self.walker.is_some()
    }

    /// Ends after the last piece.
    pub fn finish(&mut self) {
        if let Some(walker) = self.walker.take() {
            self.wrong = walker.finish().err();
        }
    }

    /// Returns the code of the problem that the service would answer with, if anything is wrong.
    #[wasm_bindgen(getter)]
    pub fn code(&self) -> Option<String> {
        self.wrong.map(|wrong| problem::code(wrong).to_owned())
    }

    /// Returns what a file looks like that is no picture of a format that is taken.
    #[wasm_bindgen(getter)]
    pub fn kind(&self) -> Option<String> {
        self.wrong.and_then(problem::kind).map(str::to_owned)
    }

    /// Returns the width of a picture whose sides are wrong.
    #[wasm_bindgen(getter)]
    pub fn width(&self) -> u32 {
        self.wrong.map_or(0, |wrong| problem::sides(wrong).0)
    }

    /// Returns its height.
    #[wasm_bindgen(getter)]
    pub fn height(&self) -> u32 {
        self.wrong.map_or(0, |wrong| problem::sides(wrong).1)
    }
}

/// Says whether a picture of this width can be read, of which `rgba` has red, green, blue and opacity of each pixel: `sharp`,
/// `blurred` or `blank`.
#[wasm_bindgen]
pub fn legibility(rgba: &[u8], width: usize) -> String {
    legibility::of(rgba, width).name().to_owned()
}

#[cfg(test)]
mod tests;
