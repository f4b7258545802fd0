//! What another version of a policy changes, and for whom: in the file, and for the same people with the same answers.

use crate::rehearse::{Plan, Population, Reached, Stand, come};
use domain::policy::Policy;
use std::collections::BTreeMap;

mod described;
mod instants;
mod parts;
mod table;

pub use instants::Moved;
pub use parts::{Part, PartChange};

/// What another version of a policy changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Instants and numbers of the clocks that are not what they were.
    pub moved: Vec<Moved>,
    /// What is there, is there no more, or is something else.
    pub parts: Vec<Part>,
    /// How many people were played under both.
    pub people: usize,
    /// For how many of them what has changed, with one of them described.
    pub effects: BTreeMap<Effect, (usize, String)>,
}

/// What is different for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// They are in another category, or in none.
    Category,
    /// What follows at once is something else: they are approved, wait for a reviewer, or cannot file.
    Decision,
    /// They wait for the same, and the office's duty ends at another instant.
    Due,
}

impl Effect {
    /// Returns it in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Category => "end with another category",
            Self::Decision => "end with another outcome when they file",
            Self::Due => "have another instant by which the office is to have done its part",
        }
    }
}

/// Compares two versions of a policy: what is written, and what becomes of those who come under the old one, with the same
/// registrations and the same answers at the same instants. A register that only the new one asks says nothing.
pub fn diff(old: &Policy, new: &Policy, plan: &Plan) -> Difference {
    let mut difference = Difference {
        moved: instants::moved(old, new),
        parts: parts::changed(old, new),
        ..Difference::default()
    };
    for person in Population::new(old, plan).people() {
        difference.people += 1;
        let before = Stand::of(&come(old, &person), &person);
        let after = Stand::of(&come(new, &person), &person);
        for effect in effects(&before, &after) {
            let described = || described::person(&person, effect, &before, &after);
            let (count, _) = difference.effects.entry(effect).or_insert_with(|| (0, described()));
            *count += 1;
        }
    }
    difference
}

fn effects(before: &Stand, after: &Stand) -> Vec<Effect> {
    // Of whoever stands before a closed window nobody has looked.
    let were_looked_at = [before, after].iter().all(|stand| stand.reached != Reached::ClosedWindow);
    let is_elsewhere = were_looked_at && before.category != after.category;
    let is_decided_otherwise = before.reached != after.reached;
    // Whoever waits for something else has another instant anyway.
    let is_due_otherwise = !is_decided_otherwise && before.due != after.due;
    [
        (is_elsewhere, Effect::Category),
        (is_decided_otherwise, Effect::Decision),
        (is_due_otherwise, Effect::Due),
    ]
    .into_iter()
    .filter(|(is_so, _)| *is_so)
    .map(|(_, effect)| effect)
    .collect()
}

#[cfg(test)]
mod tests;
