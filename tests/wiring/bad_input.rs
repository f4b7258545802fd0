//! Whatever is sent, there is a problem document for it, and the instance lives on.

use std::net::SocketAddr;

use hyper::Method;
use serde_json::Value;
use tests::deployment::{Deployment, ORIGIN};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{Person, deployed};

const CASES: &str = "/api/programmes/shenzhen-interview/cases";

/// How many instances of the application there have been, and how many traps; on our host, which counts them.
async fn instances(deployment: &Deployment) -> (u64, u64) {
    if !deployment.is_ours() {
        return (0, 0);
    }
    let measures = deployment.control(Method::GET, "/measures", Value::Null).await.json();
    let application = &measures["components"]["application"];
    let number = |name: &str| application[name].as_u64().unwrap_or_else(|| panic!("no {name}: {measures}"));
    (number("instances"), number("traps"))
}

/// Writes `head`, then `piece` as often as it is taken, and returns the status and the code of the answer.
async fn pour(address: SocketAddr, head: &str, piece: &[u8], times: usize) -> (u16, String) {
    let stream = TcpStream::connect(address).await.expect("the service listens");
    let (mut reading, mut writing) = stream.into_split();
    writing.write_all(head.as_bytes()).await.expect("the head is taken");
    let piece = piece.to_vec();
    let pouring = tokio::spawn(async move {
        for _ in 0..times {
            if writing.write_all(&piece).await.is_err() {
                return;
            }
        }
        // Held open: the other side decides when it has waited long enough.
        std::future::pending::<()>().await;
    });
    let mut answer = Vec::new();
    let mut buffer = vec![0; 4096];
    while !is_complete(&answer) {
        match reading.read(&mut buffer).await {
            Ok(0) | Err(_) => break,
            Ok(length) => answer.extend_from_slice(&buffer[..length]),
        }
    }
    pouring.abort();
    let text = String::from_utf8_lossy(&answer).into_owned();
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    let json: Value =
        text.find('{').and_then(|at| serde_json::from_str(text[at..].trim()).ok()).unwrap_or_default();
    (status, json["code"].as_str().unwrap_or_default().to_owned())
}

fn is_complete(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned));
    length.and_then(|length| length.parse::<usize>().ok()).is_some_and(|length| length <= body.len())
}

fn head(person: &Person, length: &str) -> String {
    format!(
        "POST {CASES} HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\nIdempotency-Key: k\r\n\
         Content-Type: application/json\r\n{length}\r\n\r\n",
        person.bearer
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_two_gigabytes_is_refused_by_what_it_says_of_itself() {
    let deployment = deployed().await;
    let person = Person::candidate(&deployment, "sender of two gigabytes").await;
    let head = head(&person, "Content-Length: 2147483648");
    let answer = pour(deployment.address, &head, &[b' '; 65536], 32768).await;
    assert_eq!(answer, (413, "body-too-large".to_owned()));
    lives_on(&deployment).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_refused_while_still_sending_reads_why() {
    let deployment = deployed().await;
    let mut person = Person::candidate(&deployment, "whose case it is").await;
    let (case, _) = person.open("one").await;
    let head = format!("PUT {case}/materials/diploma HTTP/1.1\r\nHost: x\r\nContent-Length: 8388608\r\n\r\n");
    for _ in 0..8 {
        let answer = pour(deployment.address, &head, &[b' '; 65536], 128).await;
        assert_eq!(answer, (401, "session-required".to_owned()));
    }
    lives_on(&deployment).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_never_ends_is_cut_off_at_the_limit() {
    let deployment = deployed().await;
    let person = Person::candidate(&deployment, "endless sender").await;
    let head = head(&person, "Transfer-Encoding: chunked");
    let mut piece = b"1000\r\n".to_vec();
    piece.extend_from_slice(&[b' '; 4096]);
    piece.extend_from_slice(b"\r\n");
    let answer = pour(deployment.address, &head, &piece, usize::MAX).await;
    assert_eq!(answer, (413, "body-too-large".to_owned()));
    lives_on(&deployment).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_stops_half_way_is_given_up_in_time() {
    let deployment = deployed().await;
    let person = Person::candidate(&deployment, "stalled sender").await;
    let head = head(&person, "Content-Length: 100");
    let answer = pour(deployment.address, &head, b"{", 1).await;
    assert_eq!(answer, (408, "body-too-slow".to_owned()));
    lives_on(&deployment).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_nonsense_has_its_problem_document_and_one_instance_answers_it_all() {
    let deployment = deployed().await;
    let mut person = Person::candidate(&deployment, "sender of nonsense").await;
    let (case, tag) = person.open("one").await;
    let draft = format!("{case}/draft");
    // Whoever opens a case has not met the component that reads it.
    assert_eq!(person.ask(Method::GET, &case, &[], Value::Null).await.status, 200);
    let before = instances(&deployment).await;

    let deep = format!("{}{}", "[".repeat(100_000 / 4), "]".repeat(100_000 / 4));
    let bodies: [(&[u8], u16, &str); 8] = [
        (b"\xff\xfe", 400, "not-utf8"),
        (b"{", 400, "malformed-json"),
        (b"nonsense", 400, "malformed-json"),
        (deep.as_bytes(), 422, "invalid-fields"),
        (br#"{"form":{},"surprise":1}"#, 422, "invalid-fields"),
        (br#"{"form":{"name":"a","name":"b"}}"#, 422, "invalid-fields"),
        (br#"{"form":{"name":7}}"#, 422, "invalid-fields"),
        (br#"{"form":{"name":"","telephone":"1"}}"#, 422, "invalid-fields"),
    ];
    for (body, status, code) in bodies {
        let bearer = person.bearer.clone();
        let headers =
            [("authorization", bearer.as_str()), ("content-type", "application/json"), ("if-match", &tag)];
        let answer = person.client.call(Method::PUT, &draft, &headers, body.to_vec()).await;
        let shown = String::from_utf8_lossy(body).chars().take(40).collect::<String>();
        assert_eq!((answer.status.as_u16(), answer.code()), (status, code.to_owned()), "{shown}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{shown}");
    }

    let other_kind = case.replace("case_", "acct_");
    let answer = person.ask(Method::GET, &other_kind, &[], Value::Null).await;
    assert_eq!(answer.code(), "wrong-kind-of-id");

    // None of these headers opens anything, and none closes what the token opens.
    let forged = [
        ("spin-path-info", "/api/cases/another"),
        ("spin-full-url", "https://elsewhere.example/"),
        ("spin-client-addr", "6.6.6.6"),
        ("host", "elsewhere.example"),
        ("origin", "https://elsewhere.example"),
        ("cookie", "__Host-session=forged"),
    ];
    let answer = person.ask(Method::GET, &case, &forged, Value::Null).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let cookie = [("cookie", "__Host-session=forged"), ("origin", ORIGIN)];
    let answer = person.client.call(Method::GET, &case, &cookie, "").await;
    assert_eq!((answer.status.as_u16(), answer.code()), (401, "session-ended".to_owned()));
    let twice = format!("{0}; {0}", person.cookie);
    let answer = person.client.call(Method::GET, &case, &[("cookie", &twice)], "").await;
    assert_eq!((answer.status.as_u16(), answer.code()), (400, "ambiguous-credentials".to_owned()));

    let after = instances(&deployment).await;
    assert_eq!(after, before, "an instance was lost on the way");
}

/// The next request is served, and nothing has trapped.
async fn lives_on(deployment: &Deployment) {
    let mut person = Person::candidate(deployment, "whoever comes next").await;
    person.open("still here").await;
    assert_eq!(instances(deployment).await.1, 0, "an instance trapped");
}
