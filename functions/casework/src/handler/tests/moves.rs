//! Moving the cases of a season to another version of its policy.

use super::*;
use domain::actor::Actor;
use domain::case::{Act, Command, Move, State};
use domain::id::{AccountId, CaseId, CommandId};
use store::records::CaseRecord;

const MOVES: &str = "/internal/programmes/shenzhen-interview/seasons/2027/moves";
/// Two hours more for whoever has to correct.
const LONGER: (&str, &str) =
    ("closes = { before = \"2027-04-19T15:00\" }", "closes = { before = \"2027-04-19T17:00\" }");
/// A day more for whoever has not filed.
const OPEN_LONGER: (&str, &str) =
    ("closes = { before = \"2027-04-17T15:00\"", "closes = { before = \"2027-04-18T15:00\"");
/// A minute less for whoever has to correct.
const SHORTER: (&str, &str) =
    ("closes = { before = \"2027-04-19T15:00\" }", "closes = { before = \"2027-04-19T14:59\" }");

/// A deployment in which a second version of the policy is published.
struct World {
    deployment: Deployment,
    to: Policy,
}

impl World {
    fn new(changes: &[(&str, &str)]) -> Self {
        let deployment = Deployment::new();
        let to = deployment.publish(changes);
        Self { deployment, to }
    }

    fn body(&self) -> Value {
        let from = self.deployment.policy.hash().to_string();
        json!({ "from": from, "to": self.to.hash().to_string(), "reason": "补齐补正延长两小时" })
    }

    fn ask(&self, path: &str, body: &Value) -> Answer {
        let service = self.deployment.service(crate::COMPONENT);
        let request = Request::post(path).header("authorization", OPERATOR);
        let request = request.header("content-type", "application/json").body(Body::full(body.to_string()));
        kit::answer(&service, request.unwrap(), OPEN, handle)
    }

    fn look(&self) -> Value {
        let answer = self.ask(MOVES, &self.body());
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    fn act(&self) -> Value {
        let mut body = self.body();
        body["dry-run"] = json!(false);
        let answer = self.ask(MOVES, &body);
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    fn draft(&self, number: u128) -> CaseId {
        self.deployment.draft(AccountId::from_u128(number), kit::filled("other-household"), OPEN)
    }

    fn under_review(&self, number: u128) -> CaseId {
        let id = self.draft(number);
        let actor = Actor::Candidate(AccountId::from_u128(number));
        let command = Command { id: CommandId::from_u128(2), actor, act: kit::submit(OPEN) };
        self.deployment.carry_out(id, &command, OPEN);
        let act = Act::SettleChecks { answers: BTreeMap::new() };
        let command = Command { id: CommandId::from_u128(3), actor: Actor::System, act };
        self.deployment.carry_out(id, &command, OPEN);
        id
    }

    fn approved(&self, number: u128) -> CaseId {
        let id = self.under_review(number);
        let command = Command { id: CommandId::from_u128(4), actor: kit::reviewer(900), act: Act::Pass };
        self.deployment.carry_out(id, &command, OPEN);
        id
    }
}

#[test]
fn whoever_does_not_say_otherwise_is_told_what_would_become_of_each_case_and_nothing_is_written() {
    let world = World::new(&[LONGER]);
    world.draft(1);
    world.under_review(2);
    world.approved(3);
    world.deployment.calls();
    let looked = world.look();
    // The session of an operator is none, two policies are opened with the season, and each live case is read.
    let calls = world.deployment.calls();
    assert!(calls.starts_with("get ") && !calls.contains(','), "{calls}");
    let expected = json!({
        "dry-run": true, "would-move": 2, "already-there": 0, "elsewhere": 0, "over": 1, "refused": 0, "failed": 0,
        "refusals": [], "failures": [], "more": false,
    });
    assert_eq!(looked, expected);
}

#[test]
fn each_live_case_is_moved_once_and_what_falls_due_does_so_by_the_new_policy() {
    let world = World::new(&[LONGER, OPEN_LONGER]);
    let (draft, reviewed, approved) = (world.draft(1), world.under_review(2), world.approved(3));
    let before = world.deployment.stored(draft).line.facts.due;
    let moved = world.act();
    assert_eq!((&moved["dry-run"], &moved["moved"], &moved["over"]), (&json!(false), &json!(2), &json!(1)));
    for id in [draft, reviewed] {
        let stored = world.deployment.stored(id);
        assert_eq!(stored.record.case.policy(), world.to.hash());
        assert_eq!(stored.line.facts, CaseRecord::facts(&stored.record.case, &world.to, None));
        assert_eq!(stored.record.case.verify_chain(), Ok(()));
        let last = stored.record.case.events().last().unwrap();
        assert_eq!((last.event.name(), last.actor), ("moved", Actor::Operator));
    }
    let day = chrono::TimeDelta::days(1);
    assert_eq!(world.deployment.stored(draft).line.facts.due, before.map(|due| due + day));
    assert_eq!(world.deployment.case(approved).policy(), world.deployment.policy.hash());
    let again = world.act();
    assert_eq!((&again["moved"], &again["already-there"]), (&json!(0), &json!(2)));
}

#[test]
fn whoever_would_lose_by_it_stays_and_is_told_with_code_and_field() {
    let world = World::new(&[SHORTER]);
    let id = world.under_review(1);
    let before = world.deployment.stored(id);
    let reasons = json!([{
        "code": "earlier-cut-off", "field": "supplement.closes",
        "from": "2027-04-19T07:00:00.000Z", "to": "2027-04-19T06:59:00.000Z",
    }]);
    for answer in [world.look(), world.act()] {
        assert_eq!((&answer["refused"], &answer["refusals"][0]["reasons"]), (&json!(1), &reasons));
        assert_eq!(answer["refusals"][0]["case"], id.to_string());
    }
    assert_eq!(world.deployment.stored(id), before);
}

#[test]
fn a_submission_whose_registers_are_being_asked_stays_for_a_moment() {
    let world = World::new(&[LONGER]);
    let id = world.draft(1);
    let actor = Actor::Candidate(AccountId::from_u128(1));
    let command = Command { id: CommandId::from_u128(2), actor, act: kit::submit(OPEN) };
    world.deployment.carry_out(id, &command, OPEN);
    assert!(matches!(world.deployment.case(id).state(), State::Submitted(_)));
    let answer = world.act();
    assert_eq!(answer["refusals"][0]["reasons"], json!([{ "code": "checks-under-way" }]));
}

#[test]
fn what_is_pinned_to_a_third_version_is_counted_and_left() {
    let world = World::new(&[LONGER]);
    let id = world.draft(1);
    let third = world.deployment.publish(&[OPEN_LONGER]);
    let answer = world.ask(MOVES, &json!({
        "from": third.hash().to_string(), "to": world.to.hash().to_string(), "reason": "更正", "dry-run": false,
    }));
    assert_eq!((&answer.json()["elsewhere"], &answer.json()["moved"]), (&json!(1), &json!(0)));
    assert_eq!(world.deployment.case(id).policy(), world.deployment.policy.hash());
}

#[test]
fn both_are_published_versions_of_this_season_and_there_is_a_reason() {
    let world = World::new(&[LONGER]);
    let other = world.deployment.publish(&[("season = \"2027\"", "season = \"2028\"")]);
    let wrong = |name: &str, value: &str, pointer: &str, code: &str| {
        let mut body = world.body();
        body[name] = json!(value);
        let answer = world.ask(MOVES, &body);
        answer.refused(422, "invalid-fields");
        let error = &answer.json()["errors"][0];
        assert_eq!((&error["pointer"], &error["code"]), (&json!(pointer), &json!(code)));
    };
    wrong("to", &"0".repeat(64), "/to", "unknown-policy");
    wrong("from", "the first one", "/from", "unknown-policy");
    wrong("to", &other.hash().to_string(), "/to", "unknown-policy");
    wrong("to", &world.deployment.policy.hash().to_string(), "/to", "same-policy");
    wrong("reason", " ", "/reason", "empty");
    wrong("reason", &"长".repeat(501), "/reason", "too-long");
    let elsewhere = "/internal/programmes/shenzhen-interview/seasons/2026/moves";
    world.ask(elsewhere, &world.body()).refused(404, "unknown-season");
    let elsewhere = "/internal/programmes/nothing/seasons/2027/moves";
    world.ask(elsewhere, &world.body()).refused(404, "unknown-programme");
    let mut body = world.body();
    body["after"] = json!("case_7");
    world.ask(MOVES, &body).refused(400, "malformed-id");
    body["force"] = json!(true);
    world.ask(MOVES, &body).refused(422, "invalid-fields");
}

#[test]
fn a_walk_whose_time_is_spent_goes_on_behind_the_last_case_that_it_has_come_to() {
    use crate::handler::walk::{Moving, Trial, walk};
    let world = World::new(&[LONGER]);
    let ids: Vec<CaseId> = (1..=3).map(|number| world.draft(number)).collect();
    let component = edge::Component { name: "kit", gate: edge::Gate::Open, variables: &[] };
    let service = world.deployment.service(component);
    let mut after: Option<String> = None;
    let mut calls = 0;
    loop {
        calls += 1;
        let behind = after.as_deref().map(|id| id.parse::<CaseId>().unwrap());
        let slice = async |_: Request<Body>, cx: &edge::Context<'_, kit::Counting>| {
            let collection = cx.collection("cases/shenzhen-interview/2027").await?;
            let reason = "延长".to_owned().try_into().unwrap();
            let command =
                Move { id: CommandId::from_u128(800), actor: Actor::Operator, to: &world.to, reason };
            let moving = Moving { command, from: &world.deployment.policy, trial: Trial::No };
            edge::json(http::StatusCode::OK, &walk(cx, &collection, &moving, behind, || true).await?)
        };
        let report = kit::answer(&service, Request::new(Body::full("")), OPEN, slice).json();
        assert_eq!(report["moved"], 1, "{report}");
        if report["more"] == json!(false) {
            assert_eq!(report["after"], Value::Null);
            break;
        }
        after = Some(report["after"].as_str().unwrap().to_owned());
    }
    assert_eq!(calls, ids.len());
    assert!(ids.iter().all(|id| world.deployment.case(*id).policy() == world.to.hash()));
}

#[test]
fn without_the_secret_there_is_nothing_here() {
    let world = World::new(&[LONGER]);
    let service = world.deployment.service(crate::COMPONENT);
    for (method, path) in [(Method::POST, MOVES), (Method::GET, MOVES)] {
        let request = Request::builder().method(method).uri(path).body(Body::full("{}")).unwrap();
        kit::answer(&service, request, OPEN, handle).refused(404, "no-such-resource");
    }
}
