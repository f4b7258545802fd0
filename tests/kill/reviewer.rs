//! A reviewer who claims what is due first and decides about it, and remembers it.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use hyper::Method;
use serde_json::{Value, json};
use tests::http::Answer;
use tests::person::{Person, review_of};

use super::Host;
use super::load::{Load, Tally, is_to_be_repeated};

const NAME: &str = "reviewer under load";

/// What a decision makes of a case.
const OUTCOMES: [&str; 2] = ["approved", "returned"];

/// A reviewer.
pub(super) struct Reviewer {
    person: Person,
    /// The case that is theirs to decide.
    claimed: Option<String>,
    /// What was sent without an answer.
    sent: Option<Sent>,
    /// What they have decided, by case.
    pub(super) decided: BTreeMap<String, &'static str>,
    /// Those that were decided since the last kill.
    unchecked: Vec<String>,
    pub(super) tally: Tally,
}

enum Sent {
    /// The claim of this case.
    Claim(String),
    /// The decision about the case that is claimed.
    Decision(&'static str),
}

impl Reviewer {
    pub(super) async fn new(host: &Host) -> Self {
        let person = Person::reviewer(&host.deployment, NAME).await;
        let (decided, unchecked, tally) = (BTreeMap::new(), Vec::new(), Tally::default());
        Self { person, claimed: None, sent: None, decided, unchecked, tally }
    }

    /// Works until the host is gone.
    pub(super) async fn work(&mut self, load: &Load) {
        let broken = loop {
            if let Err(broken) = self.step().await {
                break broken;
            }
        };
        load.check_over(&broken);
    }

    async fn step(&mut self) -> io::Result<()> {
        match self.claimed.clone() {
            Some(case) => self.decide(case).await,
            None => self.claim().await,
        }
    }

    async fn claim(&mut self) -> io::Result<()> {
        let list = self.person.try_ask(Method::GET, "/api/reviews", &[], Value::Null).await?;
        let list = list.json();
        let mut tasks = list["cases"].as_array().expect("a list").iter();
        let Some(task) = tasks.find(|task| task["task"] == "review") else {
            // Nobody has filed anything yet.
            tokio::time::sleep(Duration::from_millis(5)).await;
            return Ok(());
        };
        let case = format!("/api/cases/{}", task["case"].as_str().expect("an id"));
        self.sent = Some(Sent::Claim(case.clone()));
        let claim = format!("{}/claim", review_of(&case));
        let answer = self.person.try_ask(Method::PUT, &claim, &[], Value::Null).await?;
        self.sent = None;
        if self.is_answered(&answer) {
            self.claimed = Some(case);
        }
        Ok(())
    }

    async fn decide(&mut self, case: String) -> io::Result<()> {
        let outcome = OUTCOMES[self.decided.len() % OUTCOMES.len()];
        self.sent = Some(Sent::Decision(outcome));
        let answer = self.send(&case, outcome).await?;
        self.sent = None;
        if self.is_answered(&answer) {
            assert_eq!(answer.json()["state"], outcome, "{answer:?}");
            self.decided(case, outcome);
        }
        Ok(())
    }

    fn is_answered(&mut self, answer: &Answer) -> bool {
        if is_to_be_repeated(answer) {
            return false;
        }
        assert_eq!(answer.status, 200, "{answer:?}");
        self.tally.answered += 1;
        true
    }

    fn decided(&mut self, case: String, outcome: &'static str) {
        self.claimed = None;
        self.unchecked.push(case.clone());
        self.decided.insert(case, outcome);
    }

    async fn send(&mut self, case: &str, outcome: &str) -> io::Result<Answer> {
        let body = match outcome {
            "approved" => json!({ "outcome": "pass", "corrections": 0 }),
            _ => json!({ "outcome": "return", "corrections": 0, "items": [{ "reason": "illegible" }] }),
        };
        let path = format!("{}/decision", review_of(case));
        self.person.try_ask(Method::POST, &path, &[("idempotency-key", outcome)], body).await
    }

    /// Looks at the claim and at what was decided, and finds out what has become of what was not answered.
    pub(super) async fn check(&mut self, host: &Host) -> io::Result<()> {
        // A shift is over before the last kill; a claim is a person's, and not a session's.
        self.person = Person::reviewer(&host.deployment, NAME).await;
        match self.sent.take() {
            Some(Sent::Claim(case)) => {
                let stands = self.read(&case).await?["claim"]["is_mine"] == true;
                self.tally.found(stands);
                self.claimed = stands.then_some(case);
            }
            Some(Sent::Decision(outcome)) => {
                let case = self.claimed.clone().expect("a case is decided by whoever has claimed it");
                let stands = self.read(&case).await?["state"] == outcome;
                self.tally.found(stands);
                if stands {
                    self.decided(case, outcome);
                }
            }
            None => {}
        }
        if let Some(case) = self.claimed.clone() {
            let found = self.read(&case).await?;
            assert_eq!((&found["state"], &found["claim"]["is_mine"]), (&"under-review".into(), &true.into()));
        }
        // Each is repeated, and answered as the first time.
        for case in std::mem::take(&mut self.unchecked) {
            let outcome = self.decided[&case];
            let again = self.send(&case, outcome).await?;
            assert_eq!((again.status.as_u16(), &again.json()["state"]), (200, &outcome.into()), "{again:?}");
        }
        Ok(())
    }

    async fn read(&mut self, case: &str) -> io::Result<Value> {
        let answer = self.person.try_ask(Method::GET, &review_of(case), &[], Value::Null).await?;
        assert_eq!(answer.status, 200, "{answer:?}");
        Ok(answer.json())
    }
}
