//! The office: a reviewer who decides, and sets the registration on the examination site to 待支付.

use std::io;

use hyper::Method;
use serde_json::{Value, json};
use tests::browser::Browser;
use tests::deployment::Deployment;
use tests::person::Person;

use crate::candidate::Candidate;
use crate::page::Page;
use crate::reading::{Reading, read};

/// Somebody of the office, whom candidates are not.
const REVIEWER: &str = "person=100&role=reviewer&region=440300";

/// What is read of a case that was claimed.
const CLAIMED: [(&str, &str); 4] = [
    ("reviews", "/filing/name"),
    ("agree", "/assessment/explanation/holds"),
    ("corrections", "/corrections"),
    ("claimed until", "/claim/until"),
];

/// What a reviewer decides.
#[derive(Clone, Copy)]
pub(crate) enum Outcome {
    /// It is approved.
    Pass,
    /// It is to be corrected, for this reason, about this material or the whole, with this note.
    Return(&'static str, Option<&'static str>, &'static str),
    /// It is rejected, for this reason, with this note.
    Reject(&'static str, &'static str),
}

impl Outcome {
    fn decision(self, corrections: &Value) -> Value {
        let objection = |outcome: &str, reason: &str, material: Option<&str>, note: &str| {
            let items = [json!({ "reason": reason, "material": material, "note": note })];
            json!({ "outcome": outcome, "corrections": corrections, "items": items })
        };
        match self {
            Self::Pass => json!({ "outcome": "pass", "corrections": corrections }),
            Self::Return(reason, material, note) => objection("return", reason, material, note),
            Self::Reject(reason, note) => objection("reject", reason, None, note),
        }
    }
}

/// A reviewer who has logged in.
pub(crate) struct Reviewer {
    person: Person,
    role: Reading,
}

impl Reviewer {
    /// Logs in at the office.
    pub(crate) async fn log_in(deployment: &Deployment) -> Self {
        let mut browser = Browser::new(deployment);
        let answer = browser.log_in("realm=staff", REVIEWER).await;
        assert_eq!(answer.status, 303, "{answer:?}");
        let role = Reading::of("role", &browser.session().await, "/role").expect("staff have a role");
        Self { person: browser.person().await, role }
    }

    /// Claims a case and decides about it.
    pub(crate) async fn decide(
        &mut self,
        candidate: &Candidate,
        outcome: Outcome,
        page: &mut Page<'_>,
    ) -> io::Result<()> {
        let case = &candidate.case().path;
        let row = candidate.part.row;
        let claimed = self.person.claim(case).await.json();
        page.line(row, &self.role, &read(&claimed, &CLAIMED))?;
        let decided = self.person.decide(case, outcome.decision(&claimed["corrections"])).await.json();
        page.line(row, &self.role, &read(&decided, &[("decided", "/state"), ("refused", "/title")]))
    }

    /// Sets the registration to 待支付 on the examination site, and lets the service read it there.
    pub(crate) async fn set_awaiting_payment(
        &mut self,
        deployment: &Deployment,
        candidate: &Candidate,
        page: &mut Page<'_>,
    ) -> io::Result<()> {
        deployment.on_the_site(candidate.part.place, "awaiting-payment").await;
        let path = format!("{}/registration", candidate.case().path);
        let answer = self.person.ask(Method::POST, &path, &[], Value::Null).await.json();
        page.line(candidate.part.row, &self.role, &read(&answer, &[("registration", "/name/zh")]))
    }

    /// Reads what is to be done, the most urgent first.
    pub(crate) async fn worklist(&mut self, candidates: &[Candidate], page: &mut Page<'_>) -> io::Result<()> {
        let list = self.person.ask(Method::GET, "/api/reviews", &[], Value::Null).await.json();
        let tasks = list["cases"].as_array().expect("a list");
        if tasks.is_empty() {
            return page.line("", &self.role, &read(&list, &[("to be done", "/cases")]));
        }
        for task in tasks {
            let id = task["case"].as_str().expect("an id");
            let is_of =
                |candidate: &&Candidate| candidate.case.as_ref().is_some_and(|case| case.path.ends_with(id));
            let row = candidates.iter().find(is_of).map_or("", |candidate| candidate.part.row);
            page.line(row, &self.role, &read(task, &[("to be done", "/task"), ("due", "/due")]))?;
        }
        Ok(())
    }
}
