//! Choosing a password, and changing it.

use super::*;

#[track_caller]
fn not_settable(new: &str, code: &str) {
    let world = World::new();
    let answer = world.set(&Browser::default(), EMAIL, new, 0);
    answer.refused(422, "invalid-fields");
    let error = answer.json()["errors"][0].clone();
    assert_eq!((&error["pointer"], &error["code"]), (&json!("/new"), &json!(code)), "{new}");
    assert!(!answer.headers.contains_key("set-cookie"));
    // Nothing has changed, and no try is lost.
    for _ in 0..6 {
        world.log_in(&Browser::default(), EMAIL, 0).refused(403, "password-change-required");
    }
}

#[test]
fn a_password_is_long_enough_and_not_what_anybody_would_try_first() {
    not_settable("", "too-short");
    not_settable("kq7 vd2 mz9", "too-short");
    not_settable(&"kq7 vd2 mz9 ".repeat(11), "too-long");
    not_settable("aaaaaaaaaaaa", "common");
    not_settable("Password2027", "common");
    not_settable(EMAIL, "personal");
    not_settable(NUMBER, "personal");
    not_settable("wuhan-interview", "personal");
    not_settable("王小明王小明王小明王小明", "common");
}

#[test]
fn what_was_stolen_elsewhere_is_refused_in_any_case_and_whatever_digits_and_signs_are_around_it() {
    for new in ["kingdomhearts2", "KingdomHearts2", "volleyball2027", "!2027Liverpool!"] {
        not_settable(new, "breached");
    }
    // As a part of a longer one it is no better and no worse than any other word.
    let world = World::new();
    assert_eq!(world.set(&Browser::default(), EMAIL, "liverpool kq7 vd2 mz9", 0).status, 200);
}

#[test]
fn a_password_of_128_characters_of_any_kind_counts_to_the_last_one() {
    let new: String = "床前明月光，疑是地上霜。\t\u{1F40E} kq7".chars().cycle().take(128).collect();
    let world = World::new();
    assert_eq!(world.set(&Browser::default(), EMAIL, &new, 0).status, 200);
    let cut: String = new.chars().take(127).collect();
    world.log_in(&Browser::default(), &cut, 0).refused(403, "password-refused");
    assert_eq!(world.log_in(&Browser::default(), &new, 0).status, 201);
}

#[test]
fn every_character_counts_and_so_do_capitals_and_blanks() {
    let (world, _) = World::with_password();
    for other in ["KQ7 vd2 mz9 hw4", "kq7 vd2 mz9 hw4 ", "kq7vd2mz9hw4"] {
        world.log_in(&Browser::default(), other, 1_000).refused(403, "password-refused");
    }
    assert_eq!(world.log_in(&Browser::default(), OWN, 1_000).status, 201);
}

#[test]
fn a_change_needs_the_present_password_also_of_whoever_is_logged_in() {
    let (world, browser) = World::with_password();
    world.set(&browser, "wrong", OTHER, 1_000).refused(403, "password-refused");
    world.set(&browser, EMAIL, OTHER, 1_000).refused(403, "password-refused");
    assert_eq!(world.set(&browser, OWN, OTHER, 1_000).status, 200);
    world.log_in(&Browser::default(), OWN, 1_000).refused(403, "password-refused");
    assert_eq!(world.log_in(&Browser::default(), OTHER, 1_000).status, 201);
}

#[test]
fn who_does_not_know_the_present_password_learns_nothing_of_a_person_by_a_new_one() {
    let world = World::new();
    let answers: Vec<String> = [EMAIL, NUMBER, OWN, "short"]
        .into_iter()
        .map(|new| world.set(&Browser::default(), "wrong", new, 0).text)
        .collect();
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[test]
fn a_repeat_is_answered_as_the_first_time_for_ten_minutes() {
    let (world, browser) = World::with_password();
    let again = world.set(&browser, EMAIL, OWN, 599);
    assert_eq!(again.status, 200, "{}", again.text);
    assert!(world.session(&browser, 599).is_some());
    world.set(&browser, EMAIL, OWN, 600).refused(403, "password-refused");
    // Another new one is no repeat.
    world.set(&browser, EMAIL, OTHER, 599).refused(403, "password-refused");
}
