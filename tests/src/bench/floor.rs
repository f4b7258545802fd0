//! The floor: as many bytes in and out, the same calls on values of the same size, and nothing parsed or decided.

use bytes::Bytes;
use hyper::Method;

use super::operations::{Operation, draft};
use super::sizes::Sizes;
use crate::deployment::Deployment;
use crate::http::Client;

/// What the platform hands over with a request is not the operation's work.
const HEADERS: [(&str, &str); 3] = [
    ("authorization", "Bearer a-token-of-the-length-that-a-session-s-has."),
    ("content-type", "application/json"),
    ("if-match", "\"1\""),
];

pub(super) struct Floor {
    client: Client,
    sizes: Sizes,
}

impl Floor {
    /// Writes what the floor reads.
    pub(super) async fn prepare(deployment: &Deployment, sizes: Sizes) -> Self {
        let mut floor = Self { client: deployment.client().await, sizes };
        floor.call("prepare", Bytes::new()).await;
        floor
    }

    /// Runs the floor of `operation`.
    pub(super) async fn run(&mut self, operation: Operation) {
        let (name, sent) = match operation {
            Operation::DraftRead => ("read", Bytes::new()),
            Operation::DraftEdit => ("edit", draft(0, 1).to_string().into()),
        };
        self.call(name, sent).await;
    }

    async fn call(&mut self, name: &str, sent: Bytes) {
        let Sizes { session, partition, body, answer } = self.sizes;
        let path = format!("/probe/floor/{name}/{session}/{partition}/{body}/{answer}");
        let answer = self.client.call(Method::POST, &path, &HEADERS, sent).await;
        assert!(answer.status.is_success(), "{answer:?}");
    }
}
