//! ID tokens that cannot be believed. Each is as right as can be but for one thing.

use super::*;
use identity::Realm;

/// Logs in at a provider that follows this script once the browser has left it.
fn log_in(world: &World, script: Value) -> Answer {
    let begun = world.begin("");
    let callback = world.choose(&begun, "person=0");
    world.providers.direct(Realm::Platform, script);
    world.get(&callback, &begun.cookie, OPEN)
}

#[track_caller]
fn not_believed(script: Value) {
    let answer = log_in(&World::new(), script);
    answer.refused(403, "login-failed");
    assert!(!answer.headers.contains_key("set-cookie"), "{:?}", answer.headers);
}

#[test]
fn a_signature_by_another_key_is_not_believed() {
    not_believed(json!({ "signature": "wrong-key" }));
    not_believed(json!({ "signature": "unknown-key" }));
}

#[test]
fn a_token_without_a_signature_is_not_believed() {
    not_believed(json!({ "signature": "none" }));
}

#[test]
fn the_secret_of_the_client_is_no_key_of_the_provider() {
    not_believed(json!({ "signature": "client-secret" }));
}

#[test]
fn a_token_for_somebody_else_is_not_believed() {
    not_believed(json!({ "claims": { "aud": "another service" } }));
    not_believed(json!({ "claims": { "aud": ["miaopi", "another service"] } }));
    not_believed(json!({ "claims": { "aud": null } }));
}

#[test]
fn a_token_of_another_issuer_is_not_believed() {
    not_believed(json!({ "claims": { "iss": kit::STAFF } }));
    not_believed(json!({ "claims": { "iss": format!("{}/", kit::PLATFORM) } }));
}

#[test]
fn a_token_is_good_up_to_the_second_in_which_it_expires() {
    let now = domain::instant::parse(OPEN).unwrap().timestamp();
    not_believed(json!({ "claims": { "exp": now } }));
    not_believed(json!({ "claims": { "exp": null } }));
    let answer = log_in(&World::new(), json!({ "claims": { "exp": now + 1 } }));
    assert_eq!(answer.status, 303, "{}", answer.text);
}

#[test]
fn a_token_is_good_from_the_second_on_that_it_names_as_clocks_may_differ_by_a_minute() {
    let now = domain::instant::parse(OPEN).unwrap().timestamp();
    for good in [json!(now - 60), json!(now), json!(now + 60), json!(now as f64 + 59.999)] {
        let answer = log_in(&World::new(), json!({ "claims": { "nbf": good } }));
        assert_eq!(answer.status, 303, "{good}: {}", answer.text);
    }
    let late = now as f64 + 60.001;
    for early in [json!(now + 61), json!(late), json!(1e300), json!("now"), json!([now]), json!(true)] {
        not_believed(json!({ "claims": { "nbf": early } }));
    }
}

#[test]
fn the_token_of_another_attempt_is_not_believed() {
    let world = World::new();
    let earlier = world.begin("");
    let nonce = earlier.address.query_pairs().find(|(name, _)| name == "nonce").unwrap().1;
    let answer = log_in(&world, json!({ "claims": { "nonce": nonce } }));
    answer.refused(403, "login-failed");
    not_believed(json!({ "claims": { "nonce": null } }));
}

#[test]
fn a_key_that_is_exchanged_while_somebody_logs_in_costs_nothing_and_the_old_one_counts_no_more() {
    let world = World::new();
    assert_eq!(log_in(&world, json!({ "key": 1 })).status, 303);
    assert_eq!(log_in(&world, json!({ "key": 2 })).status, 303);
    // It still signs with the key before, which it shows no longer.
    log_in(&world, json!({ "key": 2, "signature": "unknown-key" })).refused(403, "login-failed");
}

#[test]
fn keys_are_asked_for_once_the_provider_has_signed() {
    let world = World::new();
    let begun = world.begin("");
    let callback = world.choose(&begun, "person=0");
    world.providers.asked();
    world.get(&callback, &begun.cookie, OPEN);
    let expected = [".well-known/openid-configuration", "token", "keys"];
    assert_eq!(world.providers.asked(), expected.map(|path| format!("{}/{path}", kit::PLATFORM)));
}
