//! Each operation of the published interface, asked for by everybody whom it is not for: with no login, as another candidate, as
//! staff of every role, and as a reviewer of another region.

use hyper::Method;
use serde_json::{Value, json};
use tests::deployment::{Deployment, PROGRAMME};
use tests::http::Answer;

use super::{Person, deployed};

/// An operation, on the case of somebody.
struct Operation {
    method: Method,
    path: String,
    /// As it is published.
    template: String,
    needs_login: bool,
}

/// Returns what the interface says of itself, about `case`.
async fn operations(deployment: &Deployment, case: &str) -> Vec<Operation> {
    let mut client = deployment.client().await;
    let document = client.call(Method::GET, "/api/openapi.json", &[], "").await.json();
    let case = case.rsplit('/').next().expect("an id");
    let mut operations = Vec::new();
    for (template, methods) in document["paths"].as_object().expect("paths") {
        let path = template
            .replace("{case}", case)
            .replace("{picture}", "identity-card")
            .replace("{upload}", "upl_00000000000000000000000001")
            .replace("{session}", "sess_00000000000000000000000001")
            .replace("{proposal}", "prop_00000000000000000000000001")
            .replace("{act}", "act_00000000000000000000000001")
            .replace("{group}", "evening")
            .replace("{portal}", "demo")
            .replace("{policy}", &"0".repeat(64))
            .replace("{programme}", PROGRAMME)
            .replace("{season}", "2027");
        assert!(!path.contains('{'), "{template} has a parameter that nobody fills in here");
        for (method, operation) in methods.as_object().expect("methods") {
            let method = method.to_uppercase().parse().expect("a method");
            let needs_login = operation["security"].is_array();
            operations.push(Operation {
                method,
                path: path.clone(),
                template: template.clone(),
                needs_login,
            });
        }
    }
    assert!(30 < operations.len(), "the interface has more than {} operations", operations.len());
    operations
}

/// Headers without which some operation would look no further.
const HEADERS: [(&str, &str); 4] = [
    ("content-type", "application/json"),
    ("idempotency-key", "a stranger's"),
    ("if-match", "*"),
    ("upload-offset", "0"),
];

/// Returns a body of the form that the operation asks for.
fn body(operation: &Operation) -> Value {
    match operation.template.rsplit('/').next() {
        Some("draft") => json!({ "category": null, "form": {}, "confirmed": {} }),
        Some("correction") => json!({ "form": {} }),
        Some("decision") => json!({ "outcome": "pass", "corrections": 0 }),
        Some("uploads") => json!({ "size": 10 }),
        _ => json!({}),
    }
}

async fn asked(person: &mut Person, operation: &Operation) -> Answer {
    person.send(operation.method.clone(), &operation.path, &HEADERS, body(operation).to_string()).await
}

/// What is for everybody who has logged in, whoever they are, about their own sessions. Ending the session would end the test.
fn is_own(operation: &Operation) -> bool {
    ["/auth/session", "/auth/sessions", "/auth/sessions/{session}"].contains(&operation.template.as_str())
}

/// Asserts that somebody is refused each of the operations, in the same words as if there were no such case.
async fn refused(person: &mut Person, operations: &[(Operation, Operation)], who: &str) {
    for (operation, about_nothing) in operations {
        let answer = asked(person, operation).await;
        let tried = format!("{} {} as {who}: {answer:?}", operation.method, operation.template);
        assert!(answer.status.is_client_error(), "{tried}");
        let other = asked(person, about_nothing).await;
        assert_eq!((answer.status, answer.code()), (other.status, other.code()), "{tried}");
    }
}

#[tokio::test]
async fn nothing_that_needs_a_login_is_answered_without_one() {
    let deployment = deployed().await;
    let (case, _) = Person::candidate(&deployment, "anna of the strangers").await.open("one").await;
    let mut client = deployment.client().await;
    let mut needing = 0;
    for operation in operations(&deployment, &case).await {
        if operation.needs_login {
            needing += 1;
            let answer = client.call(operation.method.clone(), &operation.path, &HEADERS, "{}").await;
            let tried = format!("{} {}", operation.method, operation.template);
            assert_eq!(
                (answer.status.as_u16(), answer.code().as_str()),
                (401, "session-required"),
                "{tried}"
            );
        }
    }
    assert!(20 < needing, "{needing}");
}

#[tokio::test]
async fn nobody_whom_a_case_is_not_for_learns_anything_of_it_or_changes_it() {
    let deployment = deployed().await;
    let mut anna = Person::candidate(&deployment, "anna among strangers").await;
    let (case, _) = anna.open("one").await;
    let before = anna.ask(Method::GET, &case, &[], Value::Null).await;
    let published = operations(&deployment, &case).await;
    let about_nothing = operations(&deployment, &unknown(&case)).await;
    let (about_cases, others): (Vec<_>, Vec<_>) = published
        .into_iter()
        .zip(about_nothing)
        .filter(|(operation, _)| operation.needs_login && !is_own(operation))
        .partition(|(operation, _)| operation.template.contains("{case}"));

    let mut bela = Person::candidate(&deployment, "bela among strangers").await;
    refused(&mut bela, &about_cases, "another candidate").await;
    let mut elsewhere = Person::reviewer_of(&deployment, "cili among strangers", "420100").await;
    refused(&mut elsewhere, &about_cases, "a reviewer of another region").await;
    let (administering, others): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|(operation, _)| operation.template.starts_with("/api/administration/"));
    assert!(8 < administering.len());
    refused(&mut bela, &administering, "a candidate").await;
    let mut reviewer = Person::reviewer(&deployment, "dora among strangers").await;
    refused(&mut reviewer, &administering, "a reviewer of the region").await;
    for role in ["identity-reviewer", "service-agent", "administrator"] {
        let login = json!({ "account": format!("{role} among strangers"), "role": role, "region": "440300" });
        let mut staff = Person::try_log_in(deployment.address, login).await.expect("the service answers");
        refused(&mut staff, &about_cases, role).await;
        refused(&mut staff, &others, role).await;
        if role != "administrator" {
            refused(&mut staff, &administering, role).await;
        }
    }

    let after = anna.ask(Method::GET, &case, &[], Value::Null).await;
    assert_eq!(before.json(), after.json());
    assert_eq!(before.header("etag"), after.header("etag"));
}

/// Returns the address of a case in the same place that does not exist.
fn unknown(case: &str) -> String {
    let (start, last) = case.split_at(case.len() - 1);
    format!("{start}{}", if last == "0" { "1" } else { "0" })
}
