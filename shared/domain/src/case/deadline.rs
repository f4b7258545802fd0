//! What falls due by the clock. It only records what is true already: whoever came too late was refused before.

use super::{Approved, Case, Event, State, registration};
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

/// Something that the service does about a case when its time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Chore {
    /// Ask the registers instead of whoever has been too slow.
    TakeOverChecks,
    /// Ask the examination site where the registration is, before the office is said to be late.
    ReadRegistration,
    /// Record what has become due.
    Elapse,
    /// Send the next message.
    SendMessage,
}

impl Case {
    /// Returns what the service has to do about it at `now`, the most important first.
    pub fn chore(&self, policy: &Policy, now: DateTime<Utc>) -> Option<Chore> {
        let has_come = |due: Option<DateTime<Utc>>| due.is_some_and(|due| due <= now);
        if has_come(self.duty(policy)) {
            return Some(match &self.state {
                State::Submitted(_) => Chore::TakeOverChecks,
                State::Approved(_) => Chore::ReadRegistration,
                State::Draft(_)
                | State::Discarded { .. }
                | State::UnderReview(_)
                | State::Returned(_)
                | State::Rejected(_)
                | State::Lapsed(_) => Chore::Elapse,
            });
        }
        if has_come(self.reminder(policy).map(|(at, _, _)| at)) {
            return Some(Chore::Elapse);
        }
        has_come(self.message_due()).then_some(Chore::SendMessage)
    }

    /// Returns the instant from which on something is to be recorded or finished, if nobody acts before. What becomes of
    /// materials is [`super::Materials::due`].
    pub fn due(&self, policy: &Policy) -> Option<DateTime<Utc>> {
        let reminder = self.reminder(policy).map(|(at, _, _)| at);
        [self.duty(policy), self.message_due(), reminder].into_iter().flatten().min()
    }

    /// Returns the instant at which the state that it is in ends or is escalated: what people are told is due.
    pub fn duty(&self, policy: &Policy) -> Option<DateTime<Utc>> {
        match &self.state {
            State::Draft(_) => Some(policy.closes().too_late),
            State::Submitted(submitted) => Some(submitted.lease.too_late),
            State::UnderReview(review) if !review.escalated => Some(review.due.too_late),
            State::Returned(returned) => Some(returned.closes.too_late),
            State::Approved(Approved { registration: Some(registration), .. })
                if registration.is_open() && !registration.escalated =>
            {
                Some(registration.due.too_late)
            }
            State::UnderReview(_)
            | State::Discarded { .. }
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => None,
        }
    }
}

pub(super) fn elapse(case: &Case, policy: &Policy, now: DateTime<Utc>) -> Vec<Event> {
    let by_clock = by_clock(case, policy, now);
    if !by_clock.is_empty() {
        return by_clock;
    }
    let reminder = case.reminder(policy).filter(|(at, _, _)| *at <= now);
    reminder.and_then(|(_, about, closes)| case.remind(about, closes, policy)).into_iter().collect()
}

fn by_clock(case: &Case, policy: &Policy, now: DateTime<Utc>) -> Vec<Event> {
    let lapsed = |closes: Cutoff, cause| {
        if closes.is_open(now) { vec![] } else { vec![Event::Lapsed { due: closes.too_late, cause }] }
    };
    match &case.state {
        State::Draft(_) => lapsed(policy.closes(), Lapse::NotFiled),
        State::Returned(returned) => lapsed(returned.closes, Lapse::NotCorrected),
        State::UnderReview(review) if !review.escalated && !review.due.is_open(now) => {
            vec![Event::Escalated { due: review.due.too_late }]
        }
        State::Approved(Approved { registration: Some(registration), .. }) => {
            registration::elapse(registration, now)
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
