//! Nobody is logged in without doing anything, though their provider remembers them.

use super::*;
use identity::Realm;

/// A world in which the platform remembers somebody, besides what this script says.
fn remembering(mut script: Value) -> World {
    let world = World::new();
    script["remembers"] = json!(0);
    world.providers.direct(Realm::Platform, script);
    world
}

/// The platform sends the browser back at once, and this is how that ends.
fn sent_back(world: &World, begun: &Begun) -> Answer {
    let response = world.providers.open(begun.address.as_str());
    assert_eq!(response.status(), 303, "it asks: {:?}", response.body());
    let callback = response.headers()["location"].to_str().unwrap().to_owned();
    world.get(callback.strip_prefix(kit::ORIGIN).unwrap(), &begun.cookie, OPEN)
}

#[test]
fn a_provider_that_remembers_somebody_has_them_log_in_all_the_same() {
    let world = remembering(json!({}));
    for path in ["/auth/login?", "/auth/authorize?"] {
        let begun = match path {
            "/auth/login?" => world.begin(""),
            _ => world.begin_visit(&portal::visit()),
        };
        let asked = world.providers.open(begun.address.as_str());
        assert_eq!(asked.status(), 200, "a page on which somebody chooses");
        let callback = world.choose(&begun, "person=0");
        assert_eq!(world.get(&callback, &begun.cookie, OPEN).status, 303);
        // It would not have asked but for that.
        let unasked = begun.address.as_str().replace("prompt=login", "prompt=");
        assert_ne!(unasked, begun.address.as_str());
        assert_eq!(world.providers.open(&unasked).status(), 303);
    }
}

#[test]
fn whom_a_provider_sends_back_without_asking_is_not_let_in() {
    let world = remembering(json!({ "ignores_prompt": true }));
    let answer = sent_back(&world, &world.begin(""));
    answer.refused(403, "login-failed");
    assert!(!answer.headers.contains_key("set-cookie"), "{:?}", answer.headers);
    let told = portal::told(&sent_back(&world, &world.begin_visit(&portal::visit())), portal::ADDRESS);
    assert_eq!(told[..2], [("error", "access_denied"), ("error_description", "login-failed")].map(pair));
}

fn pair((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn somebody_has_logged_in_for_this_attempt_from_its_beginning_on_as_clocks_may_differ_by_a_minute() {
    let began = domain::instant::parse(OPEN).unwrap().timestamp();
    for (logged_in, status) in [
        (json!(began - 61), 403),
        (json!(began - 60), 303),
        (json!(began), 303),
        (json!(began + 600), 303),
        // A provider need not say it.
        (Value::Null, 303),
    ] {
        let world = World::new();
        world.providers.direct(Realm::Platform, json!({ "claims": { "auth_time": logged_in } }));
        let answer = world.log_in("", "person=0");
        assert_eq!(answer.status, status, "{logged_in}: {}", answer.text);
    }
}
