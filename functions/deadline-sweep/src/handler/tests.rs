//! The sweep over the store in memory.

use std::collections::BTreeMap;

use domain::actor::Actor;
use domain::id::AccountId;
use edge::{BUILD, Service, Settings};
use futures::executor::block_on;
use serde_json::Value;
use store::{KeyRing, Memory, Seeding, Store, seeded};

use super::*;

const SECRETS: &str = "the old operator secret,the new operator secret";
const OPENED: &str = "2027-04-15T01:00:00.000Z";

fn service() -> Service<Memory> {
    let ring = KeyRing::parse("1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=").unwrap();
    let store = Store::new(Memory::default(), ring, seeded(1));
    block_on(async {
        store.found(Seeding::First).await.unwrap();
        store.seed(SESSIONS, 2, Seeding::First).await.unwrap();
        store.self_test(BUILD).await.unwrap();
    });
    let variables = BTreeMap::from([(edge::OPERATOR_SECRETS, SECRETS.to_owned())]);
    Service::new(crate::COMPONENT, store, Settings::new("https://miaopi.example", variables), |_| {})
}

fn log_in(service: &Service<Memory>) {
    let login = async |_: Request<Body>, cx: &Context<'_, Memory>| {
        cx.open_session(Actor::Candidate(AccountId::from_u128(7))).await?;
        Ok(Response::new(Bytes::new()))
    };
    let answer = block_on(service.respond(Request::new(Body::full("")), instant(OPENED), login));
    assert_eq!(answer.status(), StatusCode::OK);
}

fn instant(text: &str) -> chrono::DateTime<chrono::Utc> {
    domain::instant::parse(text).unwrap()
}

fn call(service: &Service<Memory>, method: Method, secret: Option<&str>, at: &str) -> (u16, Value) {
    let mut request = Request::builder().method(method).uri("/internal/sweep");
    if let Some(secret) = secret {
        request = request.header("Authorization", format!("Bearer {secret}"));
    }
    let response = block_on(service.respond(request.body(Body::full("")).unwrap(), instant(at), handle));
    (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap())
}

#[track_caller]
fn sweep(service: &Service<Memory>, at: &str) -> Value {
    let (status, report) = call(service, Method::POST, Some("the new operator secret"), at);
    assert_eq!(status, 200, "{report}");
    report
}

#[test]
fn a_session_is_ended_from_the_very_instant_it_expires_and_dropped_by_the_next_sweep() {
    let service = service();
    log_in(&service);
    let before = sweep(&service, "2027-04-15T01:29:59.999Z");
    assert_eq!((&before["lines"], &before["ended"]), (&1.into(), &0.into()));
    let at = sweep(&service, "2027-04-15T01:30:00.000Z");
    assert_eq!((&at["ended"], &at["dropped"]), (&1.into(), &0.into()));
    let next = sweep(&service, "2027-04-15T01:30:00.000Z");
    assert_eq!((&next["ended"], &next["dropped"]), (&0.into(), &1.into()));
    let last = sweep(&service, "2027-04-15T01:30:00.000Z");
    assert_eq!((&last["lines"], &last["more"]), (&0.into(), &false.into()));
}

#[test]
fn both_secrets_are_accepted_while_they_are_exchanged() {
    let service = service();
    for secret in ["the old operator secret", "the new operator secret"] {
        assert_eq!(call(&service, Method::POST, Some(secret), OPENED).0, 200);
    }
}

#[test]
fn to_everybody_else_there_is_nothing_at_this_address() {
    let service = service();
    for (method, secret) in [
        (Method::POST, None),
        (Method::POST, Some("a guess that is long enough")),
        (Method::POST, Some(SECRETS)),
        (Method::GET, Some("the new operator secret")),
    ] {
        let (status, problem) = call(&service, method, secret, OPENED);
        assert_eq!((status, &problem["code"]), (404, &"no-such-resource".into()));
    }
}

#[test]
fn a_damaged_partition_is_named_in_the_report_and_keeps_nobody_else_waiting() {
    let service = service();
    let damage = async |_: Request<Body>, cx: &Context<'_, Memory>| {
        let key = store::Key::Partition(store::CollectionNumber(0), 0);
        cx.store().key_value().set(&key, b"nonsense").await.unwrap();
        Ok(Response::new(Bytes::new()))
    };
    block_on(service.respond(Request::new(Body::full("")), instant(OPENED), damage));
    let report = sweep(&service, OPENED);
    assert_eq!(report["partitions"], 1);
    assert!(report["faults"][0].as_str().unwrap().starts_with("partition/0/0 is damaged"));
}
