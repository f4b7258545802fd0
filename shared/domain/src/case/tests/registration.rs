//! The registration on the examination site: set by staff, read back, escalated when they are late.

use super::messages::{corrected, done, filed, not_done, objecting};
use super::review::reviewing;
use super::*;
use crate::policy::tests::filing;
use chrono::TimeDelta;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Before the clock of the registration starts, which is on the 15th at 09:00.
const EARLY: &str = "2030-04-13T10:00:00+08:00";
const DUE: &str = "2030-04-16T09:00:00.001+08:00";

fn approved() -> Case {
    done(&filed(EARLY), &reviewing(40, Act::Pass), EARLY)
}

fn reading(id: u128, status: SiteStatus) -> Command {
    reviewing(id, Act::ReadRegistration { status })
}

fn elapsing() -> Command {
    Command { id: CommandId::from_u128(90), actor: Actor::System, act: Act::Elapse }
}

#[test]
fn an_approved_case_awaits_its_registration_for_24_hours_from_the_start_of_the_clock() {
    let registration = *approved().registration().unwrap();
    assert_eq!((registration.status, registration.due.too_late), (SiteStatus::AwaitingReview, at(DUE)));
    assert_eq!(registration.pay_before, None);
    let late = "2030-04-17T10:00:00+08:00";
    let later = done(&filed(late), &reviewing(40, Act::Pass), late);
    assert_eq!(later.registration().unwrap().due.too_late, at("2030-04-18T10:00:00.001+08:00"));
}

#[test]
fn whoever_was_approved_after_a_correction_pays_before_the_end_of_the_day() {
    let now = "2030-04-19T17:59:59.999+08:00";
    let approved = done(&corrected(), &reviewing(41, Act::Pass), now);
    let pay_before = approved.registration().unwrap().pay_before.unwrap();
    assert_eq!(pay_before.too_late, at("2030-04-20T00:00:00+08:00"));
    assert!(pay_before.is_open(at("2030-04-19T23:59:59.999+08:00")));
    assert!(!pay_before.is_open(at("2030-04-20T00:00:00+08:00")));
}

#[test]
fn staff_make_it_possible_to_pay_in_time_for_whoever_was_approved_after_a_correction() {
    let due = |now: &str| {
        let approved = done(&corrected(), &reviewing(41, Act::Pass), now);
        approved.registration().unwrap().due.too_late
    };
    assert_eq!(due("2030-04-18T17:59:59.998+08:00"), at("2030-04-19T17:59:59.999+08:00"));
    assert_eq!(due("2030-04-18T17:59:59.999+08:00"), at("2030-04-19T18:00:00+08:00"));
    assert_eq!(due("2030-04-19T17:59:59.999+08:00"), at("2030-04-19T18:00:00+08:00"));
    assert_eq!(due("2030-04-19T20:00:00+08:00"), at("2030-04-19T18:00:00+08:00"));
}

#[test]
fn when_the_closing_was_moved_paying_ends_as_much_later() {
    // The office was late: its 48 hours have ended on the 17th.
    let returned = "2030-04-19T12:00:00+08:00";
    let case = done(&filed(EARLY), &objecting(40), returned);
    let State::Returned(state) = case.state() else { panic!("not returned: {:?}", case.state()) };
    let moved = state.closes.too_late - at("2030-04-19T15:00:00+08:00");
    assert!(TimeDelta::zero() < moved);
    let corrected = done(&case, &by(ANNA, 41, Act::Correct { form: filled().form }), returned);
    let approved = done(&corrected, &reviewing(42, Act::Pass), returned);
    let registration = *approved.registration().unwrap();
    assert_eq!(registration.pay_before.unwrap().too_late, at("2030-04-20T00:00:00+08:00") + moved);
    assert_eq!(
        registration.due.too_late,
        (at("2030-04-19T18:00:00+08:00") + moved).min(at("2030-04-20T12:00:00.001+08:00"))
    );
}

#[test]
fn what_the_site_says_is_recorded_when_it_says_something_new() {
    let payable = done(&approved(), &reading(50, SiteStatus::AwaitingPayment), EARLY);
    assert_eq!(payable.registration().unwrap().status, SiteStatus::AwaitingPayment);
    let again = done(&payable, &reading(51, SiteStatus::AwaitingPayment), EARLY);
    assert_eq!(again, payable);
    let paid = done(&payable, &by(ANNA, 52, Act::ReadRegistration { status: SiteStatus::Paid }), EARLY);
    assert_eq!(paid.registration().unwrap().status, SiteStatus::Paid);
    assert_eq!(paid.due(&filing::policy()), None);
}

#[test]
fn a_stuck_registration_is_escalated_once_and_the_approval_stands() {
    let case = approved();
    assert_eq!(case.due(&filing::policy()), Some(at(DUE)));
    assert_eq!(done(&case, &elapsing(), "2030-04-16T09:00:00+08:00"), case);
    let escalated = done(&case, &elapsing(), DUE);
    assert!(escalated.registration().unwrap().escalated);
    assert_eq!(escalated.state().name(), "approved");
    assert_eq!(escalated.due(&filing::policy()), None);
    done(&escalated, &reading(51, SiteStatus::AwaitingPayment), "2030-04-20T09:00:00+08:00");
}

#[test]
fn what_has_been_set_in_time_is_never_escalated() {
    let payable = done(&approved(), &reading(50, SiteStatus::AwaitingPayment), EARLY);
    assert_eq!(payable.due(&filing::policy()), None);
    assert_eq!(done(&payable, &elapsing(), DUE), payable);
}

#[test]
fn a_case_that_is_not_approved_has_no_registration() {
    not_done(&filed(EARLY), &reading(50, SiteStatus::Paid), EARLY, Rejection::NoRegistration);
    let returned = done(&filed(EARLY), &objecting(40), EARLY);
    not_done(&returned, &reading(50, SiteStatus::Paid), EARLY, Rejection::NoRegistration);
}

#[test]
fn a_stranger_does_not_ask_where_the_registration_is() {
    let stranger = by(BELA, 50, Act::ReadRegistration { status: SiteStatus::Paid });
    not_done(&approved(), &stranger, EARLY, Rejection::NotTheOwner);
}

#[test]
fn a_programme_without_a_site_has_no_registration() {
    let policy = policies::small();
    let events = decide(None, &opening(1), &policy, at(OPENS)).unwrap();
    let opened = apply(None, &events, &opening(1), at(OPENS)).unwrap();
    let case = edit_draft(&opened, filled(), &Actor::Candidate(ANNA), &policy, at(OPENS)).unwrap();
    let mut case = Some(case);
    for command in [by(ANNA, 2, Act::Submit { verified: None }), reviewing(3, Act::Pass)] {
        let events = decide(case.as_ref(), &command, &policy, at(EARLY)).unwrap();
        case = Some(apply(case.as_ref(), &events, &command, at(EARLY)).unwrap());
    }
    assert_eq!(case.unwrap().registration(), None);
}
