//! Who may do what to whose case, and in which states anything comes of it: tried for every deed, actor and state, and held against
//! the table that is written here.

use super::review::{corrected, objections, returned, reviewing};
use super::submission::{done, drafted, handed_over, submitted, submitting};
use super::*;
use crate::{id::EffectId, policy::tests::approval::with_a_rule};
use std::collections::BTreeMap;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The lease of whoever asks the registers has just ended.
const NOW: &str = "2030-04-16T10:00:20+08:00";

/// Who may do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// Its candidate.
    Owner,
    /// A reviewer whose region covers that of the programme.
    Reviewer,
    /// The same, but not for a case of their own.
    Stranger,
    /// The service itself.
    System,
    /// Whoever runs the deployment.
    Operator,
}

/// What can be done to a case.
enum Deed {
    Command(Act),
    Move,
    EditDraft,
    EditMaterials,
    Read,
}

use Who::{Operator, Owner, Reviewer, Stranger, System};

/// What, by whom, and where something comes of it. Reading changes nothing anywhere, and nothing that the service does by the clock
/// is due here.
fn table() -> Vec<(Deed, &'static [Who], &'static [&'static str])> {
    let form = filled().form;
    let command = Deed::Command;
    vec![
        (Deed::Read, &[Owner, Reviewer], &[]),
        (Deed::EditDraft, &[Owner], &["draft"]),
        (Deed::EditMaterials, &[Owner], &["draft", "returned"]),
        (command(Act::DiscardDraft), &[Owner], &["draft"]),
        (command(submitting().act), &[Owner], &["draft"]),
        (command(Act::Correct { form }), &[Owner], &["returned"]),
        (command(Act::TakeOverChecks), &[System], &["submitted"]),
        (command(Act::SettleChecks { answers: BTreeMap::new() }), &[System], &["submitted"]),
        (command(Act::Pass), &[Stranger], &["under review", "corrected"]),
        (command(Act::Return { objections: objections() }), &[Stranger], &["under review"]),
        (command(Act::Reject { objections: objections() }), &[Stranger], &["corrected"]),
        (command(Act::ReadRegistration { status: SiteStatus::Paid }), &[Owner, Reviewer, System], &[]),
        (command(Act::ClaimMessage), &[System], &[]),
        (
            command(Act::SettleMessage { key: EffectId::from_u128(1), attempt: Attempt::Taken }),
            &[System],
            &[],
        ),
        (command(Act::Elapse), &[System], &[]),
        (Deed::Move, &[Operator], &["draft", "submitted", "under review", "returned", "corrected"]),
    ]
}

/// A case in each of its states.
fn states() -> [(&'static str, Case); 9] {
    let lapsing = Command { id: CommandId::from_u128(70), actor: Actor::System, act: Act::Elapse };
    let rejecting = reviewing(71, Act::Reject { objections: objections() });
    let draft = drafted(filled());
    [
        ("discarded", done(&draft, &by(ANNA, 72, Act::DiscardDraft), OPENS)),
        ("lapsed", done(&draft, &lapsing, CLOSED)),
        ("draft", draft),
        ("submitted", submitted()),
        ("under review", handed_over()),
        ("returned", returned()),
        ("corrected", corrected()),
        ("approved", done(&handed_over(), &reviewing(73, Act::Pass), NOW)),
        ("rejected", done(&corrected(), &rejecting, NOW)),
    ]
}

/// Everybody there is: candidates, every role in and around the region and elsewhere, for others and for themselves, and machines.
fn actors() -> Vec<Actor> {
    let staff = Role::ALL.into_iter().flat_map(|role| {
        ["440300", "440000", "440304", "420100"].into_iter().flat_map(move |region| {
            [ANNA, BELA].map(|id| Actor::Staff { id, role, region: region.parse().unwrap() })
        })
    });
    let machines = [Actor::Portal, Actor::System, Actor::Operator];
    let others = [Actor::Candidate(ANNA), Actor::Candidate(BELA)].into_iter().chain(machines);
    staff.chain(others).collect()
}

/// Returns why `actor` may not do what those in `who` may, or nothing if they may. The case is Anna's, in Shenzhen.
fn forbidden(actor: Actor, who: &[Who]) -> Option<Rejection> {
    match actor {
        Actor::Candidate(_) if !who.contains(&Owner) => Some(Rejection::NotPermitted),
        Actor::Candidate(id) => (id != ANNA).then_some(Rejection::NotTheOwner),
        Actor::Staff { id: ANNA, role: Role::Reviewer, .. } if who.contains(&Stranger) => {
            Some(Rejection::OwnCase)
        }
        Actor::Staff { role: Role::Reviewer, region, .. }
            if who.contains(&Reviewer) || who.contains(&Stranger) =>
        {
            let is_covered = ["440300", "440000"].iter().any(|outer| region == outer.parse().unwrap());
            (!is_covered).then_some(Rejection::OutsideRegion)
        }
        Actor::System if who.contains(&System) => None,
        Actor::Operator if who.contains(&Operator) => None,
        Actor::Staff { .. } | Actor::Portal | Actor::System | Actor::Operator => {
            Some(Rejection::NotPermitted)
        }
    }
}

/// Returns whether anything comes of a deed, or why it is refused.
fn outcome(deed: &Deed, actor: Actor, case: &Case) -> Result<bool, Rejection> {
    let (policy, later, now) = (with_a_rule(), moving::later(), at(NOW));
    match deed {
        Deed::Command(act) => {
            let command = Command { id: CommandId::from_u128(99), actor, act: act.clone() };
            decide(Some(case), &command, &policy, now).map(|events| !events.is_empty())
        }
        Deed::Move => {
            let command = Move { actor, ..moving::moving(&later) };
            command.decide(case, &policy, now).map(|events| !events.is_empty())
        }
        Deed::EditDraft => edit_draft(case, Draft { category: None, ..filled() }, &actor, &policy, now)
            .map(|after| after != *case),
        Deed::EditMaterials => case.permit_editing_materials(&actor, &policy, now).map(|_| true),
        Deed::Read => case.permit_reading(&actor).map(|()| false),
    }
}

#[test]
fn every_deed_is_for_whom_it_is_meant_in_every_state_and_takes_effect_in_its_own() {
    let mut permitted = 0;
    for (deed, who, takes_effect_in) in table() {
        for (state, case) in states() {
            for actor in actors() {
                let outcome = outcome(&deed, actor, &case);
                let tried = format!("{state}, {actor:?}: {outcome:?}");
                match forbidden(actor, who) {
                    // Whoever may not is told nothing about the state.
                    Some(reason) => assert_eq!(outcome, Err(reason), "{tried}"),
                    None => {
                        permitted += 1;
                        assert_eq!(outcome == Ok(true), takes_effect_in.contains(&state), "{tried}");
                    }
                }
            }
        }
    }
    assert_ne!(permitted, 0);
}
