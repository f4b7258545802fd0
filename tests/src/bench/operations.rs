//! The operations of a candidate on the real components, on the memory store.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use hyper::Method;
use serde_json::{Value, json};

use crate::deployment::{Deployment, ORIGIN, PROGRAMME, Plan};
use crate::http::{Answer, Client};

pub(super) const PARTITIONS: u32 = 4;
/// What a partition is planned for.
pub(super) const CASES_PER_PARTITION: u32 = 64;
/// Spread over all partitions, so that the mean is one over their sizes.
const PEOPLE: usize = 32;

/// What one operation costs.
#[derive(Debug)]
pub struct Cost {
    /// What it is called.
    pub name: &'static str,
    /// Calls of the provider, each by its name.
    pub calls: BTreeMap<String, f64>,
    /// CPU time inside wasm, calls of the provider excluded.
    pub guest_cpu: Duration,
    /// How long an answer took, sorted.
    pub times: Vec<Duration>,
}

struct Person {
    bearer: String,
    case: String,
    tag: String,
}

/// A draft with every field filled in, by an invented person. Each round says something else: an edit that changes
/// nothing commits nothing.
pub(super) fn draft(round: usize) -> Value {
    let telephone = format!("138{:08}", round % 100_000_000);
    let document = json!({ "kind": "resident-identity-card", "number": "11010519491231002X" });
    let form = json!({
        "name": "王小明", "document": document, "telephone": telephone, "email": "xiaoming@example.org",
    });
    json!({ "category": "local-household", "form": form })
}

/// Runs each operation `rounds` times.
pub async fn operations(manifest: &Path, rounds: usize) -> Vec<Cost> {
    let plan = Plan { measure: true, memory: true, ..Plan::of(manifest) };
    let deployment = Deployment::start(plan);
    deployment.prepare(PARTITIONS).await;
    let mut client = deployment.client().await;
    let mut people = Vec::new();
    for account in 0..PARTITIONS * CASES_PER_PARTITION {
        let mut person = file(&mut client, account).await;
        edit(&mut client, &mut person, 0).await;
        people.push(person);
    }
    people.truncate(PEOPLE);

    let mut costs = Vec::new();
    for name in ["draft read", "draft edit"] {
        // Once before it counts, so that the instance has opened what it keeps.
        for person in &mut people {
            run(name, &mut client, person, 1).await;
        }
        deployment.control(Method::POST, "/measures/reset", Value::Null).await;
        let mut times = Vec::new();
        for round in 0..rounds {
            let person = &mut people[round % PEOPLE];
            let begun = Instant::now();
            run(name, &mut client, person, 2 + round).await;
            times.push(begun.elapsed());
        }
        costs.push(cost(&deployment, "application", name, times).await);
    }
    costs
}

/// Reads the host's counts since they were reset.
pub(super) async fn cost(
    deployment: &Deployment,
    component: &str,
    name: &'static str,
    mut times: Vec<Duration>,
) -> Cost {
    let measures = deployment.control(Method::GET, "/measures", Value::Null).await.json();
    let counts = &measures["components"][component];
    let requests = counts["requests"].as_f64().expect("a count of requests");
    let calls = counts["key_value"].as_object().expect("counts of calls");
    let calls = calls.iter().map(|(call, count)| (call.clone(), count.as_f64().unwrap_or(0.0) / requests));
    let guest_cpu = counts["guest_cpu_ns"].as_f64().expect("a CPU time") / requests;
    times.sort();
    Cost {
        name,
        calls: calls.filter(|(_, count)| *count > 0.0).collect(),
        guest_cpu: Duration::from_nanos(guest_cpu as u64),
        times,
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
    Person { bearer, case, tag }
}

async fn run(name: &str, client: &mut Client, person: &mut Person, round: usize) {
    match name {
        "draft read" => {
            let headers = [("authorization", person.bearer.as_str())];
            succeeded(client.call(Method::GET, &person.case, &headers, "").await);
        }
        _ => edit(client, person, round).await,
    }
}

async fn edit(client: &mut Client, person: &mut Person, round: usize) {
    let headers = [
        ("authorization", person.bearer.as_str()),
        ("content-type", "application/json"),
        ("if-match", person.tag.as_str()),
    ];
    let path = format!("{}/draft", person.case);
    let answer = client.call(Method::PUT, &path, &headers, draft(round).to_string()).await;
    person.tag = succeeded(answer).header("etag").to_owned();
}

fn succeeded(answer: Answer) -> Answer {
    assert!(answer.status.is_success(), "{answer:?}");
    answer
}
