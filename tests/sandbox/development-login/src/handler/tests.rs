use super::*;
use edge::{ACCOUNTS, BUILD, SESSIONS, Service, Settings, identity_of};
use futures::executor::block_on;
use http::request::Builder;
use serde_json::Value;
use std::collections::BTreeMap;
use store::{KeyRing, Memory, Seeding, Store, seeded};

const ORIGIN: &str = "http://127.0.0.1:3000";

fn service(sandbox: &str) -> Service<Memory> {
    let ring = KeyRing::parse("1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=").unwrap();
    let store = Store::new(Memory::default(), ring, seeded(1));
    block_on(async {
        store.found(Seeding::First).await.unwrap();
        for collection in [SESSIONS, ACCOUNTS] {
            store.seed(collection, 1, Seeding::First).await.unwrap();
        }
        store.self_test(BUILD).await.unwrap();
    });
    let settings = Settings::new(ORIGIN, BTreeMap::from([("sandbox", sandbox.to_owned())]));
    Service::new(crate::COMPONENT, store, settings, |_| {})
}

fn ask(service: &Service<Memory>, request: Builder, body: &str) -> (u16, http::HeaderMap, Value) {
    let request =
        request.header("content-type", "application/json").body(Body::full(body.to_owned())).unwrap();
    let now = domain::instant::parse("2027-04-15T01:00:00Z").unwrap();
    let (head, body) = block_on(service.respond(request, now, handle)).into_parts();
    (head.status.as_u16(), head.headers, serde_json::from_slice(&body).unwrap())
}

fn log_in(body: &str) -> (u16, http::HeaderMap, Value) {
    ask(&service("true"), Request::post(ROUTE), body)
}

#[test]
fn outside_the_sandbox_there_is_nothing_here() {
    for value in ["", "false", "TRUE", "1"] {
        let (status, headers, document) = ask(&service(value), Request::post(ROUTE), "{}");
        assert_eq!((status, &document["code"]), (404, &"no-such-resource".into()), "{value}");
        assert!(!headers.contains_key(SET_COOKIE));
    }
}

#[test]
fn a_login_gives_a_cookie_and_the_same_token_for_programs() {
    let (status, headers, document) = log_in(r#"{"account":"wang-xiaoming"}"#);
    let token = document["token"].as_str().unwrap();
    let expected = format!("__Host-session={token}; Secure; HttpOnly; SameSite=Lax; Path=/");
    assert_eq!((status, headers[SET_COOKIE].to_str().unwrap()), (200, expected.as_str()));
    assert_eq!(document["ends"], "2027-04-15T01:30:00.000Z");
}

#[test]
fn the_session_is_that_of_the_role_that_was_asked_for() {
    let service = service("true");
    let body = r#"{"account":7,"role":"reviewer","region":"440304"}"#;
    let (_, _, document) = ask(&service, Request::post(ROUTE), body);
    let token = document["token"].as_str().unwrap();
    let id = document["account"].as_str().unwrap().parse().unwrap();
    let request = Request::get("/").header("authorization", format!("Bearer {token}"));
    let request = request.body(Body::full("")).unwrap();
    let now = domain::instant::parse("2027-04-15T01:00:00Z").unwrap();
    let answer = block_on(service.respond(request, now, async |request, cx| {
        let actor = cx.session(&request).await?.actor;
        let region = "440304".parse().unwrap();
        assert_eq!(actor, Actor::Staff { id, role: Role::Reviewer, region });
        Ok(edge::empty(StatusCode::OK))
    }));
    assert_eq!(answer.status(), 200);
}

#[test]
fn equal_names_are_the_same_person_and_nobody_is_somebody_new() {
    let service = service("true");
    let account = |body| ask(&service, Request::post(ROUTE), body).2["account"].clone();
    assert_eq!(account(r#"{"account":7}"#), account(r#"{"account":"7"}"#));
    assert_ne!(account(r#"{"account":7}"#), account(r#"{"account":8}"#));
    let new = || ask(&service, Request::post(ROUTE), "").2["account"].clone();
    assert_ne!(new(), new());
}

#[test]
fn a_login_that_makes_no_sense_or_comes_from_another_site_is_refused() {
    for wrong in [r#"{"role":"king"}"#, r#"{"account":-1}"#, r#"{"region":"1"}"#, r#"{"password":"x"}"#] {
        assert_eq!(log_in(wrong).2["code"], "invalid-fields", "{wrong}");
    }
    let foreign = Request::post(ROUTE).header("origin", "https://evil.example");
    assert_eq!(ask(&service("true"), foreign, "{}").2["code"], "origin-refused");
    assert_eq!(ask(&service("true"), Request::get(ROUTE), "").2["code"], "method-not-allowed");
}

#[test]
fn whoever_logs_in_has_an_account_with_a_verified_telephone() {
    let service = service("true");
    let id = ask(&service, Request::post(ROUTE), "").2["account"].as_str().unwrap().parse().unwrap();
    let now = domain::instant::parse("2027-04-15T01:00:00Z").unwrap();
    let answer = block_on(service.respond(Request::new(Body::full("")), now, async |_, cx| {
        assert!(identity_of(cx, id).await?.telephone.is_some());
        Ok(edge::empty(StatusCode::OK))
    }));
    assert_eq!(answer.status(), 200);
}

#[test]
fn a_session_is_verified_only_if_that_is_asked_for() {
    for (body, is_verified) in [("{}", false), (r#"{"verified":true}"#, true)] {
        let service = service("true");
        let (_, _, document) = ask(&service, Request::post(ROUTE), body);
        let token = document["token"].as_str().unwrap();
        let request = Request::get("/").header("authorization", format!("Bearer {token}"));
        let now = domain::instant::parse("2027-04-15T01:00:00Z").unwrap();
        let request = request.body(Body::full("")).unwrap();
        let answer = block_on(service.respond(request, now, async |request, cx| {
            assert_eq!(cx.session(&request).await?.verified.is_some(), is_verified);
            Ok(edge::empty(StatusCode::OK))
        }));
        assert_eq!(answer.status(), 200);
    }
}
