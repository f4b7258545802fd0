//! What falls due: recorded late, it is still dated when it fell due.

use super::review::{objections, returned, reviewing};
use super::submission::{FILED, done, drafted, handed_over, not_done, submitted};
use super::*;
use crate::policy::tests::approval::with_a_rule;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const DAYS_LATER: &str = "2030-04-30T12:00:00+08:00";

fn elapsing(id: u128) -> Command {
    Command { id: CommandId::from_u128(id), actor: Actor::System, act: Act::Elapse }
}

#[track_caller]
fn nothing_is_due(case: &Case, now: &str) {
    assert_eq!(decide(Some(case), &elapsing(90), &with_a_rule(), at(now)), Ok(vec![]));
}

/// Asserts that `case` has nothing due a millisecond before `instant`, and lapses from it on, whenever that is recorded.
#[track_caller]
fn lapses(case: &Case, instant: &str, cause: Lapse) {
    let due = at(instant);
    assert_eq!(case.due(&with_a_rule()), Some(due));
    let before = due - chrono::TimeDelta::milliseconds(1);
    assert_eq!(decide(Some(case), &elapsing(90), &with_a_rule(), before), Ok(vec![]));
    for now in [instant, DAYS_LATER] {
        let lapsed = done(case, &elapsing(90), now);
        assert_eq!(lapsed.state(), &State::Lapsed(Lapsed { at: due, cause }));
        assert_eq!(lapsed.events().last().map(|last| last.at), Some(at(now)));
        assert_eq!(lapsed.due(&with_a_rule()), None);
    }
}

#[test]
fn a_draft_lapses_at_the_closing_of_the_window() {
    lapses(&drafted(filled()), CLOSED, Lapse::NotFiled);
}

#[test]
fn a_returned_case_lapses_when_its_supplement_closes() {
    lapses(&returned(), "2030-04-19T15:00:00+08:00", Lapse::NotCorrected);
}

#[test]
fn an_office_that_is_late_is_noted_once_and_costs_the_candidate_nothing() {
    let (case, due) = (handed_over(), "2030-04-18T10:00:00.001+08:00");
    assert_eq!(case.due(&with_a_rule()), Some(at(due)));
    nothing_is_due(&case, "2030-04-18T10:00:00+08:00");
    let escalated = done(&case, &elapsing(90), DAYS_LATER);
    assert_eq!(escalated.events().last().map(|last| &last.event), Some(&Event::Escalated { due: at(due) }));
    assert_eq!(escalated.due(&with_a_rule()), None);
    nothing_is_due(&escalated, DAYS_LATER);
    done(&escalated, &reviewing(40, Act::Pass), DAYS_LATER);
    done(&escalated, &reviewing(40, Act::Return { objections: objections() }), DAYS_LATER);
}

#[test]
fn pending_checks_fall_due_with_their_lease_and_are_never_lost_to_the_clock() {
    let case = submitted();
    assert_eq!(case.due(&with_a_rule()), Some(at("2030-04-16T10:00:20+08:00")));
    nothing_is_due(&case, DAYS_LATER);
}

#[test]
fn only_the_system_records_what_is_due_and_what_is_over_has_nothing_due() {
    let own = Command { actor: Actor::Candidate(ANNA), ..elapsing(90) };
    not_done(&drafted(filled()), &own, CLOSED, Rejection::NotPermitted);
    let approved = done(&handed_over(), &reviewing(40, Act::Pass), FILED);
    assert_eq!(approved.due(&with_a_rule()), None);
    nothing_is_due(&approved, DAYS_LATER);
}
