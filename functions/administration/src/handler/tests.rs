//! The operator's calls over the store in memory.

use std::collections::BTreeMap;

use domain::policy::Policy;
use edge::{Service, Settings};
use futures::executor::block_on;
use serde_json::{Value, json};
use store::{KeyRing, Memory, Store, seeded};

use super::*;

mod acts;
mod passwords;
mod sessions;

const SECRET: &str = "a secret of the operator";
const POLICY: &str = include_str!("../../../../shared/policies/shenzhen-interview-2027.toml");
const KEY_1: &str = "1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
const KEY_2: &str = "2:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

fn service(memory: &Memory, keys: &str) -> Service<Memory> {
    let store = Store::new(memory.clone(), KeyRing::parse(keys).unwrap(), seeded(1));
    let variables = BTreeMap::from([(edge::OPERATOR_SECRETS, SECRET.to_owned())]);
    Service::new(crate::COMPONENT, store, Settings::new("https://miaopi.example", variables), |_| {})
}

fn call(service: &Service<Memory>, path: &str, body: Value) -> (u16, Value) {
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header("Authorization", format!("Bearer {SECRET}"))
        .header("Content-Type", "application/json")
        .body(Body::full(body.to_string()))
        .unwrap();
    let now = domain::instant::parse("2027-04-15T01:00:00.000Z").unwrap();
    let response = block_on(service.respond(request, now, handle));
    (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap())
}

fn collections() -> Value {
    json!([{ "name": "sessions", "partitions": 4 }, { "name": "acts", "partitions": 2 }])
}

fn deploy(service: &Service<Memory>) -> (u16, Value) {
    call(service, "/internal/deployment", json!({ "collections": collections() }))
}

#[test]
fn deploying_twice_finds_done_what_is_done() {
    let service = service(&Memory::default(), KEY_1);
    let seeded = json!({ "store": "good", "collections": collections() });
    assert_eq!(deploy(&service), (200, seeded.clone()));
    assert_eq!(deploy(&service), (200, seeded));
}

#[test]
fn a_published_policy_is_current_and_publishing_it_again_changes_nothing() {
    let memory = Memory::default();
    let service = service(&memory, KEY_1);
    deploy(&service);
    let publishing = json!({ "policy": POLICY, "partitions": 2 });
    let (status, published) = call(&service, "/internal/policies", publishing.clone());
    assert_eq!((status, &published["season"]), (200, &"2027".into()));
    let before = memory.dump();
    assert_eq!(call(&service, "/internal/policies", publishing), (200, published));
    assert_eq!(memory.dump(), before);
}

#[test]
fn a_policy_with_a_mistake_is_refused_with_its_line_and_stores_nothing() {
    let memory = Memory::default();
    let service = service(&memory, KEY_1);
    deploy(&service);
    let before = memory.dump();
    let wrong = POLICY.replace("season = \"2027\"", "saison = \"2027\"");
    let (status, problem) = call(&service, "/internal/policies", json!({ "policy": wrong, "partitions": 2 }));
    assert_eq!((status, &problem["code"]), (422, &"invalid-fields".into()));
    let detail = problem["errors"][0]["detail"].as_str().unwrap();
    assert!(detail.contains("line"), "{detail}");
    assert_eq!(memory.dump(), before);
}

#[test]
fn a_policy_of_any_size_that_is_allowed_can_be_published() {
    let service = service(&Memory::default(), KEY_1);
    deploy(&service);
    // The longest of all escapes.
    let filled = |bytes: usize| format!("{POLICY}{}", "\n".repeat(bytes - POLICY.len()));
    let publish =
        |policy: String| call(&service, "/internal/policies", json!({ "policy": policy, "partitions": 2 }));
    assert_eq!(publish(filled(Policy::BYTES_MAX)).0, 200);
    let (status, problem) = publish(filled(Policy::BYTES_MAX + 1));
    assert_eq!((status, &problem["code"]), (422, &"invalid-fields".into()));
    let (status, problem) = publish(filled(2 * Policy::BYTES_MAX));
    assert_eq!((status, &problem["code"]), (413, &"body-too-large".into()));
}

#[test]
fn a_rotation_names_the_keys_that_are_still_needed() {
    let memory = Memory::default();
    deploy(&service(&memory, KEY_1));
    let both = service(&memory, &format!("{KEY_2},{KEY_1}"));
    let (status, rotated) = call(&both, "/internal/keys/rotation", json!({}));
    // The directory, two roots, six partitions.
    assert_eq!((status, rotated), (200, json!({ "in-force": { "2": 9 } })));
    assert_eq!(deploy(&service(&memory, KEY_2)).0, 200);
    assert_eq!(deploy(&service(&memory, KEY_1)).0, 503, "the old key opens nothing any more");
}

#[test]
fn without_the_secret_there_is_nothing_at_this_address() {
    let service = service(&Memory::default(), KEY_1);
    let request =
        Request::builder().method(Method::POST).uri("/internal/deployment").body(Body::full("{}")).unwrap();
    let now = domain::instant::parse("2027-04-15T01:00:00.000Z").unwrap();
    let response = block_on(service.respond(request, now, handle));
    assert_eq!(response.status().as_u16(), 404);
}

#[test]
fn what_is_published_by_somebody_with_the_old_key_configured_lies_under_the_key_in_force() {
    let memory = Memory::default();
    deploy(&service(&memory, KEY_1));
    call(&service(&memory, &format!("{KEY_2},{KEY_1}")), "/internal/keys/rotation", json!({}));
    let late = service(&memory, &format!("{KEY_1},{KEY_2}"));
    let publishing = json!({ "policy": POLICY, "partitions": 2 });
    assert_eq!(call(&late, "/internal/policies", publishing.clone()).0, 200);
    // The old key is destroyed.
    assert_eq!(call(&service(&memory, KEY_2), "/internal/policies", publishing).0, 200);
}
