//! Playing seasons before they open.

use domain::actor::Actor;
use domain::id::AccountId;
use kit::{Answer, Deployment, OPEN};
use serde_json::{Value, json};

use super::*;

const REHEARSALS: &str = "/api/administration/rehearsals";
const POLICY: &str = include_str!("../../../../shared/policies/shenzhen-interview-2027.toml");
const DERIVING: &str = include_str!("../../../../shared/policies/wuhan-interview-2027.toml");

fn ask(deployment: &Deployment, actor: Actor, method: Method, path: &str, body: &Value) -> Answer {
    let request = asked(deployment, actor, method, path, body);
    kit::answer(&deployment.service(crate::COMPONENT), request, OPEN, handle)
}

fn asked(deployment: &Deployment, actor: Actor, method: Method, path: &str, body: &Value) -> Request<Body> {
    let token = deployment.log_in(actor, OPEN);
    let request = Request::builder().method(method).uri(path).header("accept-language", "en");
    let request = request.header("authorization", format!("Bearer {token}"));
    request.header("content-type", "application/json").body(Body::full(body.to_string())).unwrap()
}

fn anna() -> Actor {
    kit::administrator_of(1, "440300")
}

#[test]
fn a_rehearsal_shows_the_same_as_the_workbench_and_the_same_seed_shows_the_same() {
    let deployment = Deployment::new();
    let rehearse = |seed: u32| {
        let body = json!({ "policy": POLICY, "people": 120, "seed": seed });
        let answer = ask(&deployment, anna(), Method::POST, REHEARSALS, &body);
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    };
    let shown = rehearse(7);
    let policy = Policy::parse(POLICY.as_bytes()).unwrap();
    let expected = workbench::rehearse(&policy, &workbench::Plan::new(120, 7));
    assert_eq!((&shown["people"], &shown["filed"]), (&json!(120), &json!(expected.filed)));
    assert_eq!((&shown["least"], &shown["reviewers"]), (&json!(expected.least), &json!(expected.reviewers)));
    assert_eq!(shown["chart"], expected.chart(&policy, workbench::Language::English));
    let ended = |ending: &str| {
        let endings = shown["endings"].as_array().unwrap().iter();
        endings
            .filter(|known| known["ending"] == ending)
            .map(|known| known["people"].as_u64().unwrap())
            .sum::<u64>()
    };
    assert_eq!(ended("at-once"), expected.count(workbench::Ending::AtOnce) as u64);
    assert_eq!(ended("nothing"), 0);
    let came = |name: &str| {
        shown["hours"].as_array().unwrap().iter().map(|hour| hour[name].as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!(came("at_once"), ended("at-once"));
    assert_eq!(shown, rehearse(7));
    assert_ne!(shown, rehearse(8));
}

#[test]
fn a_rehearsal_whose_time_is_spent_is_refused() {
    let deployment = Deployment::new();
    let body = json!({ "policy": POLICY, "people": 120, "seed": 1 });
    let request = asked(&deployment, anna(), Method::POST, REHEARSALS, &body);
    let spent =
        async |request: Request<Body>, cx: &Context<'_, kit::Counting>| rehearse(request, cx, &|| true).await;
    kit::answer(&deployment.service(crate::COMPONENT), request, OPEN, spent)
        .refused(422, "rehearsal-too-long");
}

#[test]
fn everything_that_is_wrong_with_a_plan_is_told_at_once() {
    let deployment = Deployment::new();
    let told = |body: &Value| {
        let answer = ask(&deployment, anna(), Method::POST, REHEARSALS, body);
        answer.refused(422, "invalid-fields");
        let errors = answer.json()["errors"].as_array().unwrap().clone();
        errors.iter().map(|error| error["pointer"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let wrong = json!({ "policy": "season = 1", "people": 2_001, "seed": 1, "reviewers": 0 });
    assert_eq!(told(&wrong), ["/people", "/reviewers", "/policy"]);
    assert_eq!(told(&json!({ "policy": POLICY, "people": 0, "seed": 1 })), ["/people"]);
    assert_eq!(told(&json!({ "policy": POLICY, "people": 1, "seed": -1 })), ["/seed"]);
}

#[test]
fn seasons_of_the_region_are_played_for_its_administrators_and_nobody_else() {
    let deployment = Deployment::new();
    let plan = |policy: &str| json!({ "policy": policy, "people": 1, "seed": 1 });
    let rehearse = |actor, policy: &str| ask(&deployment, actor, Method::POST, REHEARSALS, &plan(policy));
    rehearse(anna(), DERIVING).refused(403, "outside-region");
    assert_eq!(rehearse(kit::administrator_of(2, "420000"), DERIVING).status, 200);
    for actor in [kit::reviewer(3), Actor::Candidate(AccountId::from_u128(4))] {
        rehearse(actor, POLICY).refused(403, "not-permitted");
    }
    ask(&deployment, anna(), Method::GET, REHEARSALS, &Value::Null).refused(405, "method-not-allowed");
    let below = "/api/administration/rehearsals/one";
    ask(&deployment, anna(), Method::POST, below, &Value::Null).refused(404, "no-such-resource");
}

#[test]
fn nothing_is_stored() {
    let deployment = Deployment::new();
    let body = json!({ "policy": POLICY, "people": 1, "seed": 1 });
    let request = asked(&deployment, anna(), Method::POST, REHEARSALS, &body);
    let service = deployment.service(crate::COMPONENT);
    kit::answer(&service, request, OPEN, handle);
    let request = asked(&deployment, anna(), Method::POST, REHEARSALS, &body);
    deployment.calls();
    assert_eq!(kit::answer(&service, request, OPEN, handle).status, 200);
    // The session.
    assert_eq!(deployment.calls(), "get 1");
}
