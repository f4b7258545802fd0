//! Moving a live case to another version of its season's policy: by an explicit command, from which on it is pinned to the new
//! one. Nobody loses by it: what would cost a candidate anything is a [`Hindrance`], and the case stays where it is.

use super::{Case, CorruptHistory, Event, State, history};
use crate::{
    Rejection,
    actor::{Action, Actor, permit},
    id::CommandId,
    instant::Cutoff,
    note::Note,
    policy::{Correction, Policy, PolicyHash, Statement},
    slug::StatementId,
};
use chrono::{DateTime, Utc};

mod hindrance;
mod loss;

pub use hindrance::{Ahead, Hindrance};

/// So often a case is moved at most. A season's policy is put right a few times, and each of them leaves a text in the case.
pub const MOVES_MAX: usize = 8;

/// What becomes of the clocks that lie in a case, where they are not what they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Clocks {
    /// From when on a correction is refused.
    closes: Option<Cutoff>,
    /// The end of the office's duty to decide, or to decide about the correction.
    due: Option<Cutoff>,
}

/// The command to pin a case to another version of its season's policy. It is decided by two policies and is no
/// [`super::Act`]: only who moves cases has to know how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move<'p> {
    /// Drawn at the edge: a repeat carries the same one.
    pub id: CommandId,
    /// Who wants it.
    pub actor: Actor,
    /// The version that the case is pinned to from then on.
    pub to: &'p Policy,
    /// Why, for the candidate to read.
    pub reason: Note,
}

impl Move<'_> {
    /// Decides what it does to `case` at `now`, which is pinned to `from`. An empty list means that it is so already.
    ///
    /// # Errors
    ///
    /// Returns the reason it is refused. A refused command changes nothing.
    pub fn decide(&self, case: &Case, from: &Policy, now: DateTime<Utc>) -> Result<Vec<Event>, Rejection> {
        permit(&self.actor, Action::MoveCase, &case.subject())?;
        if case.bears(self.id) || case.policy() == self.to.hash() {
            // It has arrived before, or somebody else has moved the case there.
            return Ok(Vec::new());
        }
        if case.policy() != from.hash() {
            return Err(Rejection::OtherPolicy);
        }
        move_to(case, self.to, &self.reason, from, case.clamp(now))
    }

    /// Records what it came to at `now`, and returns the case after it.
    ///
    /// # Errors
    ///
    /// Returns [`CorruptHistory`] for events that [`Self::decide`] did not accept for this case.
    pub fn apply(&self, case: &Case, events: &[Event], now: DateTime<Utc>) -> Result<Case, CorruptHistory> {
        history::apply_by(Some(case), events, (self.id, self.actor), now)
    }
}

fn move_to(
    case: &Case,
    to: &Policy,
    reason: &Note,
    from: &Policy,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Rejection> {
    let of_case = (&case.programme, &case.season, case.region);
    if (to.programme(), to.season(), to.region()) != of_case {
        return Err(Rejection::OtherSeason);
    }
    check_live(case, from, now)?;
    let clocks = clocks(case, to, now);
    let by = loss::hindrances(case, clocks, from, to, now);
    if !by.is_empty() {
        return Err(Rejection::Hindered { by });
    }
    let moved = Event::Moved {
        from: from.hash(),
        to: to.hash(),
        reason: reason.clone(),
        closes: clocks.closes,
        due: clocks.due,
        unconfirmed: unconfirmed(from, to),
    };
    Ok(std::iter::once(moved).chain(handed_over(case, to)).collect())
}

/// What is over stays as it was decided. What nobody has written down yet is over all the same: a late sweep changes nothing.
fn check_live(case: &Case, from: &Policy, now: DateTime<Utc>) -> Result<(), Rejection> {
    match &case.state {
        State::Draft(_) if from.closes().is_open(now) => Ok(()),
        State::Returned(returned) if returned.closes.is_open(now) => Ok(()),
        // Whoever asks the registers asks those of the policy that they have read.
        State::Submitted(submitted) if submitted.lease.is_open(now) => {
            Err(Rejection::ChecksUnderWay { until: submitted.lease.too_late })
        }
        State::Submitted(_) | State::UnderReview(_) => Ok(()),
        State::Draft(_)
        | State::Discarded { .. }
        | State::Returned(_)
        | State::Approved(_)
        | State::Rejected(_)
        | State::Lapsed(_) => Err(Rejection::AlreadyDecided),
    }
}

/// Returns the clocks as the new policy has them. A duty that has ended stays ended, whether or not that is written down: what
/// the office's lateness gives its candidate is theirs.
fn clocks(case: &Case, to: &Policy, now: DateTime<Utc>) -> Clocks {
    match &case.state {
        State::UnderReview(review) if review.escalated || !review.due.is_open(now) => Clocks::default(),
        State::UnderReview(review) if review.corrections == 0 => {
            Clocks { closes: None, due: case.submitted().map(|at| to.review().due(at)) }
        }
        State::UnderReview(_) => {
            Clocks { closes: None, due: correction(case, to).map(|correction| correction.reviewed) }
        }
        State::Returned(_) => {
            let correction = correction(case, to);
            Clocks {
                closes: correction.map(|correction| correction.closes),
                due: correction.map(|correction| correction.reviewed),
            }
        }
        State::Draft(_)
        | State::Discarded { .. }
        | State::Submitted(_)
        | State::Approved(_)
        | State::Rejected(_)
        | State::Lapsed(_) => Clocks::default(),
    }
}

/// Returns what the new policy would have said when the case was returned last.
fn correction(case: &Case, to: &Policy) -> Option<Correction> {
    let place = case.events.iter().rposition(|recorded| matches!(recorded.event, Event::Returned { .. }))?;
    let (before, after) = case.events.split_at_checked(place)?;
    let due = before.iter().rev().find_map(|recorded| due_since(&recorded.event))?;
    Some(to.supplement().of(after.first()?.at, due))
}

/// Returns the end of the office's duty to decide, if this event has set it.
const fn due_since(event: &Event) -> Option<Cutoff> {
    match event {
        Event::HandedOver { due, .. } | Event::Returned { reviewed: due, .. } => Some(*due),
        Event::Moved { due, .. } => *due,
        Event::Opened { .. }
        | Event::DraftDiscarded
        | Event::Submitted { .. }
        | Event::TakenOver { .. }
        | Event::ApprovedByRule { .. }
        | Event::Passed { .. }
        | Event::RegistrationRead { .. }
        | Event::Corrected { .. }
        | Event::Rejected { .. }
        | Event::MessageDue { .. }
        | Event::MessageClaimed { .. }
        | Event::MessageTried { .. }
        | Event::MessageDropped
        | Event::Escalated { .. }
        | Event::Lapsed { .. }
        | Event::CategoryDerived { .. } => None,
    }
}

/// Returns what a draft has to confirm again. It follows from the policies alone: what somebody has ticked is recorded nowhere.
fn unconfirmed(from: &Policy, to: &Policy) -> Vec<StatementId> {
    let is_over = |statement: &&Statement| !is_stated(statement, to);
    from.statements().iter().filter(is_over).map(|statement| statement.id.clone()).collect()
}

/// Tells whether `policy` has this very statement: what is confirmed is a text, and not its name. The Chinese counts.
fn is_stated(statement: &Statement, policy: &Policy) -> bool {
    policy.statement(&statement.id).is_some_and(|other| {
        let (said, other_said) = ([&statement.name, &statement.text], [&other.name, &other.text]);
        other.kind == statement.kind && said.map(|text| &text.zh) == other_said.map(|text| &text.zh)
    })
}

/// Where the new policy has no rule any more by which it could be approved, a person decides: no register is asked.
fn handed_over(case: &Case, to: &Policy) -> Option<Event> {
    let State::Submitted(submitted) = &case.state else { return None };
    let has_a_rule = to.category(&submitted.filing.category)?.approved_by.is_some();
    (!has_a_rule).then(|| Event::HandedOver { assessment: None, due: to.review().due(submitted.at) })
}

/// Returns where a case is after it was moved, or `None` if what is over was moved.
pub(super) fn follow(
    state: State,
    closes: Option<Cutoff>,
    due: Option<Cutoff>,
    unconfirmed: &[StatementId],
) -> Option<State> {
    match state {
        State::Draft(mut draft) => {
            draft.confirmed.retain(|id| !unconfirmed.contains(id));
            Some(State::Draft(draft))
        }
        State::Submitted(submitted) => Some(State::Submitted(submitted)),
        State::UnderReview(mut review) => {
            review.due = due.unwrap_or(review.due);
            Some(State::UnderReview(review))
        }
        State::Returned(mut returned) => {
            returned.closes = closes.unwrap_or(returned.closes);
            returned.reviewed = due.unwrap_or(returned.reviewed);
            Some(State::Returned(returned))
        }
        State::Discarded { .. } | State::Approved(_) | State::Rejected(_) | State::Lapsed(_) => None,
    }
}

/// Returns the policy that a case is pinned to after `event`, or `None` if it was not pinned to what it is moved from.
pub(super) fn pinned(policy: PolicyHash, event: &Event) -> Option<PolicyHash> {
    let Event::Moved { from, to, .. } = event else { return Some(policy) };
    (*from == policy).then_some(*to)
}

impl Case {
    /// Returns the policy that what registers have said was weighed by. It may have been moved since.
    pub fn assessed_by(&self) -> PolicyHash {
        self.pinned_at(|event| matches!(event, Event::ApprovedByRule { .. } | Event::HandedOver { .. }))
    }

    /// Returns the policy whose words a reviewer has objected in last.
    pub fn objected_by(&self) -> PolicyHash {
        self.pinned_at(|event| matches!(event, Event::Returned { .. } | Event::Rejected { .. }))
    }

    /// Returns the policy that it was pinned to when the last of these events came about, or now if there is none.
    fn pinned_at(&self, is_it: impl Fn(&Event) -> bool) -> PolicyHash {
        let mut policy = self.policy;
        for recorded in self.events.iter().rev() {
            if is_it(&recorded.event) {
                return policy;
            }
            if let Event::Moved { from, .. } = &recorded.event {
                policy = *from;
            }
        }
        self.policy
    }

    /// Returns every policy that it was ever pinned to, in that order.
    pub fn policies(&self) -> Vec<PolicyHash> {
        let before = self.events.iter().filter_map(|recorded| {
            let Event::Moved { from, .. } = &recorded.event else { return None };
            Some(*from)
        });
        before.chain([self.policy]).collect()
    }
}
