//! Setting 待支付 on the examination site: what was approved in seconds has been before nobody, so somebody has to do that, within
//! the policy's hours. Whoever passes a case does it with that.

use super::shift::{Shift, least};
use chrono::{DateTime, Utc};
use domain::{
    case::{Approved, Approver, Case, State},
    instant::Cutoff,
};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A registration that is to be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ToSet {
    since: DateTime<Utc>,
    due: Cutoff,
}

/// Returns what is to be set of a case that was approved in seconds.
pub(super) const fn to_set(case: &Case) -> Option<ToSet> {
    match case.state() {
        State::Approved(Approved { at, by: Approver::Rule(_), registration: Some(registration), .. }) => {
            Some(ToSet { since: *at, due: registration.due })
        }
        State::Approved(_)
        | State::Draft(_)
        | State::Discarded { .. }
        | State::Submitted(_)
        | State::UnderReview(_)
        | State::Returned(_)
        | State::Rejected(_)
        | State::Lapsed(_) => None,
    }
}

/// Returns how few people keep the duty, who begin at `starts`, if any number does.
pub(super) fn setters(mut all: Vec<ToSet>, shift: Shift, starts: DateTime<Utc>) -> Option<u32> {
    all.sort_unstable();
    least(all.len(), |people| keep(&all, people, shift, starts))
}

/// Tells whether so many people set everything in time, of what is there always that which is due first.
fn keep(all: &[ToSet], people: u32, shift: Shift, starts: DateTime<Utc>) -> bool {
    let mut free: BinaryHeap<_> = (0..people).map(|_| Reverse(shift.begins(starts))).collect();
    let mut waiting = BinaryHeap::new();
    let mut coming = all.iter().peekable();
    while let Some(Reverse(at)) = free.pop() {
        while let Some(next) = coming.next_if(|next| next.since <= at) {
            waiting.push(Reverse(next.due));
        }
        let Some(Reverse(due)) = waiting.pop() else {
            let Some(next) = coming.peek() else { return true };
            free.push(Reverse(shift.begins(next.since)));
            continue;
        };
        let set = at + shift.takes;
        if !due.is_open(set) {
            return false;
        }
        free.push(Reverse(shift.begins(set)));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rehearse::Plan;
    use domain::instant::parse;

    fn at(text: &str) -> DateTime<Utc> {
        parse(&format!("2027-04-{text}+08:00")).unwrap()
    }

    /// So many that are there in the morning, and are due so many minutes after it.
    fn people_for(count: usize, minutes: i64) -> Option<u32> {
        let due = Cutoff { too_late: at("15T09:00:00.001") + chrono::TimeDelta::minutes(minutes) };
        let all = vec![ToSet { since: at("14T20:00:00"), due }; count];
        setters(all, Shift::new(Plan::new(1, 1).desk, 1), at("14T00:00:00"))
    }

    #[test]
    fn so_many_are_needed_as_can_do_it_in_the_minutes_that_there_are() {
        assert_eq!(people_for(60, 60), Some(1));
        assert_eq!(people_for(61, 60), Some(2));
        assert_eq!(people_for(60, 30), Some(2));
        assert_eq!(people_for(60, 1), Some(60));
    }

    #[test]
    fn what_is_due_before_it_can_be_done_is_kept_by_nobody() {
        assert_eq!(people_for(60, 0), None);
        assert_eq!(people_for(0, 0), Some(0));
    }

    #[test]
    fn nobody_begins_before_the_clock_starts() {
        let all =
            vec![ToSet { since: at("14T10:00:00"), due: Cutoff { too_late: at("15T10:00:00.001") } }; 60];
        let shift = Shift::new(Plan::new(1, 1).desk, 1);
        assert_eq!(setters(all.clone(), shift, at("14T09:00:00")), Some(1));
        assert_eq!(setters(all.clone(), shift, at("15T09:00:00")), Some(1));
        assert_eq!(setters(all, shift, at("15T09:30:00")), Some(2));
    }
}
