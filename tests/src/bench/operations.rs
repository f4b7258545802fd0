//! The operations of a candidate on the real components, on the memory store.

use std::time::{Duration, Instant};

use hyper::Method;
use serde_json::{Value, json};

use crate::deployment::{Deployment, ORIGIN, PROGRAMME};
use crate::http::{Answer, Client};
use crate::person::form;

pub(super) const PARTITIONS: u32 = 4;
/// What a partition is planned for.
pub(super) const CASES_PER_PARTITION: u32 = 64;
/// Spread over all partitions, so that the mean is one over their sizes.
const PEOPLE: usize = 32;

/// What a candidate does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `GET /api/cases/{case}`
    DraftRead,
    /// `PUT /api/cases/{case}/draft`
    DraftEdit,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 2] = [Self::DraftRead, Self::DraftEdit];

    /// Returns what it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::DraftRead => "draft read",
            Self::DraftEdit => "draft edit",
        }
    }
}

/// Candidates with a draft each, who take turns.
pub(super) struct Candidates {
    client: Client,
    people: Vec<Person>,
    round: usize,
}

struct Person {
    bearer: String,
    case: String,
    tag: String,
    place: u32,
}

/// A draft with every field filled in, by the invented person at this place. Each round says something else: an edit that
/// changes nothing commits nothing.
pub(super) fn draft(place: u32, round: usize) -> Value {
    let mut form = form(place);
    form["telephone"] = format!("138{:08}", round % 100_000_000).into();
    form["email"] = "xiaoming@example.org".into();
    json!({ "category": "local-household", "form": form })
}

impl Candidates {
    /// Fills the store as it is planned to be, so that a partition has the size that it will have.
    pub(super) async fn file(deployment: &Deployment) -> Self {
        deployment.prepare(PARTITIONS).await;
        let mut client = deployment.client().await;
        let mut people = Vec::new();
        for account in 0..PARTITIONS * CASES_PER_PARTITION {
            let mut person = file(&mut client, account).await;
            edit(&mut client, &mut person, 0).await;
            people.push(person);
        }
        people.truncate(PEOPLE);
        Self { client, people, round: 0 }
    }

    /// Lets the next one carry out `operation`, and returns how long the answer took.
    pub(super) async fn run(&mut self, operation: Operation) -> Duration {
        self.round += 1;
        let person = &mut self.people[self.round % PEOPLE];
        let begun = Instant::now();
        match operation {
            Operation::DraftRead => {
                let headers = [("authorization", person.bearer.as_str())];
                succeeded(self.client.call(Method::GET, &person.case, &headers, "").await);
            }
            Operation::DraftEdit => edit(&mut self.client, person, self.round).await,
        }
        begun.elapsed()
    }
}

async fn file(client: &mut Client, account: u32) -> Person {
    let login = json!({ "account": account }).to_string();
    let headers = [("content-type", "application/json"), ("origin", ORIGIN)];
    let answer = client.call(Method::POST, "/sandbox/login", &headers, login).await;
    let bearer = format!("Bearer {}", answer.json()["token"].as_str().expect("a token"));
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", "bench"),
    ];
    let path = format!("/api/programmes/{PROGRAMME}/cases");
    let answer = client.call(Method::POST, &path, &headers, "{}").await;
    let (case, tag) = (answer.header("location").to_owned(), answer.header("etag").to_owned());
    Person { bearer, case, tag, place: account }
}

async fn edit(client: &mut Client, person: &mut Person, round: usize) {
    let headers = [
        ("authorization", person.bearer.as_str()),
        ("content-type", "application/json"),
        ("if-match", person.tag.as_str()),
    ];
    let path = format!("{}/draft", person.case);
    let answer = client.call(Method::PUT, &path, &headers, draft(person.place, round).to_string()).await;
    person.tag = succeeded(answer).header("etag").to_owned();
}

fn succeeded(answer: Answer) -> Answer {
    assert!(answer.status.is_success(), "{answer:?}");
    answer
}
