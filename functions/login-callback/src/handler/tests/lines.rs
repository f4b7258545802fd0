//! What the log says of logins, good and bad.

use std::cell::RefCell;
use std::rc::Rc;

use super::portal::{ADDRESS, exchange, told, visit};
use super::*;
use identity::Realm;

/// What the line of a request says.
fn said(log: &Rc<RefCell<Vec<String>>>) -> Value {
    let lines: Vec<Value> = log.take().iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut served = lines.into_iter().filter(|line| line["event"] == "served");
    let line = served.next().unwrap();
    assert_eq!(served.next(), None);
    line
}

/// A world, and its log.
fn logging() -> (World, Rc<RefCell<Vec<String>>>) {
    let mut world = World::new();
    let log: Rc<RefCell<Vec<String>>> = Rc::default();
    let kept = Rc::clone(&log);
    let service = world.deployment.service_logging(crate::COMPONENT, move |line| {
        kept.borrow_mut().push(line.to_owned());
    });
    world.service = service.with_outside(world.providers.outside());
    (world, log)
}

#[test]
fn the_line_of_a_login_says_which_provider_was_asked_and_by_which_way_it_has_recognised_somebody() {
    let (world, log) = logging();
    let claims = json!({ "acr": "urn:example:loa:3", "amr": ["face", "sms"] });
    world.providers.direct(Realm::Platform, json!({ "claims": claims }));
    let begun = world.begin("");
    assert_eq!(said(&log)["login"], json!({ "realm": "candidate" }));
    let callback = world.choose(&begun, "person=0");
    let answer = world.get(&callback, &begun.cookie, OPEN);
    let line = said(&log);
    let expected = json!({ "realm": "candidate", "acr": "urn:example:loa:3", "amr": ["face", "sms"] });
    assert_eq!((&line["login"], &line["code"]), (&expected, &Value::Null));
    assert_eq!(line["account"], world.session(&answer)["account"]);

    // The office says nothing of ways; and whoever comes from a portal has logged in, too.
    log.take();
    world.log_in("realm=staff", "person=100&role=reviewer&region=440300");
    let lines = log.take();
    assert!(lines.iter().all(|line| line.contains(r#""login":{"realm":"staff"}"#)), "{lines:?}");
    let begun = world.begin_visit(&visit());
    let callback = world.choose(&begun, "person=0");
    log.take();
    let code = told(&world.get(&callback, &begun.cookie, OPEN), ADDRESS).remove(0).1;
    let mut through = expected.clone();
    through["portal"] = json!("city-hall");
    assert_eq!(said(&log)["login"], through);
    // Whose token it is that the portal has got.
    world.exchange(&exchange(&code), OPEN);
    assert_eq!(said(&log)["account"], line["account"]);
}

#[test]
fn the_line_of_a_login_that_has_failed_says_where_and_why() {
    let (world, log) = logging();
    for (script, choice, status, code) in [
        (json!({ "signature": "wrong-key", "claims": { "amr": ["pwd"] } }), "person=0", 403, "login-failed"),
        (json!({}), "person=nobody", 403, "login-refused"),
        (json!({ "claims": { "name": null } }), "person=0", 403, "identity-incomplete"),
    ] {
        world.providers.direct(Realm::Platform, script);
        let begun = world.begin("");
        let callback = world.choose(&begun, choice);
        log.take();
        world.get(&callback, &begun.cookie, OPEN).refused(status, code);
        let line = said(&log);
        assert_eq!((&line["code"], &line["login"]), (&json!(code), &json!({ "realm": "candidate" })));
    }
    // Where it was, is known only to the browser that has begun it.
    world.get("/auth/callback?state=x&code=y", "", OPEN).refused(400, "login-expired");
    assert_eq!(said(&log)["login"], Value::Null);
}

#[test]
fn nothing_that_a_provider_writes_in_the_place_of_a_way_gets_into_the_log() {
    let (world, log) = logging();
    let claims = json!({ "acr": "王小明", "amr": ["13800000000", "pwd", "a\n{\"event\":\"served\"}"] });
    world.providers.direct(Realm::Platform, json!({ "claims": claims }));
    let begun = world.begin("");
    let callback = world.choose(&begun, "person=0");
    log.take();
    assert_eq!(world.get(&callback, &begun.cookie, OPEN).status, 303);
    let expected = json!({ "realm": "candidate", "acr": "other", "amr": ["other", "pwd", "other"] });
    assert_eq!(said(&log)["login"], expected);
}
