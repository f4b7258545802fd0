//! Administrative regions by their six digits (GB/T 2260).

use crate::text::as_text;
use std::{fmt, str::FromStr};

/// A province, a city or a county by its six digits: two for each level, and zeros for the levels below.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region {
    province: u8,
    city: u8,
    county: u8,
}

impl Region {
    /// Tells whether `other` is this region or lies within it.
    pub fn covers(self, other: Self) -> bool {
        self.province == other.province
            && (self.city == 0 || self.city == other.city)
            && (self.county == 0 || self.county == other.county)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 6];
        let levels = [self.province, self.city, self.county];
        for (pair, level) in text.as_chunks_mut::<2>().0.iter_mut().zip(levels) {
            *pair = [b'0' + level / 10, b'0' + level % 10];
        }
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no code of a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a region code of six digits, whose last pairs may be 00")]
pub struct InvalidRegion;

impl FromStr for Region {
    type Err = InvalidRegion;

    fn from_str(text: &str) -> Result<Self, InvalidRegion> {
        let digits: &[u8; 6] = text.as_bytes().try_into().map_err(|_| InvalidRegion)?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(InvalidRegion);
        }
        let [a, b, c, d, e, f] = digits.map(|digit| digit - b'0');
        let region = Self { province: a * 10 + b, city: c * 10 + d, county: e * 10 + f };
        if region.province < 11 || (region.city == 0 && region.county != 0) {
            return Err(InvalidRegion);
        }
        Ok(region)
    }
}

as_text!(Region);

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn region(text: &str) -> Region {
        text.parse().unwrap()
    }

    #[test]
    fn a_region_covers_itself_and_what_lies_within_it() {
        for (outer, inner) in
            [("440000", "440300"), ("440000", "440304"), ("440300", "440304"), ("440304", "440304")]
        {
            assert!(region(outer).covers(region(inner)), "{outer} {inner}");
        }
        for (outer, other) in
            [("440300", "440000"), ("440304", "440300"), ("440300", "440100"), ("440300", "420300")]
        {
            assert!(!region(outer).covers(region(other)), "{outer} {other}");
        }
    }

    #[test]
    fn a_region_is_six_digits_without_a_level_left_out() {
        for wrong in ["", "44030", "4403000", "44030x", "440003", "000000", "100000", "４４0300"] {
            assert_eq!(wrong.parse::<Region>(), Err(InvalidRegion), "{wrong}");
        }
        assert_eq!(region("110000").to_string(), "110000");
    }
}
