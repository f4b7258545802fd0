//! Logging in by number and password.

use super::derivation::published;
use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const PUBLISHED: &str = include_str!("../../../../policies/wuhan-interview-2027.toml");

/// Asserts what is said of the published policy with `from` replaced by `to`.
#[track_caller]
fn refused(from: &str, to: &str, message: &str) {
    assert!(PUBLISHED.contains(from), "{from}");
    let error = Policy::parse(PUBLISHED.replacen(from, to, 1).as_bytes()).unwrap_err().to_string();
    assert!(error.contains(message), "{error}");
}

#[test]
fn s4_10_the_first_password_is_the_registered_address_whatever_its_letter_case() {
    let policy = published();
    let rules = policy.password().unwrap();
    assert_eq!((rules.first, rules.letter_case), (FirstPassword::RegisteredEmail, LetterCase::Ignored));
    assert_eq!((rules.characters_min, rules.tries), (12, Tries { max: 5, minutes: 15 }));
    assert!(
        policy.ours().iter().any(|mark| mark == "S4-10") && policy.ours().iter().any(|mark| mark == "S4-11")
    );
    let counting = PUBLISHED.replacen("letter-case = \"ignored\"", "letter-case = \"counts\"", 1);
    let policy = Policy::parse(counting.as_bytes()).unwrap();
    assert_eq!(policy.password().unwrap().letter_case, LetterCase::Counts);
}

#[test]
fn nobody_logs_in_by_password_where_the_policy_does_not_say_so() {
    assert_eq!(small().password(), None);
    let shenzhen = Policy::parse(super::PUBLISHED.as_bytes()).unwrap();
    assert_eq!(shenzhen.password(), None);
}

#[test]
fn without_a_roster_there_is_no_first_password() {
    let rules = PUBLISHED.split_once("[password]").unwrap().1.split_once("\n# Why a case").unwrap().0;
    let error = Policy::parse(std::format!("{SMALL}[password]{rules}").as_bytes()).unwrap_err().to_string();
    assert!(error.contains("needs a table called derivation"), "{error}");
}

#[test]
fn numbers_that_guard_nothing_are_refused() {
    refused("characters-min = 12", "characters-min = 7", "from 8 to 64");
    refused("characters-min = 12", "characters-min = 65", "from 8 to 64");
    refused("max = 5\n", "max = 0\n", "from 1 to 10");
    refused("max = 5\n", "max = 11\n", "from 1 to 10");
    refused("minutes = 15", "minutes = 0", "from 1 to 1440");
    refused("minutes = 15", "minutes = 1441", "from 1 to 1440");
    refused("first = \"registered-email\"", "first = \"birth-date\"", "birth-date");
}

#[test]
fn there_are_at_most_a_hundred_tries_an_hour() {
    let with = |minutes: u16| {
        Policy::parse(PUBLISHED.replacen("minutes = 15", &std::format!("minutes = {minutes}"), 1).as_bytes())
    };
    assert!(with(3).is_ok());
    assert!(with(2).unwrap_err().to_string().contains("a hundred tries an hour at most"));
}
