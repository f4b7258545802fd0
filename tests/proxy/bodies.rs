//! How large a body may be in each place: what nginx refuses never arrives, and what it lets through the service judges itself.

use bytes::Bytes;
use hyper::Method;
use serde_json::{Value, json};
use tests::deployment::{Deployment, ORIGIN, PROGRAMME, Plan, sandbox};
use tests::person::{CARD, Person};
use tokio::io::AsyncWriteExt as _;

use super::nginx::{NAME, Nginx, SOMEBODY, statuses, until_refused};
use super::recorder::Recorder;
use super::{refused_by_the_proxy, refused_by_the_service};

const KIB: usize = 1024;
const MIB: usize = 1024 * 1024;

/// A place, and what it takes at most.
const PLACES: [(&str, usize); 9] = [
    ("/api/programmes/x/cases", 128 * KIB),
    ("/api/account/password", 128 * KIB),
    ("/programmes/x/start", 128 * KIB),
    ("/auth/token", 16 * KIB),
    ("/login/x", 16 * KIB),
    ("/api/cases/x/materials/y", 9 * MIB),
    ("/api/administration/rosters/x/y", 9 * MIB),
    ("/administration/rosters", 9 * MIB),
    ("/cases/x/materials/y", 65 * MIB),
];

/// A picture of so many bytes. No decoder is asked what it shows.
fn picture_of(size: usize) -> Bytes {
    let (picture, end) = CARD.split_at(CARD.len() - 2);
    let mut file = picture.to_vec();
    file.resize(size - end.len(), 0x55);
    file.extend_from_slice(end);
    file.into()
}

/// A form as browsers send it, with these fields and a file.
fn form(fields: &[(&str, &str)], file: &[u8]) -> Vec<u8> {
    let field = |(name, value): &(&str, &str)| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes()
    };
    let head = b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
    let fields: Vec<u8> = fields.iter().flat_map(field).collect();
    [&fields, head.as_slice(), file, b"\r\n--b--\r\n"].concat()
}

/// Sends so many bytes in chunks, without saying how many they are, and returns the statuses of what is answered.
async fn pour(nginx: &Nginx, path: &str, bytes: usize) -> Vec<u16> {
    let stream = nginx.connect(SOMEBODY, NAME, "http/1.1").await.expect("nginx answers");
    let (mut reading, mut writing) = tokio::io::split(stream);
    let head = format!("POST {path} HTTP/1.1\r\nHost: {NAME}\r\nTransfer-Encoding: chunked\r\n\r\n");
    tokio::spawn(async move {
        writing.write_all(head.as_bytes()).await?;
        let chunk = [b"4000\r\n".as_slice(), &[b' '; 0x4000], b"\r\n"].concat();
        for _ in 0..bytes / 0x4000 {
            writing.write_all(&chunk).await?;
        }
        writing.write_all(b"0\r\n\r\n").await?;
        // What is written may still lie in the buffer of TLS.
        writing.flush().await
    });
    statuses(&until_refused(&mut reading).await)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn each_place_takes_exactly_as_much_as_it_says_with_and_without_a_length() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    for (number, (path, most)) in (1..).zip(PLACES) {
        let answer = nginx.ask(Method::POST, path, &[], vec![b' '; most]).await;
        assert_eq!(answer.status, 200, "{path}");
        let arrived = recorder.seen();
        assert_eq!(arrived.last().map(|seen| (seen.path.as_str(), seen.body.len())), Some((path, most)));

        // What says that it is larger is refused before it comes, and what does not once it is.
        let head = format!("POST {path} HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {}\r\n\r\n", most + 1);
        let mut stream = nginx.connect(SOMEBODY, NAME, "http/1.1").await.expect("nginx answers");
        stream.write_all(head.as_bytes()).await.expect("sent");
        let answered = until_refused(&mut stream).await;
        assert_eq!(statuses(&answered), [413], "{path}: {answered}");
        assert!(answered.contains("about:blank"), "{path}: {answered}");
        assert_eq!(pour(&nginx, path, most + 32 * KIB).await, [413], "{path}");
        assert_eq!(recorder.seen().len(), number, "{path}");
    }
    assert!(!nginx.has_buffered_to_files(), "{}", nginx.logs());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn what_the_service_takes_gets_through_and_what_is_a_little_more_the_service_refuses_in_words() {
    let deployment = Deployment::start(Plan::of(&sandbox()));
    deployment.prepare(4).await;
    let nginx = Nginx::before(deployment.address);
    let outside = Deployment::running(nginx.without_tls().await);
    let mut candidate = Person::candidate(&outside, "somebody with large pictures 10").await;
    let case = candidate.fill_in(10, "local-household").await;

    let whole =
        candidate.send(Method::PUT, &format!("{case}/materials/diploma"), &[], picture_of(8 * MIB)).await;
    assert_eq!((whole.status.as_u16(), &whole.json()["bytes_sent"]), (200, &json!(8 * MIB)), "{whole:?}");

    // A page has no script that sends a picture in parts.
    let cookie = candidate.cookie.clone();
    let page = format!("{}/materials/identity-card", case.trim_start_matches("/api"));
    let headers = [
        ("cookie", cookie.as_str()),
        ("origin", ORIGIN),
        ("content-type", "multipart/form-data; boundary=b"),
    ];
    let sent = nginx.ask(Method::POST, &page, &headers, form(&[], &picture_of(9 * MIB))).await;
    assert_eq!(sent.status, 303, "{sent:?}");
    let list = candidate.ask(Method::GET, &format!("{case}/materials"), &[], Value::Null).await.json();
    let materials = list["materials"].as_array().expect("a list");
    let card = materials.iter().find(|item| item["material"] == "identity-card").expect("it is asked for");
    assert_eq!(card["pictures"][0]["bytes_sent"], json!(9 * MIB), "{card}");
    let refused = nginx.ask(Method::POST, &page, &headers, form(&[], &picture_of(66 * MIB))).await;
    refused_by_the_proxy(&refused, 413);

    let draft = format!("{case}/draft");
    let headers = [
        ("authorization", candidate.bearer.as_str()),
        ("if-match", "*"),
        ("content-type", "application/json"),
    ];
    let large = nginx.ask(Method::PUT, &draft, &headers, vec![b' '; 65 * KIB]).await;
    refused_by_the_service(&large, 413, "body-too-large");
    refused_by_the_proxy(&nginx.ask(Method::PUT, &draft, &headers, vec![b' '; 129 * KIB]).await, 413);
    assert!(!nginx.has_buffered_to_files(), "{}", nginx.logs());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn rosters_and_policies_get_through_as_large_as_they_may_be() {
    let deployment = Deployment::start(Plan::of(&sandbox()));
    deployment.prepare(4).await;
    let nginx = Nginx::before(deployment.address);
    let outside = Deployment::running(nginx.without_tls().await);
    let administrator = Person::administrator_of(&outside, "anna", "440300").await;
    let season = format!("{PROGRAMME}/2027");

    // The season derives nothing, so what is read is not imported: that is said once all of it has come.
    let bearer = ("authorization", administrator.bearer.as_str());
    let roster = format!("/api/administration/rosters/{season}");
    let table = [bearer, ("content-type", "text/csv")];
    let whole = nginx.ask(Method::POST, &roster, &table, vec![b' '; roster::BYTES_MAX]).await;
    assert!(!whole.header("correlation-id").is_empty() && whole.status != 413, "{whole:?}");
    refused_by_the_proxy(&nginx.ask(Method::POST, &roster, &table, vec![b' '; 9 * MIB + 1]).await, 413);

    let policy = json!({ "policy": "#".repeat(256 * KIB), "note": "大" }).to_string();
    let key = ("idempotency-key", "a key");
    let file = [bearer, key, ("content-type", "application/json")];
    let proposed = nginx.ask(Method::POST, "/api/administration/proposals", &file, policy).await;
    refused_by_the_service(&proposed, 422, "invalid-fields");

    // The same by the pages.
    let browser = [
        ("cookie", administrator.cookie.as_str()),
        ("origin", ORIGIN),
        ("content-type", "multipart/form-data; boundary=b"),
    ];
    let page = |file: usize| form(&[("season", &season)], &vec![b' '; file]);
    let whole = nginx.ask(Method::POST, "/administration/rosters", &browser, page(roster::BYTES_MAX)).await;
    assert!(whole.header("content-type").starts_with("text/html"), "{whole:?}");
    let larger = nginx.ask(Method::POST, "/administration/rosters", &browser, page(9 * MIB)).await;
    refused_by_the_proxy(&larger, 413);
    assert!(!nginx.has_buffered_to_files(), "{}", nginx.logs());
}
