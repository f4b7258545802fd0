//! When a code can be sent, and what becomes of one that was not.

use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn another_code_can_be_sent_from_the_very_instant_that_is_named() {
    let codes = sent(&Codes::default(), 1, "111111", at(START));
    let again = on_the_day("10:01:00");
    refused(&codes, on_the_day("10:00:59.999"), Refused::TooSoon { again });
    sent(&codes, 2, "222222", again);
}

#[test]
fn a_code_that_is_still_being_sent_keeps_a_rival_waiting() {
    let codes = reserved(&Codes::default(), 1, "111111", at(START));
    refused(&codes, at(START), Refused::TooSoon { again: on_the_day("10:01:00") });
}

#[test]
fn the_codes_of_a_day_are_those_of_a_civil_day_in_china() {
    let codes = sent(&Codes::default(), 1, "111111", on_the_day("00:00:00"));
    let codes = sent(&codes, 2, "222222", on_the_day("23:00:00"));
    let again = at("2030-04-17T00:00:00+08:00");
    refused(&codes, on_the_day("23:59:59.999"), Refused::QuotaUsedUp { again });
    let codes = sent(&codes, 3, "333333", again);
    sent(&codes, 4, "444444", at("2030-04-17T00:01:00+08:00"));
}

#[test]
fn at_the_turn_of_the_day_the_time_between_two_codes_still_counts() {
    let codes = sent(&Codes::default(), 1, "111111", on_the_day("23:58:00"));
    let codes = sent(&codes, 2, "222222", on_the_day("23:59:30"));
    let again = at("2030-04-17T00:00:30+08:00");
    refused(&codes, on_the_day("23:59:59.999"), Refused::QuotaUsedUp { again });
    refused(&codes, at("2030-04-17T00:00:29.999+08:00"), Refused::TooSoon { again });
    sent(&codes, 3, "333333", again);
}

#[test]
fn a_code_that_was_not_sent_takes_nothing_and_the_one_before_can_be_entered_again() {
    let before = sent(&Codes::default(), 1, "111111", at(START));
    let now = on_the_day("10:01:00");
    let during = reserved(&before, 2, "222222", now);
    assert!(matches!(entered(&during, "111111", now), Ok(Entered::Wrong { .. })));
    let after = during.not_sent(attempt(2));
    assert_eq!(after, before);
    assert!(matches!(entered(&after, "111111", now), Ok(Entered::Right { .. })));
    sent(&after, 3, "333333", now);
}

#[test]
fn what_has_been_sent_is_never_taken_back() {
    let codes = sent(&Codes::default(), 1, "111111", at(START));
    assert_eq!(codes.not_sent(attempt(1)), codes);
    assert_eq!(codes.sent(attempt(7)), codes);
}

#[test]
fn a_code_that_nobody_knows_the_fate_of_counts_only_as_long_as_it_can_be_entered() {
    let codes = reserved(&Codes::default(), 1, "111111", at(START));
    let codes = sent(&codes, 2, "222222", on_the_day("10:01:00"));
    let again = on_the_day("10:05:00");
    refused(&codes, on_the_day("10:04:59.999"), Refused::QuotaUsedUp { again });
    sent(&codes, 3, "333333", again);
}

#[test]
fn a_code_that_was_entered_was_sent_whatever_the_gateway_has_said() {
    let codes = reserved(&Codes::default(), 1, "111111", at(START));
    let Ok(Entered::Right { codes, .. }) = entered(&codes, "111111", at(START)) else {
        panic!("it is right")
    };
    assert_eq!(codes.not_sent(attempt(1)), codes);
    let codes = sent(&codes, 2, "222222", on_the_day("10:06:00"));
    let again = at("2030-04-17T00:00:00+08:00");
    refused(&codes, on_the_day("10:08:00"), Refused::QuotaUsedUp { again });
}

#[test]
fn a_machine_whose_clock_is_behind_counts_from_the_last_code() {
    let codes = sent(&Codes::default(), 1, "111111", at(START));
    refused(&codes, on_the_day("09:00:00"), Refused::TooSoon { again: on_the_day("10:01:00") });
}

#[test]
fn the_code_of_an_attempt_is_found_again_with_everything_that_was_said_of_it() {
    let codes = sent(&Codes::default(), 1, "111111", at(START));
    let sending = codes.sent_by(attempt(1)).unwrap();
    assert_eq!((sending.good.too_late, sending.again), (on_the_day("10:05:00"), on_the_day("10:01:00")));
    assert_eq!(codes.sent_by(attempt(2)), None);
}
