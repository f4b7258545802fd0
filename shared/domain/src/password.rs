//! Passwords: how often one can be tried, and which one can be set (S4-10, S4-11).
//!
//! A password itself is compared elsewhere, since that takes a key or a costly digest. What is decided here is whether it may be.

use crate::policy::Tries;
use chrono::{DateTime, Utc};

mod choice;

pub use choice::{CHARACTERS_MAX, InvalidPassword, check};

/// The tries that are left, as the instant at which all of them have come back.
///
/// One is taken before a password is compared. As each comes back after its own part of the time, nobody can take all of them away
/// for long, and whoever waits for one need not wait for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    whole: Option<DateTime<Utc>>,
}

impl Budget {
    /// Returns the budget that is whole again at this instant, or at once.
    pub const fn whole_at(whole: Option<DateTime<Utc>>) -> Self {
        Self { whole }
    }

    /// Returns the instant at which it is whole again, if anything was taken from it.
    pub const fn whole(self) -> Option<DateTime<Utc>> {
        self.whole
    }

    /// Takes one try, or returns `None` if there is none left.
    pub fn take(self, tries: Tries, now: DateTime<Utc>) -> Option<Self> {
        let whole = self.whole.map_or(now, |whole| whole.max(now)) + tries.each();
        (whole <= now + tries.each() * i32::from(tries.max)).then_some(Self { whole: Some(whole) })
    }

    /// Gives one back, which was taken for the right password.
    #[must_use]
    pub fn give_back(self, tries: Tries) -> Self {
        Self { whole: self.whole.map(|whole| whole - tries.each()) }
    }
}

/// Whose tries are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guesser {
    /// A browser in which the right password was entered before.
    Known,
    /// Any other.
    Stranger,
}

/// What can be tried at one password: strangers have a budget of their own, so that none of them keeps its person out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budgets {
    /// For browsers in which the right password was entered before.
    pub known: Budget,
    /// For all others.
    pub strangers: Budget,
}

impl Budgets {
    /// Takes one try of this guesser, or returns `None` if there is none left.
    pub fn take(self, guesser: Guesser, tries: Tries, now: DateTime<Utc>) -> Option<Self> {
        Some(match guesser {
            Guesser::Known => Self { known: self.known.take(tries, now)?, ..self },
            Guesser::Stranger => Self { strangers: self.strangers.take(tries, now)?, ..self },
        })
    }

    /// Gives one back to this guesser.
    #[must_use]
    pub fn give_back(self, guesser: Guesser, tries: Tries) -> Self {
        match guesser {
            Guesser::Known => Self { known: self.known.give_back(tries), ..self },
            Guesser::Stranger => Self { strangers: self.strangers.give_back(tries), ..self },
        }
    }

    /// Returns the instant at which both are whole again, if anything was taken.
    pub fn whole(self) -> Option<DateTime<Utc>> {
        self.known.whole().max(self.strangers.whole())
    }
}

#[cfg(test)]
mod tests;
