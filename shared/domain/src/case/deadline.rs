//! What falls due by the clock. It only records what is true already: whoever came too late was refused before.

use super::{Case, Event, State};
use crate::{instant::Cutoff, policy::Policy};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Why a case is over without a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lapse {
    /// It was never filed (S1-77).
    NotFiled,
    /// It was returned and not corrected in time (S1-75).
    NotCorrected,
}

/// A case that is over without a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lapsed {
    /// The instant at which it fell due, however late that was written down.
    #[serde(with = "crate::text::instant")]
    pub at: DateTime<Utc>,
    /// Why.
    pub cause: Lapse,
}

impl Case {
    /// Returns the instant from which on something is to be recorded or finished, if nobody acts before.
    pub fn due(&self, policy: &Policy) -> Option<DateTime<Utc>> {
        match &self.state {
            State::Draft(_) => Some(policy.closes().too_late),
            State::Submitted(submitted) => Some(submitted.lease.too_late),
            State::UnderReview(review) if !review.escalated => Some(review.due.too_late),
            State::Returned(returned) => Some(returned.closes.too_late),
            State::UnderReview(_)
            | State::Discarded { .. }
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => None,
        }
    }
}

pub(super) fn elapse(case: &Case, policy: &Policy, now: DateTime<Utc>) -> Vec<Event> {
    let lapsed = |closes: Cutoff, cause| {
        if closes.is_open(now) { vec![] } else { vec![Event::Lapsed { due: closes.too_late, cause }] }
    };
    match &case.state {
        State::Draft(_) => lapsed(policy.closes(), Lapse::NotFiled),
        State::Returned(returned) => lapsed(returned.closes, Lapse::NotCorrected),
        State::UnderReview(review) if !review.escalated && !review.due.is_open(now) => {
            vec![Event::Escalated { due: review.due.too_late }]
        }
        // Pending checks are taken over, which asks registers: that is more than writing down.
        State::UnderReview(_)
        | State::Submitted(_)
        | State::Discarded { .. }
        | State::Approved(_)
        | State::Rejected(_)
        | State::Lapsed(_) => vec![],
    }
}
