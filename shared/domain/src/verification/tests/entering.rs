//! What is entered: right, wrong, too late, too often.

use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn pending() -> Codes {
    sent(&Codes::default(), 1, "111111", at(START))
}

#[track_caller]
fn right(codes: &Codes, code: &str, now: DateTime<Utc>) -> (Codes, Verified) {
    match entered(codes, code, now) {
        Ok(Entered::Right { codes, verified }) => (codes, verified),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn wrong(codes: &Codes, code: &str, now: DateTime<Utc>) -> (Codes, u8) {
    match entered(codes, code, now) {
        Ok(Entered::Wrong { codes, tries_left }) => (codes, tries_left),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_right_code_verifies_for_as_long_as_the_policy_says() {
    let (_, verified) = right(&pending(), "111111", on_the_day("10:00:10"));
    assert_eq!((verified.at, verified.until.too_late), (on_the_day("10:00:10"), on_the_day("12:00:10")));
}

#[test]
fn a_code_is_good_up_to_its_last_millisecond() {
    right(&pending(), "111111", on_the_day("10:04:59.999"));
    assert_eq!(entered(&pending(), "111111", on_the_day("10:05:00")), Err(Refused::Expired));
}

#[test]
fn each_wrong_try_counts_and_after_the_last_the_right_code_is_not_looked_at() {
    let (codes, left) = wrong(&pending(), "000000", at(START));
    assert_eq!(left, 2);
    let (codes, left) = wrong(&codes, "", at(START));
    assert_eq!(left, 1);
    right(&codes, "111111", at(START));
    let (codes, left) = wrong(&codes, "000001", at(START));
    assert_eq!(left, 0);
    assert_eq!(entered(&codes, "111111", at(START)), Err(Refused::TriesUsedUp));
    // Another code has tries of its own.
    let codes = sent(&codes, 2, "222222", on_the_day("10:01:00"));
    right(&codes, "222222", on_the_day("10:01:00"));
}

#[test]
fn a_newer_code_takes_the_place_of_the_one_before() {
    let codes = sent(&pending(), 2, "222222", on_the_day("10:01:00"));
    wrong(&codes, "111111", on_the_day("10:01:00"));
    right(&codes, "222222", on_the_day("10:01:00"));
}

#[test]
fn a_code_is_entered_in_the_session_that_asked_for_it_and_no_other_one_wears_it_out() {
    let elsewhere = pending().enter(ELSEWHERE, |_| panic!("it is not looked at"), at(START));
    assert_eq!(elsewhere, Err(Refused::NoCode));
    assert_eq!(entered(&Codes::default(), "111111", at(START)), Err(Refused::NoCode));
}

#[test]
fn a_repeat_of_the_right_code_is_answered_as_the_first_time_and_prolongs_nothing() {
    let (codes, first) = right(&pending(), "111111", at(START));
    let (again, second) = right(&codes, "111111", on_the_day("10:30:00"));
    assert_eq!((first, &codes), (second, &again));
    assert_eq!(entered(&codes, "000000", at(START)), Err(Refused::NoCode));
}

#[test]
fn a_code_whose_sending_is_unknown_can_be_entered() {
    right(&reserved(&Codes::default(), 1, "111111", at(START)), "111111", at(START));
}

#[test]
fn a_code_is_never_entered_before_it_was_sent() {
    let (_, verified) = right(&pending(), "111111", on_the_day("09:00:00"));
    assert_eq!(verified.at, at(START));
}
