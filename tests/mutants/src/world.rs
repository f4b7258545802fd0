//! A deployment in memory under some policy, and what everybody in it was told.

use bytes::Bytes;
use domain::actor::Actor;
use domain::case::{Act, Command};
use domain::id::{AccountId, CommandId};
use edge::{Body, cases};
use http::Request;
use kit::{Answer, Deployment};
use serde_json::{Value, json};

/// A deployment in memory, and what everybody in it was told.
pub(crate) struct World {
    pub(crate) deployment: Deployment,
    pub(crate) told: Vec<String>,
    session: Option<String>,
}

/// Somebody who asks.
#[derive(Clone, Copy)]
pub(crate) enum Who {
    Anybody,
    Operator,
    Candidate(u128),
    /// The candidate who has logged in last, in that same session.
    Session,
    Reviewer,
}

impl World {
    pub(crate) fn new(file: &[u8]) -> Self {
        Self { deployment: Deployment::of(file), told: Vec::new(), session: None }
    }

    /// A candidate logs in, and has verified nothing yet.
    pub(crate) fn log_in(&mut self, candidate: AccountId, now: &str) {
        self.session = Some(self.deployment.log_in(Actor::Candidate(candidate), now));
    }

    /// Somebody asks the component that the path belongs to, as in `spin.toml`, and what they are told is noted.
    pub(crate) fn ask(&mut self, who: Who, method: &str, path: &str, body: &Value, now: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        request = request.header("content-type", "application/json").header("if-match", "*");
        let key: String = body.to_string().chars().filter(char::is_ascii_alphanumeric).take(64).collect();
        request = request.header("idempotency-key", format!("{method}{key}"));
        let token = match who {
            Who::Anybody => None,
            Who::Operator => Some("the new operator secret".to_owned()),
            Who::Candidate(number) => {
                Some(self.deployment.log_in_verified(Actor::Candidate(AccountId::from_u128(number)), now))
            }
            Who::Session => self.session.clone(),
            Who::Reviewer => Some(self.deployment.log_in(kit::reviewer(1_000), now)),
        };
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let text = if body.is_null() { String::new() } else { body.to_string() };
        let request = request.body(Body::full(Bytes::from(text))).expect("a request");
        let answer = self.route(path, request, now);
        let hash = self.deployment.policy.hash().to_string();
        self.told.push(format!(
            "{now} {method} {path}: {} {}",
            answer.status,
            answer.text.replace(&hash, "")
        ));
        answer
    }

    fn route(&self, path: &str, request: Request<Body>, now: &str) -> Answer {
        let deployment = &self.deployment;
        if path.starts_with("/api/programmes") {
            kit::answer(&deployment.service(programmes::COMPONENT), request, now, programmes::handle)
        } else if path.starts_with("/api/identity") {
            kit::answer(&deployment.service(identity_check::COMPONENT), request, now, identity_check::handle)
        } else if path.starts_with("/api/reviews") {
            kit::answer(
                &deployment.service(manual_decision::COMPONENT),
                request,
                now,
                manual_decision::handle,
            )
        } else if path.starts_with("/internal/sweep") {
            kit::answer(&deployment.service(deadline_sweep::COMPONENT), request, now, deadline_sweep::handle)
        } else if path.contains("/materials") {
            let service = deployment.service(upload_validation::COMPONENT);
            kit::answer(&service, request, now, upload_validation::handle)
        } else if path.ends_with("/submission") || path.ends_with("/registration") {
            kit::answer(&deployment.service(auto_approval::COMPONENT), request, now, auto_approval::handle)
        } else {
            kit::answer(&deployment.service(application::COMPONENT), request, now, application::handle)
        }
    }

    /// A candidate has filled everything in.
    pub(crate) fn draft(&self, number: u128, category: &str, now: &str) -> String {
        cases::address(self.deployment.draft(AccountId::from_u128(number), kit::filled(category), now))
    }

    /// A candidate fills everything in and files it.
    pub(crate) fn file(&mut self, number: u128, category: &str, now: &str) -> String {
        let case = self.draft(number, category, now);
        self.ask(Who::Candidate(number), "POST", &format!("{case}/submission"), &Value::Null, now);
        case
    }

    /// A candidate does something about a case, as the first commit of a component would have it.
    pub(crate) fn act(&self, number: u128, case: &str, act: Act, now: &str) {
        let id = case.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an address ends in an id");
        let actor = Actor::Candidate(AccountId::from_u128(number));
        self.deployment.carry_out(id, &Command { id: CommandId::from_u128(7), actor, act }, now);
    }

    /// Shows a case to its candidate.
    pub(crate) fn look(&mut self, number: u128, case: &str, now: &str) {
        self.ask(Who::Candidate(number), "GET", case, &Value::Null, now);
    }

    /// A reviewer claims a case and decides about it.
    pub(crate) fn decide(&mut self, case: &str, outcome: &str, corrections: u8, items: &Value, now: &str) {
        let review = case.replace("/api/cases/", "/api/reviews/");
        self.ask(Who::Reviewer, "GET", &review, &Value::Null, now);
        self.ask(Who::Reviewer, "PUT", &format!("{review}/claim"), &Value::Null, now);
        let decision = match items {
            Value::Null => json!({ "outcome": outcome, "corrections": corrections }),
            items => json!({ "outcome": outcome, "corrections": corrections, "items": items }),
        };
        self.ask(Who::Reviewer, "POST", &format!("{review}/decision"), &decision, now);
    }

    /// A candidate corrects a case with the form as it was.
    pub(crate) fn correct(&mut self, number: u128, case: &str, now: &str) {
        let body = json!({ "form": form() });
        self.ask(Who::Candidate(number), "POST", &format!("{case}/correction"), &body, now);
    }

    /// The scheduler calls, and what arrives at telephones is noted.
    pub(crate) fn sweep(&mut self, now: &str) {
        let report = self.ask(Who::Operator, "POST", "/internal/sweep", &Value::Null, now);
        assert_eq!(report.status, 200, "{}", report.text);
        let arrived = self.deployment.messages.arrived();
        self.told.extend(arrived.into_iter().map(|message| format!("{now} SMS: {}", message.text)));
    }
}

/// The form as the person of `kit::filled` fills it in.
pub(crate) fn form() -> Value {
    json!({
        "name": "王小明",
        "document": { "kind": "resident-identity-card", "number": "11010519491231002X" },
        "telephone": "13800000000",
    })
}
