//! What a candidate does until somebody else has to do something.

use super::person::{Person, ms};
use super::play::{Play, Refused};
use domain::{
    Rejection,
    case::{Act, Draft, Form, State},
    policy::Policy,
    slug::CategoryId,
};
use std::collections::BTreeSet;

/// How far somebody has come by themselves.
#[derive(Clone, Debug)]
pub(crate) enum Come<'p> {
    /// To a case, whatever state it is in.
    Case(Box<Play<'p>>, Closed),
    /// The programme has no category for them, and they were told.
    WithoutCategory(CategoryId),
    /// The window was closed when they came.
    ClosedWindow,
    /// Nothing follows for them: that is no outcome.
    Nowhere,
}

/// Whether somebody has stood before a closed window with their case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    /// They have.
    Yes,
    /// They have not.
    No,
}

/// Plays what `person` does: opens a case, fills it in, files it, and has the registers asked.
pub(crate) fn come<'p>(policy: &'p Policy, person: &Person) -> Come<'p> {
    match Play::open(policy, person, person.opens) {
        Ok(mut play) => match file(&mut play, policy, person) {
            Ok(()) => Come::Case(Box::new(play), Closed::No),
            // Whatever they are told then, the case has lapsed.
            Err(Refused::By(_)) if matches!(play.case().state(), State::Lapsed(_)) => {
                Come::Case(Box::new(play), Closed::Yes)
            }
            Err(Refused::By(_) | Refused::Corrupt(_)) => Come::Nowhere,
        },
        Err(Refused::By(Rejection::WithoutCategory { id, .. })) => Come::WithoutCategory(id),
        Err(Refused::By(Rejection::WindowClosed { .. } | Rejection::WindowNotOpen { .. })) => {
            Come::ClosedWindow
        }
        Err(Refused::By(_) | Refused::Corrupt(_)) => Come::Nowhere,
    }
}

fn file(play: &mut Play<'_>, policy: &Policy, person: &Person) -> Result<(), Refused> {
    let filled_in = person.files.map_or(person.opens, |files| person.opens + (files - person.opens) / 2);
    play.sweep(filled_in)?;
    play.edit(draft(policy, person), filled_in)?;
    play.hand_in(0, filled_in)?;
    let Some(files) = person.files else { return Ok(()) };
    play.sweep(files)?;
    let verified = policy.verification().map(|_| filled_in);
    play.candidate(Act::Submit { verified }, files)?;
    if matches!(play.case().state(), State::Submitted(_)) {
        // Registers take from one second to nine.
        let settled = files + ms(1_000 + person.dice.clone().below(8_000));
        play.system(Act::SettleChecks { answers: person.answers.clone() }, settled)?;
    }
    Ok(())
}

/// Returns what somebody fills in.
fn draft(policy: &Policy, person: &Person) -> Draft {
    let confirmed: BTreeSet<_> = policy.statements().iter().map(|statement| statement.id.clone()).collect();
    Draft { category: person.category.clone(), form: form(person), confirmed }
}

fn form(person: &Person) -> Form {
    Draft::of(&person.identity).form
}
