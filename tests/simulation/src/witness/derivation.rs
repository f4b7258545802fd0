//! What must be true of the category of a case, and of what is filed in it, with every commit.

use std::collections::BTreeSet;

use domain::case::{Case, Event, PictureId, State};
use domain::policy::Outcome;
use domain::slug::CategoryId;

use super::Witness;
use super::history::told;

/// Compares a case with how it was seen before.
pub(super) fn check(witness: &Witness, before: Option<&Case>, case: &Case) {
    let is_derived = |event: &Event| matches!(event, Event::CategoryDerived { .. });
    let derived = case.events().iter().filter(|recorded| is_derived(&recorded.event)).count();
    let expected = usize::from(witness.policy.derivation().is_some());
    witness.hold("a category is derived once, where it is derived", derived == expected, || told(case));
    if 0 < expected {
        recorded(witness, before, case);
    }
    let known = before.map_or(0, |before| before.events().len());
    let is_filed = |event: &Event| matches!(event, Event::Submitted { .. } | Event::Corrected { .. });
    if case.events().iter().skip(known).any(|recorded| is_filed(&recorded.event)) {
        filed(witness, case);
    }
}

/// What was imported and what follows from it is recorded when a case is opened, and stays as it was.
fn recorded(witness: &Witness, before: Option<&Case>, case: &Case) {
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
        let known = witness.was_imported(number, registration);
        witness.hold("a case is opened with what was imported of its candidate", known, || told(case));
    }
}

/// Returns the category that a case is filled in for, or filed in.
fn category_of(case: &Case) -> Option<&CategoryId> {
    match case.state() {
        State::Draft(draft) => draft.category.as_ref(),
        state => state.filing().map(|filing| &filing.category),
    }
}

/// All that is held of what the category asks for is filed, and something of each row that this candidate may not leave out.
fn filed(witness: &Witness, case: &Case) {
    let Some(filing) = case.events().iter().rev().find_map(|recorded| match &recorded.event {
        Event::Submitted { filing, .. } | Event::Corrected { filing } => Some(filing),
        _ => None,
    }) else {
        return;
    };
    let filed: BTreeSet<&PictureId> = filing.materials.keys().collect();
    let category = witness.policy.category(&filing.category);
    let rows = category.iter().flat_map(|category| &category.materials);
    let mut held = BTreeSet::new();
    for row in rows {
        let of_row = row.any_of.iter().flat_map(|material| case.materials().held_of(material));
        let before = held.len();
        held.extend(of_row.map(|(picture, _)| picture));
        let is_there = before < held.len();
        let may_lack = row.required_if.as_ref().is_some_and(|predicate| {
            let derived = case.derived();
            derived.is_some_and(|(registration, _)| {
                let truth = witness.policy.look_into(registration, predicate, case.opened()).1.truth;
                truth == domain::predicate::Truth::False
            })
        });
        witness.hold("nothing is filed without what is asked for", is_there || may_lack, || told(case));
    }
    witness.hold("whatever is held is filed", filed == held, || told(case));
    for material in witness.policy.materials() {
        let fits = case.materials().held_of(&material.id).count() <= usize::from(material.pictures_max);
        witness.hold("no material has more pictures than it has room for", fits, || told(case));
    }
}
