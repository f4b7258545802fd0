//! The floor: the same calls on values of the same size, and nothing parsed or decided.

use hyper::Method;
use serde_json::Value;

use super::Sizes;
use super::operations::{Cost, cost};
use crate::deployment::{Deployment, Plan, probe};

/// What the platform hands over with a request is not the operation's work.
const HEADERS: [(&str, &str); 3] = [
    ("authorization", "Bearer a-token-of-the-length-that-a-session-s-has."),
    ("content-type", "application/json"),
    ("if-match", "\"1\""),
];

/// Runs the floor of each operation `rounds` times.
pub async fn floors(sizes: Sizes, rounds: usize) -> Vec<Cost> {
    let manifest = probe();
    let plan = Plan { measure: true, memory: true, ..Plan::of(&manifest) };
    let deployment = Deployment::start(plan);
    let mut client = deployment.client().await;
    let Sizes { session, partition, body } = sizes;
    let path = |operation: &str| format!("/probe/floor/{operation}/{session}/{partition}/{body}");
    let mut costs = Vec::new();
    for (operation, name) in [("prepare", ""), ("read", "draft read"), ("edit", "draft edit")] {
        let path = path(operation);
        let warm = client.call(Method::POST, &path, &[], "").await;
        assert!(warm.status.is_success(), "{warm:?}");
        if name.is_empty() {
            continue;
        }
        deployment.control(Method::POST, "/measures/reset", Value::Null).await;
        for _ in 0..rounds {
            let answer = client.call(Method::POST, &path, &HEADERS, "").await;
            assert!(answer.status.is_success(), "{answer:?}");
        }
        costs.push(cost(&deployment, "probe", name, Vec::new()).await);
    }
    costs
}
