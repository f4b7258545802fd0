//! A provider that does not let somebody in, or does not answer.

use super::*;
use identity::Realm;

#[test]
fn who_is_not_let_in_is_told_to_log_in_again() {
    let world = World::new();
    world.log_in("", "person=nobody").refused(403, "login-refused");
    let begun = world.begin("");
    let callback = world.choose(&begun, "person=nobody");
    let without_code = callback.replace("error=access_denied&", "");
    world.get(&without_code, &begun.cookie, OPEN).refused(403, "login-refused");
    let down = callback.replace("access_denied", "temporarily_unavailable");
    world.get(&down, &begun.cookie, OPEN).refused(503, "provider-unavailable");
}

#[test]
fn a_provider_that_fails_or_takes_too_long_is_said_to_be_unavailable() {
    for script in [json!({ "status": 500 }), json!({ "status": 302 }), json!({ "delay_ms": 1 })] {
        let world = World::new();
        let begun = world.begin("");
        let callback = world.choose(&begun, "person=0");
        world.providers.direct(Realm::Platform, script);
        world.get("/auth/login", "", OPEN).refused(503, "provider-unavailable");
        world.get(&callback, &begun.cookie, OPEN).refused(503, "provider-unavailable");
        // The other one is not concerned, and once it is back, the same callback is good.
        world.begin("realm=staff");
        world.providers.direct(Realm::Platform, json!({}));
        assert_eq!(world.get(&callback, &begun.cookie, OPEN).status, 303);
    }
}

#[test]
fn a_provider_that_nobody_reaches_is_said_to_be_unavailable() {
    let world = World::new();
    world.providers.vanish();
    let answer = world.get("/auth/login", "", OPEN);
    answer.refused(503, "provider-unavailable");
    assert!(!answer.headers.contains_key("set-cookie"));
}
