//! A captcha counts once.

use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn captcha(id: u128) -> Spent {
    Spent { id, until: Cutoff { too_late: on_the_day("10:05:00") } }
}

#[test]
fn a_captcha_is_answered_once() {
    let codes = Codes::default().spend(captcha(1), at(START)).unwrap();
    assert_eq!(codes.spend(captcha(1), at(START)), Err(Refused::CaptchaSpent));
    assert_eq!(codes.spend(captcha(1), on_the_day("10:04:59.999")), Err(Refused::CaptchaSpent));
    assert!(codes.spend(captcha(2), at(START)).is_ok());
}

#[test]
fn it_is_forgotten_when_it_is_not_good_any_more() {
    let codes = Codes::default().spend(captcha(1), at(START)).unwrap();
    assert_eq!(codes.over(), Some(on_the_day("10:05:00")));
    let later = Spent { id: 2, until: Cutoff { too_late: on_the_day("10:10:00") } };
    let codes = codes.spend(later, on_the_day("10:05:00")).unwrap();
    assert_eq!(codes, Codes::default().spend(later, at(START)).unwrap());
}

#[test]
fn whoever_guesses_gets_no_further_than_sixteen_within_the_time() {
    let mut codes = Codes::default();
    for id in 0..ANSWERS_MAX as u128 {
        codes = codes.spend(captcha(id), at(START)).unwrap();
    }
    let again = on_the_day("10:05:00");
    let last = on_the_day("10:04:59.999");
    assert_eq!(codes.spend(captcha(99), last), Err(Refused::CaptchasUsedUp { again }));
    assert!(codes.spend(captcha(99), again).is_ok());
}
