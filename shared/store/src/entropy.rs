//! Randomness as a value: the edge passes the system's, tests pass their own.

use std::rc::Rc;

type Fill = dyn Fn(&mut [u8]) -> Result<(), NoEntropy>;

/// A source of random bytes for identifiers, keys and nonces.
#[derive(Clone)]
pub struct Entropy(Rc<Fill>);

/// The system gave no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no random bytes")]
pub struct NoEntropy;

impl Entropy {
    /// Wraps a source. It must be unpredictable wherever real people's data is kept.
    pub fn new(fill: impl Fn(&mut [u8]) -> Result<(), NoEntropy> + 'static) -> Self {
        Self(Rc::new(fill))
    }

    /// Draws `N` bytes.
    ///
    /// # Errors
    ///
    /// Returns [`NoEntropy`] if the source fails.
    pub fn draw<const N: usize>(&self) -> Result<[u8; N], NoEntropy> {
        let mut bytes = [0; N];
        (self.0)(&mut bytes)?;
        Ok(bytes)
    }

    /// Draws an identifier.
    ///
    /// # Errors
    ///
    /// Returns [`NoEntropy`] if the source fails.
    pub fn draw_id(&self) -> Result<u128, NoEntropy> {
        self.draw().map(u128::from_le_bytes)
    }
}

/// A source for tests: the same seed gives the same bytes.
pub fn seeded(seed: u64) -> Entropy {
    let state = std::cell::Cell::new(seed);
    Entropy::new(move |bytes| {
        for chunk in bytes.chunks_mut(8) {
            // SplitMix64: short, and every seed gives a long cycle.
            state.set(state.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
            let mut mixed = state.get();
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^= mixed >> 31;
            for (byte, drawn) in chunk.iter_mut().zip(mixed.to_le_bytes()) {
                *byte = drawn;
            }
        }
        Ok(())
    })
}

impl std::fmt::Debug for Entropy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entropy")
    }
}
