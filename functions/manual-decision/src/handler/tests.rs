//! Reviews over the store in memory.

use super::*;
use domain::case::{Act, Command};
use domain::id::{AccountId, CaseId, CommandId};
use edge::Service;
use kit::{Answer, Counting, Deployment, OPEN, filled, reviewer, reviewer_of};
use serde_json::{Value, json};

mod board;
mod claims;
mod comparisons;
mod decisions;
mod worklist;

const ANNA: AccountId = AccountId::from_u128(1);
const BELA: Actor = Actor::Candidate(AccountId::from_u128(2));

/// A deployment with a case that a person has to decide.
struct World {
    deployment: Deployment,
    service: Service<Counting>,
    id: CaseId,
}

impl World {
    fn new() -> Self {
        let deployment = Deployment::new();
        let id = filed(&deployment, ANNA, OPEN);
        Self { service: deployment.service(crate::COMPONENT), id, deployment }
    }

    fn ask(&self, actor: Actor, request: http::request::Builder, body: &Value, now: &str) -> Answer {
        let token = self.deployment.log_in(actor, now);
        let request = request
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .header("accept-language", "en");
        let body = if body.is_null() { String::new() } else { body.to_string() };
        kit::answer(&self.service, request.body(Body::full(body)).unwrap(), now, handle)
    }

    fn claim(&self, actor: Actor, now: &str) -> Answer {
        self.ask(actor, Request::put(format!("/api/reviews/{}/claim", self.id)), &Value::Null, now)
    }

    fn decide(&self, actor: Actor, key: &str, decision: &Value, now: &str) -> Answer {
        let request = Request::post(format!("/api/reviews/{}/decision", self.id));
        self.ask(actor, request.header("idempotency-key", key), decision, now)
    }

    fn state(&self) -> &'static str {
        self.deployment.case(self.id).state().name()
    }
}

/// Files a case that no rule approves.
fn filed(deployment: &Deployment, owner: AccountId, now: &str) -> CaseId {
    let id = deployment.draft(owner, filled("hong-kong-macao-taiwan"), now);
    let command =
        Command { id: CommandId::from_u128(7), actor: Actor::Candidate(owner), act: kit::submit(now) };
    deployment.carry_out(id, &command, now);
    id
}

#[test]
fn a_reviewer_sees_what_is_claimed_beside_what_registers_have_said() {
    let deployment = Deployment::new();
    let id = deployment.draft(ANNA, filled("local-household"), OPEN);
    let act = |id: u128, actor, act| Command { id: CommandId::from_u128(id), actor, act };
    deployment.carry_out(id, &act(7, Actor::Candidate(ANNA), kit::submit(OPEN)), OPEN);
    let answers = std::collections::BTreeMap::new();
    deployment.carry_out(id, &act(8, Actor::System, Act::SettleChecks { answers }), OPEN);
    let world = World { service: deployment.service(crate::COMPONENT), id, deployment };
    let answer = world.ask(reviewer(5), Request::get(format!("/api/reviews/{id}")), &Value::Null, OPEN);
    let shown = answer.json();
    assert_eq!((answer.status, &shown["state"]), (200, &"under-review".into()), "{}", answer.text);
    assert_eq!(shown["filing"]["document"]["number"], "11010519491231002X");
    assert_eq!(shown["due"], "2027-04-17T01:00:00.001Z");
    assert_eq!(shown["assessment"]["checks"][0]["verdict"], "unavailable");
    assert_eq!(shown["assessment"]["explanation"]["holds"], "unknown");
    assert_eq!(shown["assessment"]["answers"], json!({}));
}

#[test]
fn nobody_else_sees_a_review() {
    let world = World::new();
    let path = format!("/api/reviews/{}", world.id);
    let show = |actor| world.ask(actor, Request::get(&path), &Value::Null, OPEN);
    show(BELA).refused(404, "unknown-case");
    show(reviewer_of(5, "420100")).refused(404, "unknown-case");
    // Not even the candidate, who is shown the case elsewhere; nor a reviewer whose own case it is.
    show(Actor::Candidate(ANNA)).refused(403, "not-permitted");
    show(reviewer(1)).refused(403, "own-case");
}

#[test]
fn a_path_or_method_that_does_not_exist_is_refused() {
    let world = World::new();
    let ask = |request| world.ask(reviewer(5), request, &Value::Null, OPEN);
    ask(Request::post("/api/reviews")).refused(405, "method-not-allowed");
    ask(Request::get(format!("/api/reviews/{}/claim", world.id))).refused(405, "method-not-allowed");
    ask(Request::put(format!("/api/reviews/{}/decision", world.id))).refused(405, "method-not-allowed");
    ask(Request::get("/api/reviews/case_x/claim/more")).refused(404, "no-such-resource");
    ask(Request::get("/api/reviews/acct_00000000000000000000000001")).refused(400, "wrong-kind-of-id");
}
