//! What people live through, over HTTP against the real components on the embedded host with a held clock: one journey a
//! file. A test that proves a row of a decision table, or a requirement, is named in `tests/requirements.toml`.

mod administered;
mod approved_in_seconds;
mod by_hand;
mod certificates;
mod corrected;
mod derived;
mod editing;
mod elsewhere;
mod grouped;
mod guided;
mod login;
mod moved;
mod never_filed;
mod outages;
mod password;
mod portal;
mod races;
mod registered;
mod rehearsed;
mod requirements;
mod reviewed_in_time;
mod timeline;
mod told;
mod uploaded;
mod verified;

use hyper::Method;
use serde_json::{Value, json};
use tests::deployment::{Deployment, Plan, sandbox};
use tests::http::Answer;
use tests::person::{Person, review_of};

/// A city with its candidates, its reviewers, its registers and a clock that stands still.
struct City {
    deployment: Deployment,
}

impl City {
    /// A city in which it is `instant`, such as `04-15T09:00:00.000` in Shenzhen.
    async fn at(instant: &str) -> Self {
        let city = Self { deployment: Deployment::start(Plan::of(&sandbox())) };
        city.set(instant).await;
        city.deployment.prepare(4).await;
        city
    }

    /// Moves the clock.
    async fn set(&self, instant: &str) {
        self.deployment.hold(instant).await;
    }

    /// The candidate at this place of the list of invented people, who logs in now.
    async fn candidate(&self, place: u32) -> Person {
        Person::candidate(&self.deployment, &format!("candidate {place}")).await
    }

    async fn reviewer(&self, name: &str) -> Person {
        Person::reviewer(&self.deployment, name).await
    }

    /// Somebody opens a case, fills it in and files it.
    async fn file(&self, place: u32, category: &str) -> Filed {
        let mut candidate = self.candidate(place).await;
        let (case, etag) = candidate.draft(place, category).await;
        let answer = candidate.submit(&case, &etag).await;
        Filed { place, case, answer }
    }

    /// Somebody looks at their case.
    async fn look(&self, place: u32, case: &str) -> Value {
        self.candidate(place).await.ask(Method::GET, case, &[], Value::Null).await.json()
    }

    /// A reviewer claims a case.
    async fn claim(&self, reviewer: &str, case: &str) -> Answer {
        self.reviewer(reviewer).await.claim(case).await
    }

    /// A reviewer claims a case and decides about it.
    async fn decide(&self, reviewer: &str, case: &str, decision: Value) -> Answer {
        let mut reviewer = self.reviewer(reviewer).await;
        reviewer.claim(case).await;
        reviewer.decide(case, decision).await
    }

    /// A candidate corrects a case that was returned.
    async fn correct(&self, place: u32, case: &str) -> Answer {
        let body = json!({ "form": tests::person::form(place) });
        let headers = [("idempotency-key", "correct")];
        self.candidate(place).await.ask(Method::POST, &format!("{case}/correction"), &headers, body).await
    }

    /// The scheduler calls until everything has been walked.
    async fn sweep(&self) {
        self.deployment.sweep().await;
    }

    /// Tells a register what to do.
    async fn direct(&self, register: &str, script: Value) {
        self.deployment.direct(&format!("registers/{register}/script"), script).await;
    }

    /// Tells the gateway for short messages what to do.
    async fn direct_gateway(&self, script: Value) {
        self.deployment.direct("gateways/honouring/script", script).await;
    }

    /// Returns how often a component of the sandbox was called since the counts were set back.
    async fn calls_of(&self, component: &str) -> u64 {
        let measures = self.deployment.control(Method::GET, "/measures", Value::Null).await.json();
        measures["components"][component]["requests"].as_u64().unwrap_or_else(|| panic!("{measures}"))
    }
}

/// A case that was filed, and what its candidate was told.
struct Filed {
    place: u32,
    case: String,
    answer: Answer,
}

impl Filed {
    /// Asserts what the candidate was told at once, and that the case says the same.
    async fn is(&self, city: &City, state: &str, message: &str) {
        let told = self.answer.json();
        assert_eq!((self.answer.status.as_u16(), &told["state"]), (200, &state.into()), "{told}");
        assert!(told["message"]["zh"].as_str().is_some_and(|text| text.starts_with(message)), "{told}");
        assert_eq!(city.look(self.place, &self.case).await["state"], state);
    }
}

/// Asserts that an answer is this problem.
#[track_caller]
fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{answer:?}");
}

fn pass(corrections: u8) -> Value {
    json!({ "outcome": "pass", "corrections": corrections })
}

fn give_back() -> Value {
    json!({ "outcome": "return", "corrections": 0, "items": [{ "reason": "illegible", "note": "请重拍身份证人像面" }] })
}

fn reject() -> Value {
    json!({ "outcome": "reject", "corrections": 1, "items": [{ "reason": "conditions-not-met", "note": "学历与报考学段不符" }] })
}
