use super::*;
use crate::{actor::Role, instant::parse, policy::Verification};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

mod captchas;
mod entering;
#[cfg(not(target_arch = "wasm32"))]
mod properties;
mod sending;

const RULES: Verification = Verification {
    code_digits: 6,
    valid_minutes: 5,
    tries: 3,
    codes_a_day: 2,
    seconds_between: 60,
    holds_minutes: 120,
};

const HERE: SessionId = SessionId::from_u128(1);
const ELSEWHERE: SessionId = SessionId::from_u128(2);

const START: &str = "2030-04-16T10:00:00+08:00";

fn at(text: &str) -> DateTime<Utc> {
    parse(text).unwrap()
}

/// An instant on the day of `START`, such as `10:00:59.999`.
fn on_the_day(time: &str) -> DateTime<Utc> {
    at(&std::format!("2030-04-16T{time}+08:00"))
}

fn attempt(number: u128) -> CommandId {
    CommandId::from_u128(number)
}

/// The digest of a code, without the key that it has outside.
fn digest(code: &str) -> Digest {
    Digest::of(code.as_bytes())
}

fn new(number: u128, code: &str) -> NewCode {
    NewCode { attempt: attempt(number), session: HERE, digest: digest(code) }
}

#[track_caller]
fn reserved(codes: &Codes, number: u128, code: &str, now: DateTime<Utc>) -> Codes {
    let reserved = codes.reserve(new(number, code), RULES, now).unwrap();
    assert!(reserved.bears(attempt(number)));
    reserved
}

/// A code that the gateway has taken.
#[track_caller]
fn sent(codes: &Codes, number: u128, code: &str, now: DateTime<Utc>) -> Codes {
    reserved(codes, number, code, now).sent(attempt(number))
}

#[track_caller]
fn refused(codes: &Codes, now: DateTime<Utc>, expected: Refused) {
    assert_eq!(codes.reserve(new(99, "999999"), RULES, now), Err(expected));
    assert_eq!(codes.may_send(RULES, now), Err(expected));
}

fn entered(codes: &Codes, code: &str, now: DateTime<Utc>) -> Result<Entered, Refused> {
    codes.enter(HERE, |known| *known == digest(code), now)
}

#[test]
fn only_candidates_verify_a_telephone() {
    let id = AccountId::from_u128(1);
    assert_eq!(permit(&Actor::Candidate(id)), Ok(id));
    let staff = Actor::Staff { id, role: Role::Reviewer, region: "440300".parse().unwrap() };
    for actor in [staff, Actor::Portal, Actor::System] {
        assert_eq!(permit(&actor), Err(Rejection::NotPermitted));
    }
}

#[test]
fn nothing_is_kept_for_longer_than_it_matters() {
    assert_eq!(Codes::default().over(), None);
    let codes = sent(&Codes::default(), 1, "111111", at(START));
    assert_eq!(codes.over(), Some(at("2030-04-17T00:00:00+08:00")));
    let late = sent(&Codes::default(), 1, "111111", on_the_day("23:59:00"));
    assert_eq!(late.over(), Some(at("2030-04-17T00:04:00+08:00")));
    let after = sent(&late, 2, "222222", at("2030-04-17T00:04:00+08:00"));
    assert!(!after.bears(attempt(1)) && after.bears(attempt(2)));
}

#[test]
fn what_is_stored_is_read_back_in_both_forms() {
    let codes = sent(&Codes::default(), 1, "111111", at(START));
    let Ok(Entered::Right { codes, .. }) = entered(&codes, "111111", at(START)) else {
        panic!("it is right")
    };
    let codes = codes.spend(Spent { id: 7, until: Cutoff { too_late: at(START) } }, at(START)).unwrap();
    let json = serde_json::to_string(&codes).unwrap();
    assert_eq!(serde_json::from_str::<Codes>(&json).unwrap(), codes);
    assert!(json.contains(r#""entered":"2030-04-16T02:00:00Z""#), "{json}");
}
