//! What only the whole shows: routes, grants, variables, login, bad input. On the embedded host, or on what runs at
//! `MIAOPI_BASE`; what needs a clock that can be set, or a restart, is on the embedded host alone.

mod bad_input;
mod drafts;
mod latency;
mod manifest;
mod operations;
mod submission;

use hyper::Method;
use serde_json::{Value, json};
use tests::deployment::{Deployment, ORIGIN, Plan, sandbox};
use tests::http::{Answer, Client};

/// A deployment that is ready for candidates.
async fn deployed() -> Deployment {
    let deployment = Deployment::under_test(Plan::of(&sandbox()));
    deployment.prepare(4).await;
    deployment
}

/// A host of our own, whose clock and state are at hand.
async fn our_host() -> Deployment {
    let deployment = Deployment::start(Plan::of(&sandbox()));
    deployment.prepare(4).await;
    deployment
}

/// Somebody who is logged in, on a connection of their own.
struct Person {
    client: Client,
    bearer: String,
    cookie: String,
}

impl Person {
    /// Logs in as an invented person. Other tests have other people, since they may share a deployment.
    async fn candidate(deployment: &Deployment, name: &str) -> Self {
        let mut client = deployment.client().await;
        let login = json!({ "account": name, "role": "candidate" }).to_string();
        let headers = [("content-type", "application/json"), ("origin", ORIGIN)];
        let answer = client.call(Method::POST, "/sandbox/login", &headers, login).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let token = answer.json()["token"].as_str().expect("a token").to_owned();
        let cookie = answer.header("set-cookie").split(';').next().expect("a cookie").to_owned();
        Self { client, bearer: format!("Bearer {token}"), cookie }
    }

    /// Asks with the bearer token and these headers besides.
    async fn ask(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: Value) -> Answer {
        let mut all = vec![("authorization", self.bearer.as_str()), ("content-type", "application/json")];
        all.extend_from_slice(headers);
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.client.call(method, path, &all, body).await
    }

    /// Opens a case and returns its path and its entity tag.
    async fn open(&mut self, key: &str) -> (String, String) {
        let path = "/api/programmes/shenzhen-interview/cases";
        let answer = self.ask(Method::POST, path, &[("idempotency-key", key)], json!({})).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        (answer.header("location").to_owned(), answer.header("etag").to_owned())
    }
}
