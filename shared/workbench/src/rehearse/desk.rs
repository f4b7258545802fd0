//! The reviewers: what is due first is decided first, by whoever is free.

use super::person::{Person, millis, ms};
use super::play::{Play, Refused};
use super::shift::{Shift, least};
use super::{Desk, Habits};
use crate::dice::Dice;
use chrono::{DateTime, Utc};
use domain::{
    Rejection,
    case::{Act, Draft, Objection, Objections, State},
    instant::Cutoff,
    policy::Policy,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// A case that waits for a reviewer.
#[derive(Clone, Debug)]
pub(super) struct Matter<'p> {
    pub(super) play: Play<'p>,
    pub(super) person: Person,
    /// From when on it waits.
    pub(super) since: DateTime<Utc>,
}

/// How thoroughly the reviewers are played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// To the end, with everything that falls due.
    Whole,
    /// Until a duty is missed: only what is decided later matters.
    FirstLate,
}

/// What the reviewers have done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Done {
    /// When something came to them, corrections included.
    pub(super) came: Vec<DateTime<Utc>>,
    /// When they decided.
    pub(super) decided: Vec<DateTime<Utc>>,
    /// How many of these decisions came when the duty had ended.
    pub(super) late: usize,
    /// How many who had to correct came when that was closed.
    pub(super) corrected_too_late: usize,
    /// How many cases could not be decided.
    pub(super) stuck: usize,
}

pub(super) struct Office<'p> {
    policy: &'p Policy,
    desk: Desk,
    habits: Habits,
    objections: Option<Objections>,
    is_spent: &'p dyn Fn() -> bool,
}

type Place = usize;

/// What waits, the first due first; among equals, whoever has come first.
type Waiting = BinaryHeap<Reverse<(Cutoff, DateTime<Utc>, Place)>>;

impl<'p> Office<'p> {
    /// An office that stops wherever it is once the time is spent.
    pub(super) fn new(
        policy: &'p Policy,
        desk: Desk,
        habits: Habits,
        is_spent: &'p dyn Fn() -> bool,
    ) -> Self {
        let one = policy.reasons().first();
        let one = one.map(|reason| Objection { reason: reason.id.clone(), material: None, note: None });
        let objections = one.and_then(|one| Objections::try_from(vec![one]).ok());
        Self { policy, desk, habits, objections, is_spent }
    }

    /// Returns the least number of reviewers that keep every duty, if any number does.
    pub(super) fn least(&self, matters: &[Matter<'p>]) -> Option<u32> {
        let keep = |reviewers| self.run(matters, reviewers, Depth::FirstLate, &mut |_| {}).late == 0;
        least(matters.len(), keep)
    }

    /// Has so many reviewers decide everything. What is over is handed to `over`.
    pub(super) fn run(
        &self,
        matters: &[Matter<'p>],
        reviewers: u32,
        depth: Depth,
        over: &mut impl FnMut(Play<'p>),
    ) -> Done {
        let shift = Shift::new(self.desk, self.desk.minutes);
        let mut done = Done::default();
        let mut arriving: BinaryHeap<_> =
            matters.iter().enumerate().map(|(place, matter)| Reverse((matter.since, place))).collect();
        let mut moved: BTreeMap<Place, Matter<'p>> = BTreeMap::new();
        let mut waiting = Waiting::new();
        let starts = self.policy.review().starts.max(self.policy.opens());
        let mut free: BinaryHeap<_> = (0..reviewers).map(|reviewer| Reverse((starts, reviewer))).collect();
        while let Some(Reverse((at, reviewer))) = free.pop() {
            if (self.is_spent)() {
                return done;
            }
            let begins = shift.begins(at);
            while let Some(Reverse((since, place))) = arriving.peek().copied() {
                if begins < since {
                    break;
                }
                arriving.pop();
                let matter = moved.get(&place).or_else(|| matters.get(place));
                let due = matter.and_then(|matter| due(&matter.play));
                match due {
                    Some(due) => waiting.push(Reverse((due, since, place))),
                    None => done.stuck += 1,
                }
                done.came.push(since);
            }
            let Some(Reverse((due, since, place))) = waiting.pop() else {
                let Some(Reverse((next, _))) = arriving.peek() else { break };
                free.push(Reverse((begins.max(*next), reviewer)));
                continue;
            };
            if begins != at {
                // Until work begins, something else may come that is due before.
                waiting.push(Reverse((due, since, place)));
                free.push(Reverse((begins, reviewer)));
                continue;
            }
            let decided = begins + shift.takes;
            done.decided.push(decided);
            if !due.is_open(decided) {
                done.late += 1;
                if depth == Depth::FirstLate {
                    return done;
                }
            }
            free.push(Reverse((decided, reviewer)));
            let before = moved.remove(&place);
            let Some(matter) = before.as_ref().or_else(|| matters.get(place)) else { continue };
            match self.decide(matter, reviewer, decided, depth) {
                Ok(After::Over(play)) => over(*play),
                Ok(After::TooLate(play)) => {
                    done.corrected_too_late += 1;
                    over(*play);
                }
                Ok(After::Corrected(matter)) => {
                    arriving.push(Reverse((matter.since, place)));
                    moved.insert(place, *matter);
                }
                Err(_) => done.stuck += 1,
            }
        }
        done
    }

    fn decide(
        &self,
        matter: &Matter<'p>,
        reviewer: u32,
        at: DateTime<Utc>,
        depth: Depth,
    ) -> Result<After<'p>, Refused> {
        let Matter { mut play, mut person, since: _ } = matter.clone();
        if depth == Depth::Whole {
            play.sweep(at)?;
        }
        let is_corrected =
            matches!(play.case().state(), State::UnderReview(review) if 0 < review.corrections);
        let wrong = if is_corrected { self.desk.still_wrong } else { self.desk.wrong };
        let is_wrong = person.dice.happens(wrong);
        let Some(objections) = self.objections.clone().filter(|_| is_wrong) else {
            if depth == Depth::Whole {
                play.reviewer(Act::Pass, reviewer, at)?;
            }
            return Ok(After::Over(Box::new(play)));
        };
        match play.reviewer(Act::Return { objections: objections.clone() }, reviewer, at) {
            Ok(()) => self.correct(play, person, at, depth),
            Err(Refused::By(Rejection::NoRoundLeft)) => {
                play.reviewer(Act::Reject { objections }, reviewer, at)?;
                Ok(After::Over(Box::new(play)))
            }
            Err(refused) => Err(refused),
        }
    }

    /// Plays what a candidate does whose case was returned at `at`.
    fn correct(
        &self,
        mut play: Play<'p>,
        mut person: Person,
        at: DateTime<Utc>,
        depth: Depth,
    ) -> Result<After<'p>, Refused> {
        let Some(corrects) = self.corrects(&play, &mut person.dice, at) else {
            return Ok(After::Over(Box::new(play)));
        };
        if depth == Depth::Whole {
            // The sweep closes the case before whoever is too late can come.
            play.sweep(corrects)?;
        }
        let correction = correction(&mut play, &person, corrects);
        match correction {
            Ok(()) => Ok(After::Corrected(Box::new(Matter { play, person, since: corrects }))),
            Err(Refused::By(
                Rejection::SupplementClosed { .. } | Rejection::AlreadyDecided | Rejection::NotADraft,
            )) => Ok(After::TooLate(Box::new(play))),
            Err(refused) => Err(refused),
        }
    }

    /// Draws when somebody corrects, if they do: the most soon, some when the time is nearly over.
    fn corrects(&self, play: &Play<'_>, dice: &mut Dice, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let State::Returned(returned) = play.case().state() else { return None };
        let left = millis(returned.closes.too_late - at);
        if dice.happens(self.habits.never_correct) {
            return None;
        }
        if dice.happens(self.habits.correct_too_late) {
            return Some(returned.closes.too_late + ms(dice.below(3_600_000)));
        }
        Some(at + ms((0..3).map(|_| dice.below(left)).min().unwrap_or_default()))
    }
}

enum After<'p> {
    Over(Box<Play<'p>>),
    TooLate(Box<Play<'p>>),
    Corrected(Box<Matter<'p>>),
}

fn correction(play: &mut Play<'_>, person: &Person, at: DateTime<Utc>) -> Result<(), Refused> {
    play.hand_in(1, at)?;
    play.candidate(Act::Correct { form: Draft::of(&person.identity).form }, at)
}

fn due(play: &Play<'_>) -> Option<Cutoff> {
    match play.case().state() {
        State::UnderReview(review) => Some(review.due),
        State::Draft(_)
        | State::Discarded { .. }
        | State::Submitted(_)
        | State::Returned(_)
        | State::Approved(_)
        | State::Rejected(_)
        | State::Lapsed(_) => None,
    }
}
