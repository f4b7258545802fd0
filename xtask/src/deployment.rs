//! Prepares what was started: the store is tested and seeded, and the policies are published.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::policy;

/// The self-test of the store alone takes seconds on a slow disk.
const ANSWER_MAX: Duration = Duration::from_secs(120);

/// How large the collections are planned to be, as `deployment.toml` says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    collection: Vec<Collection>,
    cases: Cases,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Collection {
    name: String,
    partitions: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    partitions: u32,
}

/// Tests and seeds the store, and publishes every policy. What is done already is found done.
///
/// Returns the programmes that are open for trials.
///
/// # Errors
///
/// Fails when a file cannot be read or the deployment refuses.
pub(crate) fn prepare(address: SocketAddr, secret: &Path, root: &Path) -> Result<Vec<String>> {
    let plan = fs::read_to_string(root.join("deployment.toml"))?;
    let plan: Plan = toml::from_str(&plan).context("deployment.toml")?;
    // Nothing else runs on this state, so what an interrupted start left half seeded may be seeded again.
    let document = json!({ "seeding": "repair", "collections": plan.collection });
    post(address, "/internal/deployment", secret, &document.to_string())?;
    let mut programmes = Vec::new();
    for file in policy::published(root)? {
        let policy = fs::read_to_string(&file)?;
        let document = json!({ "policy": policy, "partitions": plan.cases.partitions, "seeding": "repair" });
        let answer = post(address, "/internal/policies", secret, &document.to_string())
            .with_context(|| format!("cannot publish {}", file.display()))?;
        let published: Value = serde_json::from_str(&answer.body)?;
        programmes.extend(published.get("programme").and_then(Value::as_str).map(str::to_owned));
    }
    programmes.dedup();
    Ok(programmes)
}

/// What a call answered.
#[derive(Debug)]
struct Answer {
    /// The status of the response.
    status: u16,
    /// Its body.
    body: String,
}

/// Posts a document with a secret, and insists on success.
///
/// # Errors
///
/// Fails when nobody answers or the answer is a refusal, which is shown.
fn post(address: SocketAddr, path: &str, secret: &Path, document: &str) -> Result<Answer> {
    let secret = fs::read_to_string(secret).with_context(|| format!("cannot read {}", secret.display()))?;
    let mut stream = TcpStream::connect(address).with_context(|| format!("nobody answers at {address}"))?;
    stream.set_read_timeout(Some(ANSWER_MAX))?;
    let request = format!(
        "POST {path} HTTP/1.0\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{document}",
        secret.trim(),
        document.len()
    );
    stream.write_all(request.as_bytes())?;
    let mut response = String::new();
    stream.read_to_string(&mut response).with_context(|| format!("no answer to POST {path}"))?;
    let answer = parse(&response)?;
    ensure!((200..300).contains(&answer.status), "POST {path} answered {}: {}", answer.status, answer.body);
    Ok(answer)
}

/// Reads a response to a request in HTTP/1.0, whose body ends with the connection.
fn parse(response: &str) -> Result<Answer> {
    let Some((head, body)) = response.split_once("\r\n\r\n") else { bail!("the answer is no HTTP") };
    let status =
        head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("the answer has no status")?;
    Ok(Answer { status, body: body.to_owned() })
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// Answers one request with `response` and returns what was asked.
    fn answering(response: &'static str) -> (SocketAddr, thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = vec![0; 4096];
            let mut length = 0;
            while !request[..length].ends_with(b"{}") {
                length += stream.read(&mut request[length..]).unwrap();
            }
            stream.write_all(response.as_bytes()).unwrap();
            String::from_utf8_lossy(&request[..length]).into_owned()
        });
        (address, server)
    }

    #[test]
    fn the_secret_travels_as_a_bearer_token_and_success_is_returned() {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("secret");
        fs::write(&secret, "abc\n").unwrap();
        let (address, server) =
            answering("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{\"ok\":1}");
        let answer = post(address, "/internal/x", &secret, "{}").unwrap();
        assert_eq!((answer.status, answer.body.as_str()), (200, "{\"ok\":1}"));
        let request = server.join().unwrap();
        assert!(request.starts_with("POST /internal/x HTTP/1.0\r\n"), "{request}");
        assert!(request.contains("Authorization: Bearer abc\r\n"), "{request}");
    }

    #[test]
    fn a_refusal_is_an_error_that_shows_the_problem() {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("secret");
        fs::write(&secret, "abc").unwrap();
        let (address, _server) =
            answering("HTTP/1.0 503 Service Unavailable\r\n\r\n{\"code\":\"store-not-verified\"}");
        let error = post(address, "/internal/x", &secret, "{}").unwrap_err().to_string();
        assert!(error.contains("503") && error.contains("store-not-verified"), "{error}");
    }
}
