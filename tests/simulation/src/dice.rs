//! Chance that can be repeated: the same seed throws the same, on every machine.

use std::cell::Cell;

/// Dice with a memory of their own, so that leaving out what somebody else throws changes nothing for these.
#[derive(Clone, Debug)]
pub(crate) struct Dice(Cell<u64>);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(Cell::new(seed))
    }

    /// Throws 64 bits (SplitMix64).
    pub(crate) fn throw(&self) -> u64 {
        self.0.set(self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
        let mut mixed = self.0.get();
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Throws a number below `end`, or 0 if there is none.
    pub(crate) fn below(&self, end: u64) -> u64 {
        self.throw().checked_rem(end).unwrap_or_default()
    }

    /// Throws a number from `start` on and below `end`.
    pub(crate) fn between(&self, start: u64, end: u64) -> u64 {
        start + self.below(end.saturating_sub(start))
    }

    /// Tells whether something happens that happens `times` in a thousand.
    pub(crate) fn happens(&self, times: u64) -> bool {
        self.below(1_000) < times
    }

    /// Picks one of several, of which there is at least one.
    pub(crate) fn pick<'a, T>(&self, from: &'a [T]) -> &'a T {
        let place = usize::try_from(self.below(from.len() as u64)).unwrap_or_default();
        &from[place]
    }

    /// Returns dice of somebody else.
    pub(crate) fn split(&self) -> Self {
        Self::new(self.throw())
    }

    /// Fills `bytes`.
    pub(crate) fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            for (byte, drawn) in chunk.iter_mut().zip(self.throw().to_le_bytes()) {
                *byte = drawn;
            }
        }
    }
}
