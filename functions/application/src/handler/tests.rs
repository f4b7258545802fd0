//! The handlers over the store in memory.

use super::*;
use domain::id::AccountId;
use edge::Service;
use kit::{Answer, Counting, Deployment, OPEN, reviewer_of};
use serde_json::{Value, json};

mod after_filing;
mod calls;
mod derived;
mod discarding;
mod editing;
mod reading;

/// A deployment in memory, with a clock that the test sets.
struct World {
    deployment: Deployment,
    service: Service<Counting>,
    now: String,
}

impl World {
    fn new() -> Self {
        let deployment = Deployment::new();
        Self { service: deployment.service(crate::COMPONENT), deployment, now: OPEN.to_owned() }
    }

    fn log_in(&self, actor: Actor) -> String {
        self.deployment.log_in(actor, &self.now)
    }

    fn candidate(&self, number: u128) -> String {
        self.log_in(Actor::Candidate(AccountId::from_u128(number)))
    }

    fn ask(&self, request: http::request::Builder, body: impl Into<Bytes>) -> Answer {
        kit::answer(&self.service, request.body(Body::full(body)).unwrap(), &self.now, handle)
    }

    /// Opens the case of a candidate, and returns where it is.
    fn open(&self, number: u128) -> String {
        cases::address(self.deployment.open(AccountId::from_u128(number), &self.now))
    }

    fn show(&self, token: &str, case: &str) -> Answer {
        self.ask(Request::get(case).header("authorization", format!("Bearer {token}")), "")
    }

    fn edit(&self, token: &str, case: &str, etag: &str, body: &Value) -> Answer {
        let request = Request::put(format!("{case}/draft"))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .header("if-match", etag)
            .header("accept-language", "en");
        self.ask(request, body.to_string())
    }

    fn discard(&self, token: &str, case: &str, etag: &str) -> Answer {
        let request = Request::delete(case).header("authorization", format!("Bearer {token}"));
        self.ask(request.header("if-match", etag), "")
    }
}

fn filled() -> Value {
    json!({
        "category": "local-household",
        "form": {
            "name": "王小明",
            "document": { "kind": "resident-identity-card", "number": "11010519491231002x" },
            "telephone": "13800000000",
            "email": "xiaoming@example.org",
        },
    })
}

#[test]
fn a_path_or_method_that_does_not_exist_is_refused() {
    let world = World::new();
    world.ask(Request::get("/api/nothing"), "").refused(404, "no-such-resource");
    let answer = world.ask(Request::patch("/api/cases/c"), "");
    answer.refused(405, "method-not-allowed");
    assert_eq!(answer.header("allow"), "DELETE, GET, HEAD");
}
