//! The step-up before filing (S1-50).

use super::{materials, *};
use crate::policy::tests::filing;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const VERIFIED: &str = "2030-04-16T10:00:00+08:00";
/// The policy says that a verified session may file for two hours.
const HOLDS: &str = "2030-04-16T11:59:59.999+08:00";
const ENDED: &str = "2030-04-16T12:00:00+08:00";

/// A case in which nothing is missing, under a policy that asks for the step-up.
fn complete() -> Case {
    let policy = filing::policy();
    let events = decide(None, &opening(1), &policy, at(OPENS)).unwrap();
    let opened = apply(None, &events, &opening(1), at(OPENS)).unwrap();
    let confirmed = ["notice", "consent", "promise"].iter().map(|id| id.parse().unwrap()).collect();
    let anna = Actor::Candidate(ANNA);
    let drafted = edit_draft(&opened, Draft { confirmed, ..filled() }, &anna, &policy, at(OPENS)).unwrap();
    edit_materials(&drafted, &materials::holding("card"), &anna, &policy, at(OPENS)).unwrap()
}

fn filing(verified: Option<&str>) -> Command {
    by(ANNA, 2, Act::Submit { verified: verified.map(at) })
}

#[track_caller]
fn filed(verified: Option<&str>, now: &str) -> Result<Vec<Event>, Rejection> {
    decide(Some(&complete()), &filing(verified), &filing::policy(), at(now))
}

#[test]
fn nothing_is_filed_before_the_telephone_is_verified() {
    assert_eq!(filed(None, VERIFIED), Err(Rejection::NotVerified));
    assert!(filed(Some(VERIFIED), VERIFIED).is_ok());
}

#[test]
fn what_is_missing_is_said_before_the_telephone_has_to_be_verified() {
    let missing = Rejection::Incomplete { missing: vec![Required::OneOf(vec!["card".parse().unwrap()])] };
    let filed = |verified: Option<&str>| {
        decide(Some(&materials::drafted()), &filing(verified), &filing::policy(), at(VERIFIED))
    };
    for verified in [None, Some(VERIFIED)] {
        assert_eq!(filed(verified), Err(missing.clone()));
    }
}

#[test]
fn a_verified_session_files_up_to_the_last_millisecond_for_which_that_holds() {
    assert!(filed(Some(VERIFIED), HOLDS).is_ok());
    assert_eq!(filed(Some(VERIFIED), ENDED), Err(Rejection::NotVerified));
}

#[test]
fn what_is_filed_says_when_the_telephone_was_verified() {
    let events = filed(Some(VERIFIED), HOLDS).unwrap();
    let [Event::Submitted { verified, .. }, ..] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(*verified, Some(at(VERIFIED)));
}

#[test]
fn a_repeat_is_answered_as_the_first_time_also_when_the_step_up_has_ended_meanwhile() {
    let command = filing(Some(VERIFIED));
    let events = decide(Some(&complete()), &command, &filing::policy(), at(HOLDS)).unwrap();
    let case = apply(Some(&complete()), &events, &command, at(HOLDS)).unwrap();
    for verified in [Some(VERIFIED), None] {
        let repeat = filing(verified);
        assert_eq!(decide(Some(&case), &repeat, &filing::policy(), at(ENDED)), Ok(vec![]));
    }
}

#[test]
fn where_the_policy_asks_for_no_step_up_none_is_needed_and_none_is_recorded() {
    let case = submission::drafted(filled());
    let command = filing(Some(VERIFIED));
    let events = decide(Some(&case), &command, &policies::approval::with_a_rule(), at(VERIFIED)).unwrap();
    let [Event::Submitted { verified: None, .. }, ..] = events.as_slice() else { panic!("{events:?}") };
}
