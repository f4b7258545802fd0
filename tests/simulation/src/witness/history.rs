//! What must be true of a case with every commit, given how it was before.

use domain::case::{Case, Event, State};

use super::{Witness, cut_off, is_decision, lapse};
use crate::world::World;

/// Compares a case with how it was seen before.
pub(super) fn check(witness: &Witness, world: &World, before: Option<&Case>, case: &Case) {
    let events = case.events();
    let known = before.map_or(0, |before| before.events().len());
    let keeps = before.is_none_or(|before| events.get(..known) == Some(before.events()));
    witness.hold("a history is only added to", keeps, || told(case));
    let chain = case.verify_chain();
    witness.hold("events chain, and lead to the state", chain.is_ok(), || format!("{chain:?}"));

    let mut rounds = 0;
    let mut decisions = 0;
    for recorded in events {
        match recorded.event {
            Event::Submitted { .. } | Event::Corrected { .. } => rounds += 1,
            _ if is_decision(recorded) => decisions += 1,
            _ => {}
        }
    }
    witness.hold("one decision for what was filed", decisions <= rounds, || told(case));

    let added = events.get(known..).unwrap_or_default();
    // What was added by one commit is judged by what was there before; more than one event at a time follows from the first.
    for recorded in added {
        if let Some(too_late) = cut_off(before, &recorded.event, &witness.policy) {
            let promise = "a person's cut-off is exact";
            witness.hold(promise, recorded.at < too_late, || told(case));
        }
        match recorded.event {
            Event::Lapsed { due, cause } => {
                let exact = lapse(before, cause, &witness.policy) == Some(due);
                witness.hold("a lapse is dated by its cut-off", exact, || told(case));
                witness.hold("nothing lapses early", due <= recorded.at, || told(case));
            }
            Event::Returned { closes, .. } => {
                let was_late = matches!(before.map(Case::state), Some(State::UnderReview(review))
                    if review.due.too_late <= recorded.at);
                let least = recorded.at + witness.programme.after_late_return();
                let enough = !was_late || least <= closes.too_late;
                if was_late {
                    witness.tally.count("returned late");
                }
                witness.hold("an office's lateness costs the person nothing", enough, || told(case));
            }
            Event::Escalated { due } => {
                witness.hold("a duty is escalated at its end", due <= recorded.at, || told(case));
            }
            _ => {}
        }
    }

    leases(witness, case, known);
    if let Some(before) = before
        && is_terminal(before)
    {
        let only_besides = added.iter().all(|recorded| {
            matches!(
                recorded.event,
                Event::RegistrationRead { .. }
                    | Event::Escalated { .. }
                    | Event::MessageDue { .. }
                    | Event::MessageClaimed { .. }
                    | Event::MessageTried { .. }
                    | Event::MessageDropped
            )
        });
        let same = before.state().name() == case.state().name();
        witness.hold("nothing terminal changes", only_besides && same, || told(case));
    }
    if added.iter().any(|recorded| world.time() < recorded.at) {
        world.tally.count("an event dated by a clock that is ahead");
    }
}

/// Nobody takes over from somebody who may still be at it.
fn leases(witness: &Witness, case: &Case, known: usize) {
    let (mut asking, mut sending, mut was_claimed) = (None, None, false);
    for (place, recorded) in case.events().iter().enumerate() {
        let (held, promise) = match recorded.event {
            Event::TakenOver { lease } => (asking.replace(lease), "checks are taken over after their lease"),
            Event::MessageClaimed { lease } => {
                was_claimed = true;
                (sending.replace(lease), "a message is claimed after the lease before")
            }
            Event::Submitted { lease, .. } => {
                asking = Some(lease);
                continue;
            }
            Event::MessageTried { rests, .. } => {
                (sending, was_claimed) = (None, rests.is_some());
                continue;
            }
            Event::MessageDropped => {
                if known <= place {
                    let promise = "a message that somebody may have sent is not dropped";
                    witness.hold(promise, !was_claimed, || told(case));
                }
                (sending, was_claimed) = (None, false);
                continue;
            }
            _ => continue,
        };
        let is_over = held.is_none_or(|held| held.too_late <= recorded.at);
        if known <= place {
            witness.hold(promise, is_over, || told(case));
        }
    }
}

fn is_terminal(case: &Case) -> bool {
    matches!(
        case.state(),
        State::Approved(_) | State::Rejected(_) | State::Lapsed(_) | State::Discarded { .. }
    )
}

/// Tells the history of a case in its events.
pub(super) fn told(case: &Case) -> String {
    let events = case.events().iter();
    let events =
        events.map(|recorded| format!("{} {}", domain::instant::format(recorded.at), recorded.event.name()));
    events.collect::<Vec<_>>().join(", ")
}
