//! Requests that are not as they must be, and people who have nothing to verify.

use super::*;
use http::Method;

#[test]
fn only_candidates_verify_a_telephone_and_only_one_that_is_known() {
    let world = World::new();
    let reviewer = world.deployment.log_in(kit::reviewer(7), OPEN);
    for (what, body) in [("captcha", Value::Null), ("verification", json!({ "code": "1" }))] {
        world.ask(&reviewer, what, None, &body, OPEN).refused(403, "not-permitted");
    }
    let without = World::of(None);
    without.code("one", OPEN).refused(409, "no-telephone");
    let code = json!({ "code": "1" });
    without.ask(&without.token, "verification", None, &code, OPEN).refused(409, "no-telephone");
}

#[test]
fn a_request_that_makes_no_sense_says_what_is_wrong_with_it() {
    let world = World::new();
    let good = answered(&world.captcha(OPEN));
    let asked = |key: Option<&str>, body: &Value| world.ask(&world.token, "codes", key, body, OPEN);
    asked(None, &good).refused(400, "idempotency-key-required");
    asked(Some("one"), &json!({})).refused(422, "invalid-fields");
    let mut both = good.clone();
    both["text"] = json!("A");
    asked(Some("one"), &both).refused(422, "invalid-fields");
    let mut elsewhere = good.clone();
    elsewhere["programme"] = json!("nothing-like-that");
    asked(Some("one"), &elsewhere).refused(404, "unknown-programme");
    world.ask(&world.token, "verification", None, &json!({}), OPEN).refused(422, "invalid-fields");
    assert_eq!(asked(Some("one"), &good).status, 200);
}

#[test]
fn nothing_is_given_to_whoever_is_not_logged_in_and_no_other_address_or_method_is_known() {
    let world = World::new();
    world.ask("nobody", "captcha", None, &Value::Null, OPEN).refused(401, "session-ended");
    world.ask(&world.token, "passwords", None, &Value::Null, OPEN).refused(404, "no-such-resource");
    let get = Request::builder().method(Method::GET).uri("/api/identity/codes").body(Body::full("")).unwrap();
    let answer = kit::answer(&world.service, get, OPEN, handle);
    answer.refused(405, "method-not-allowed");
    assert_eq!(answer.header("allow"), "POST");
}

#[test]
fn the_password_for_another_programme_sends_no_code_for_this_one() {
    let world = World::new();
    let by = |programme: &str| world.deployment.log_in_by_password(world.account, programme, OPEN);
    let asked = |token: &str| {
        let captcha = world.ask(token, "captcha", None, &Value::Null, OPEN).json();
        world.ask(token, "codes", Some("one"), &answered(&captcha), OPEN)
    };
    asked(&by("another-interview")).refused(403, "other-programme");
    assert!(world.deployment.messages.arrived().is_empty());
    assert_eq!(asked(&by("shenzhen-interview")).status, 200);
}
