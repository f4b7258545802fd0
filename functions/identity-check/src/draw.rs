//! Numbers drawn without a bias.

use store::{Entropy, NoEntropy};

/// Draws a number below `bound`, each with the same chance.
///
/// # Errors
///
/// Returns an error if there is no randomness.
pub(crate) fn below(entropy: &Entropy, bound: u32) -> Result<u32, NoEntropy> {
    let bound = bound.max(1);
    // The largest multiple of the bound: what lies above it would make small remainders likelier.
    let even = u32::MAX - u32::MAX % bound;
    loop {
        let drawn = u32::from_le_bytes(entropy.draw()?);
        if drawn < even {
            return Ok(drawn % bound);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use store::seeded;

    #[test]
    fn every_number_below_the_bound_is_drawn_about_as_often() {
        let entropy = seeded(1);
        let mut counts = [0_u32; 10];
        for _ in 0..10_000 {
            counts[below(&entropy, 10).unwrap() as usize] += 1;
        }
        assert!(counts.iter().all(|count| (900..1_100).contains(count)), "{counts:?}");
    }

    #[test]
    fn what_would_make_some_numbers_likelier_is_drawn_again() {
        let draws = Cell::new(0);
        let entropy = Entropy::new(move |bytes| {
            // First the largest number of all, of which the remainders 6 to 9 have no part.
            bytes.fill(if draws.replace(draws.get() + 1) == 0 { u8::MAX } else { 0 });
            Ok(())
        });
        assert_eq!(below(&entropy, 10), Ok(0));
    }
}
