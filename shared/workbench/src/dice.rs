//! Chance that can be repeated: the same seed throws the same, on every machine.

/// Dice with a memory of their own, so that what one person throws changes nothing for another.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Returns the dice of one of those who are played under a seed.
    pub(crate) fn of(seed: u64, number: u64) -> Self {
        let mut dice = Self(seed);
        let own = dice.throw();
        Self(own ^ number.wrapping_mul(0xd129_0d3e_6a7f_3c5b))
    }

    /// Throws 64 bits (SplitMix64).
    pub(crate) fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Throws a number below `end`, or 0 if there is none.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.throw().checked_rem(end).unwrap_or_default()
    }

    /// Tells whether something happens that happens `times` in a thousand.
    pub(crate) fn happens(&mut self, times: u16) -> bool {
        self.below(1_000) < u64::from(times)
    }

    /// Picks one of several, if there is one.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(usize::try_from(self.below(from.len() as u64)).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_and_another_person_something_else() {
        let throws = |seed, number| Dice::of(seed, number).below(1 << 40);
        assert_eq!(throws(1, 7), throws(1, 7));
        assert_ne!(throws(1, 7), throws(1, 8));
        assert_ne!(throws(1, 7), throws(2, 7));
    }

    #[test]
    fn what_happens_so_often_in_a_thousand_does() {
        let mut dice = Dice::of(1, 1);
        assert!((0..1_000).all(|_| !dice.happens(0)) && (0..1_000).all(|_| dice.happens(1_000)));
        let half = (0..10_000).filter(|_| dice.happens(500)).count();
        assert!((4_800..5_200).contains(&half), "{half}");
    }

    #[test]
    fn of_nothing_nothing_is_picked() {
        assert_eq!(Dice::of(1, 1).pick::<u8>(&[]), None);
        assert_eq!(Dice::of(1, 1).pick(&[3]), Some(&3));
    }
}
