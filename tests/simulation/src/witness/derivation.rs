//! What must be true of the category of a case, and of what is filed in it, with every commit.

use std::collections::BTreeSet;

use domain::case::{Case, Event, PictureId, State};
use domain::policy::{Outcome, Row};
use domain::predicate::Truth;
use domain::slug::CategoryId;

use super::Witness;
use super::history::told;
use crate::world::{MINUTE, World};

/// Compares a case with how it was seen before.
pub(super) fn check(witness: &Witness, world: &World, before: Option<&Case>, case: &Case) {
    let is_derived = |event: &Event| matches!(event, Event::CategoryDerived { .. });
    let derived = case.events().iter().filter(|recorded| is_derived(&recorded.event)).count();
    let expected = usize::from(witness.policy.derivation().is_some());
    witness.hold("a category is derived once, where it is derived", derived == expected, || told(case));
    if 0 < expected {
        recorded(witness, world, before, case);
    }
    let known = before.map_or(0, |before| before.events().len());
    let is_filed = |event: &Event| matches!(event, Event::Submitted { .. } | Event::Corrected { .. });
    if let Some(before) = before
        && case.events().iter().skip(known).any(|recorded| is_filed(&recorded.event))
    {
        filed(witness, before, case);
    }
}

/// What was imported and what follows from it is recorded when a case is opened, and stays as it was.
fn recorded(witness: &Witness, world: &World, before: Option<&Case>, case: &Case) {
    let promise = "a derived category is recorded when the case is opened";
    let Some((registration, category)) = case.derived() else {
        return witness.hold(promise, false, || told(case));
    };
    witness.hold(promise, true, String::new);
    let outcome = witness.policy.derive(registration, case.opened());
    let follows = matches!(outcome, Ok(Outcome::Category(derived)) if derived.id == *category);
    witness.hold("nobody without a category has a case", follows, || told(case));
    let stays = before.is_none_or(|before| before.derived() == case.derived());
    witness.hold("a recorded registration and its category never change", stays, || told(case));
    let in_force = category_of(case);
    let same = in_force.is_none_or(|in_force| in_force == category);
    witness.hold("a case is in the category that was derived", same, || told(case));
    if before.is_none() {
        let number = case.applicant().map(|applicant| applicant.document.number()).unwrap_or_default();
        // Where nothing goes wrong nobody sleeps between looking and opening.
        let is_calm = world.trouble.get() == 0;
        let begun = if is_calm { world.now().saturating_sub(MINUTE) } else { 0 };
        let known = witness.was_imported(number, registration, begun);
        witness.hold("a case is opened with what the roster has of its candidate", known, || told(case));
    }
}

/// Returns the category that a case is filled in for, or filed in.
fn category_of(case: &Case) -> Option<&CategoryId> {
    match case.state() {
        State::Draft(draft) => draft.category.as_ref(),
        state => state.filing().map(|filing| &filing.category),
    }
}

/// All that was held of what the category asks for is filed, and something of each row that this candidate may not leave out. What is
/// not filed is not held any more.
fn filed(witness: &Witness, before: &Case, case: &Case) {
    let Some(filing) = case.events().iter().rev().find_map(|recorded| match &recorded.event {
        Event::Submitted { filing, .. } | Event::Corrected { filing } => Some(filing),
        _ => None,
    }) else {
        return;
    };
    let filed: BTreeSet<&PictureId> = filing.materials.keys().collect();
    let category = witness.policy.category(&filing.category);
    let mut held = BTreeSet::new();
    for row in category.iter().flat_map(|category| &category.materials) {
        let of_row = row.any_of.iter().flat_map(|material| before.materials().held_of(material));
        held.extend(of_row.map(|(picture, _)| picture));
        let is_there = filed.iter().any(|picture| row.any_of.contains(&picture.material));
        let holds = is_there || may_lack(witness, case, row);
        witness.hold("nothing is filed without what is asked for", holds, || told(case));
    }
    witness.hold("whatever is held is filed", filed == held, || told(case));
    for material in witness.policy.materials() {
        let count = filed.iter().filter(|picture| picture.material == material.id).count();
        let fits = count <= usize::from(material.pictures_max);
        witness.hold("no material has more pictures than it has room for", fits, || told(case));
    }
}

/// Tells whether a candidate need not hand in anything of a row, given their registration.
fn may_lack(witness: &Witness, case: &Case, row: &Row) -> bool {
    let Some((predicate, (registration, _))) = row.required_if.as_ref().zip(case.derived()) else {
        return false;
    };
    witness.policy.look_into(registration, predicate, case.opened()).1.truth == Truth::False
}
