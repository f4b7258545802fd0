//! When a case is erased. Nothing is decided by it and no event says so: what is erased has no history any more.

use super::{Approved, Case, State};
use crate::policy::Policy;
use chrono::{DateTime, Utc};

impl Case {
    /// Returns the instant from which on it is erased, once it is over, where its policy says for how long it is kept.
    ///
    /// It is counted from the last thing that has happened in it. What an office still owes its candidate keeps it: a
    /// decision, the registration on the examination site, a message.
    pub fn erased_from(&self, policy: &Policy) -> Option<DateTime<Utc>> {
        if !self.is_over() || self.message_due().is_some() {
            return None;
        }
        let over = self.events.last().map_or(self.opened, |last| last.at);
        policy.case_erased_from(over)
    }

    /// Tells whether nobody has anything to do in it any more.
    fn is_over(&self) -> bool {
        match &self.state {
            State::Discarded { .. } | State::Rejected(_) | State::Lapsed(_) => true,
            State::Approved(Approved { registration, .. }) => {
                registration.as_ref().is_none_or(|registration| !registration.is_open())
            }
            State::Draft(_) | State::Submitted(_) | State::UnderReview(_) | State::Returned(_) => false,
        }
    }
}
