//! A season that is played before it opens: everybody who may come, through the very rules by which their cases will be decided.

use crate::check::time::has_no_time_to_correct;
use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use desk::{Depth, Matter, Office};
use domain::{
    case::{Case, State},
    policy::Policy,
    slug::CategoryId,
};
use filing::Closed;
use shift::Shift;
use std::collections::BTreeMap;

mod answers;
mod chart;
mod desk;
mod filing;
mod outcome;
mod person;
mod plan;
mod play;
mod shift;
mod site;
mod stand;
mod table;

pub use chart::Language;
pub(crate) use filing::{Come, come};
pub use outcome::Ending;
pub(crate) use person::{Person, Population, identity};
pub use plan::{Desk, Habits, Plan, Rates};
pub(crate) use stand::{Reached, Stand};

/// What a rehearsal has shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rehearsal {
    /// How many people were played.
    pub people: usize,
    /// How many have filed.
    pub filed: usize,
    /// How it has ended for so many.
    pub endings: BTreeMap<Ending, usize>,
    /// For which reason so many have no category.
    pub without_category: BTreeMap<CategoryId, usize>,
    /// Each hour in which something was filed, came to the reviewers, or was decided, by its first instant.
    pub hours: BTreeMap<DateTime<Utc>, Hour>,
    /// How many reviewers there were.
    pub reviewers: u32,
    /// The least number of reviewers that keep every duty, if any number does.
    pub least: Option<u32>,
    /// How few people set 待支付 in time for whoever was approved in seconds, where a programme has that and any number does.
    pub setters: Option<u32>,
    /// How many decisions came when the duty had ended.
    pub late: usize,
    /// Who ran out of time.
    pub out_of_time: OutOfTime,
}

/// What happened within an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hour {
    /// How many cases were approved in seconds.
    pub at_once: usize,
    /// How many came to the reviewers, corrections included.
    pub came: usize,
    /// How many the reviewers decided.
    pub decided: usize,
}

/// Who ran out of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutOfTime {
    /// Whose case went to a person, and was filed so late that it can come back, from an office that is in time, when the
    /// supplement has closed.
    pub no_time_to_correct: usize,
    /// Who came with a correction when that was closed.
    pub corrected_too_late: usize,
    /// Who stood before a closed window with a case that they had opened.
    pub filed_too_late: usize,
}

/// Longer than any season: by then everything has fallen due.
const AFTERWARDS: TimeDelta = TimeDelta::days(400);

/// Plays one season.
pub fn rehearse(policy: &Policy, plan: &Plan) -> Rehearsal {
    play(policy, plan, &mut |_| {})
}

/// Plays one season, and shows every case that there was, as it is in the end.
pub fn play(policy: &Policy, plan: &Plan, shown: &mut impl FnMut(&Case)) -> Rehearsal {
    // There is time without end.
    play_within(policy, plan, &|| false, shown).unwrap_or_default()
}

/// Plays one season, or nothing if the time is spent before it is over. What is spent once stays so.
pub fn rehearse_within(policy: &Policy, plan: &Plan, is_spent: &dyn Fn() -> bool) -> Option<Rehearsal> {
    play_within(policy, plan, is_spent, &mut |_| {})
}

fn play_within(
    policy: &Policy,
    plan: &Plan,
    is_spent: &dyn Fn() -> bool,
    shown: &mut impl FnMut(&Case),
) -> Option<Rehearsal> {
    let mut rehearsal = Rehearsal::default();
    let (mut matters, mut to_set) = (Vec::new(), Vec::new());
    let after = policy.supplement().reviewed.too_late.max(policy.closes().too_late) + AFTERWARDS;
    let population = Population::new(policy, plan);
    for person in population.people() {
        if is_spent() {
            return None;
        }
        rehearsal.people += 1;
        let play = match come(policy, &person) {
            Come::Case(play, closed) => {
                rehearsal.out_of_time.filed_too_late += usize::from(closed == Closed::Yes);
                play
            }
            Come::WithoutCategory(id) => {
                *rehearsal.without_category.entry(id).or_default() += 1;
                rehearsal.ends(Ending::WithoutCategory);
                continue;
            }
            Come::ClosedWindow => {
                rehearsal.ends(Ending::CameLate);
                continue;
            }
            Come::Nowhere => {
                rehearsal.ends(Ending::Nothing);
                continue;
            }
        };
        rehearsal.files(play.case(), policy);
        to_set.extend(site::to_set(play.case()));
        if let State::UnderReview(_) = play.case().state() {
            let since = play.case().events().last().map_or(person.opens, |last| last.at);
            matters.push(Matter { play: *play, person, since });
        } else {
            rehearsal.over(*play, after, shown);
        }
    }
    if let Some(registration) = policy.registration() {
        let starts = registration.starts.max(policy.opens());
        let shift = Shift::new(plan.desk, plan.desk.minutes_to_set);
        rehearsal.setters = site::setters(to_set, shift, starts);
    }
    let office = Office::new(policy, plan.desk, plan.habits, is_spent);
    rehearsal.least = office.least(&matters);
    rehearsal.reviewers = plan.reviewers.or(rehearsal.least).unwrap_or(1).max(1);
    let mut over = Vec::new();
    let done = office.run(&matters, rehearsal.reviewers, Depth::Whole, &mut |play| over.push(play));
    drop(matters);
    over.into_iter().for_each(|play| rehearsal.over(play, after, shown));
    rehearsal.late = done.late;
    rehearsal.out_of_time.corrected_too_late = done.corrected_too_late;
    (0..done.stuck).for_each(|_| rehearsal.ends(Ending::Nothing));
    done.came.into_iter().for_each(|at| rehearsal.hour(at).came += 1);
    done.decided.into_iter().for_each(|at| rehearsal.hour(at).decided += 1);
    // Then the reviewers have stopped wherever they were.
    (!is_spent()).then_some(rehearsal)
}

impl Rehearsal {
    /// Returns for how many it has ended so.
    pub fn count(&self, ending: Ending) -> usize {
        self.endings.get(&ending).copied().unwrap_or_default()
    }

    fn ends(&mut self, ending: Ending) {
        *self.endings.entry(ending).or_default() += 1;
    }

    fn hour(&mut self, at: DateTime<Utc>) -> &mut Hour {
        let hour = at.duration_trunc(TimeDelta::hours(1)).unwrap_or(at);
        self.hours.entry(hour).or_default()
    }

    /// Counts what was filed.
    fn files(&mut self, case: &Case, policy: &Policy) {
        let Some(at) = case.submitted() else { return };
        self.filed += 1;
        match case.state() {
            State::Approved(_) => self.hour(at).at_once += 1,
            State::UnderReview(_) if has_no_time_to_correct(policy, at) => {
                self.out_of_time.no_time_to_correct += 1;
            }
            State::Draft(_)
            | State::Discarded { .. }
            | State::Submitted(_)
            | State::UnderReview(_)
            | State::Returned(_)
            | State::Rejected(_)
            | State::Lapsed(_) => {}
        }
    }

    /// Lets everything of a case fall due that will, and counts how it has ended.
    fn over(&mut self, mut play: play::Play<'_>, after: DateTime<Utc>, shown: &mut impl FnMut(&Case)) {
        let is_swept = play.sweep(after).is_ok();
        self.ends(if is_swept { Ending::of(play.case()) } else { Ending::Nothing });
        shown(play.case());
    }
}

#[cfg(test)]
mod tests;
