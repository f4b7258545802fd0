//! What a predicate comes to for everything that its checks can come to.

use super::conditions::Exclusions;
use domain::{
    predicate::{Predicate, Truth},
    slug::CheckId,
};

/// More checks than that are not tried out: each doubles what there is to try.
const CHECKS_MAX: usize = 12;

/// Nor is what speaks of them so often that trying it out would take long.
const STEPS_MAX: usize = 1 << 18;

/// The value of a predicate for each outcome of its checks. The number of an outcome has a bit for each check that was passed.
///
/// Two values are enough. A case is approved where the predicate is true, and what is not known can make true nothing that is
/// not true whatever the answer had been.
pub(super) struct Table<'p> {
    checks: Vec<&'p CheckId>,
    holds: Vec<bool>,
}

impl<'p> Table<'p> {
    /// Tries everything out, unless that is too much.
    pub(super) fn of(predicate: &'p Predicate) -> Option<Self> {
        let named = predicate.checks();
        let mut checks: Vec<&CheckId> = Vec::new();
        for id in &named {
            if let Err(at) = checks.binary_search(id) {
                checks.insert(at, id);
            }
        }
        if CHECKS_MAX < checks.len() || STEPS_MAX < named.len() << checks.len() {
            return None;
        }
        let holds = (0..1 << checks.len()).map(|outcome| holds(predicate, &checks, outcome)).collect();
        Some(Self { checks, holds })
    }

    /// Returns the checks that it is about, in the order of their names.
    pub(super) fn checks(&self) -> &[&'p CheckId] {
        &self.checks
    }

    /// Returns which outcomes there can be, by their numbers.
    pub(super) fn possible(&self, exclusions: &Exclusions<'_>) -> Vec<bool> {
        let bits =
            |place: usize| self.checks.iter().enumerate().skip(place).map(|(place, id)| (1 << place, *id));
        let pairs = bits(0).enumerate().flat_map(|(place, one)| bits(place).map(move |other| (one, other)));
        let excluded: Vec<usize> = pairs
            .filter(|((_, one), (_, other))| exclusions.has(one, other))
            .map(|((one, _), (other, _))| one | other)
            .collect();
        (0..self.holds.len()).map(|outcome| excluded.iter().all(|mask| outcome & mask != *mask)).collect()
    }

    /// Returns the values that it comes to in the outcomes that there can be.
    pub(super) fn values(&self, possible: &[bool]) -> Vec<bool> {
        let comes_to = |value: bool| {
            self.holds.iter().zip(possible).any(|(holds, possible)| *possible && *holds == value)
        };
        [false, true].into_iter().filter(|value| comes_to(*value)).collect()
    }

    /// Tells whether the check at `place` ever makes a difference, whatever else there can be.
    pub(super) fn depends_on(&self, place: usize, possible: &[bool]) -> bool {
        let bit = 1 << place;
        let value = |outcome: usize| {
            self.holds.get(outcome).filter(|_| possible.get(outcome).copied().unwrap_or_default())
        };
        let without = (0..self.holds.len()).filter(|outcome| outcome & bit == 0);
        without.map(|outcome| (value(outcome), value(outcome | bit))).any(|values| match values {
            (Some(failed), Some(passed)) => failed != passed,
            (None, _) | (_, None) => false,
        })
    }

    /// Returns the table without the checks that make no difference. Two predicates say the same if that is the same of both.
    pub(super) fn essence(&self) -> (Vec<&'p CheckId>, Vec<bool>) {
        let all = vec![true; self.holds.len()];
        let (mut checks, mut idle) = (Vec::new(), 0);
        for (place, check) in self.checks.iter().enumerate() {
            if self.depends_on(place, &all) {
                checks.push(*check);
            } else {
                idle |= 1 << place;
            }
        }
        let holds = self.holds.iter().enumerate().filter(|(outcome, _)| outcome & idle == 0);
        (checks, holds.map(|(_, holds)| *holds).collect())
    }
}

fn holds(predicate: &Predicate, checks: &[&CheckId], outcome: usize) -> bool {
    let known = |id: &CheckId| match checks.iter().position(|check| *check == id) {
        Some(place) if outcome & (1 << place) != 0 => Truth::True,
        Some(_) | None => Truth::False,
    };
    predicate.explain(&known).truth == Truth::True
}

#[cfg(test)]
mod tests;
