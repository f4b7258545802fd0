//! Which headers arrive at the service, and as what.

use hyper::Method;

use super::nginx::{NAME, Nginx};
use super::recorder::Recorder;

/// What Spin sets itself, what would get into its spans, what tells of a caller, and what nobody reads.
const STRANGE: [&str; 16] = [
    "spin-client-addr",
    "spin-path-info",
    "spin-full-url",
    "spin-path-match-case",
    "baggage",
    "traceparent",
    "tracestate",
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-real-ip",
    "x-http-method-override",
    "accept",
    "upgrade",
    "te",
    "x-unknown",
];

/// What the service reads, with a value that has to arrive as it is.
const KNOWN: [(&str, &str); 10] = [
    ("accept-language", "zh-CN,en;q=0.5"),
    ("authorization", "Bearer a-token"),
    ("content-type", "application/json"),
    ("cookie", "__Host-session=a; other=b"),
    ("idempotency-key", "a key"),
    ("if-match", "\"7\""),
    ("if-none-match", "\"8\""),
    ("origin", "https://miaopi.example"),
    ("upload-offset", "0"),
    ("content-length", "2"),
];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn what_the_service_reads_arrives_and_nothing_that_is_the_platforms_or_unknown() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    let strange = STRANGE.map(|name| (name, "forged"));
    let headers: Vec<(&str, &str)> = KNOWN[..9].iter().copied().chain(strange).collect();
    // One of each kind of place, since a location with headers of its own would forward others.
    for path in [
        "/api/programmes/x/cases",
        "/api/account/sessions",
        "/api/identity/codes",
        "/api/cases/x/materials/y",
        "/api/administration/proposals",
        "/auth/token",
        "/cases/x/materials/y",
        "/administration/rosters",
        "/login/x",
        "/",
    ] {
        assert_eq!(nginx.ask(Method::POST, path, &headers, "{}").await.status, 200, "{path}");
        let seen = recorder.seen().pop().expect("it has arrived");
        assert_eq!((seen.path.as_str(), seen.body.as_ref()), (path, b"{}".as_slice()));
        let mut arrived: Vec<(&str, &str)> =
            seen.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().expect("text"))).collect();
        arrived.sort_unstable();
        let mut expected = [KNOWN.as_slice(), &[("host", NAME)]].concat();
        expected.sort_unstable();
        assert_eq!(arrived, expected, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn what_is_named_in_a_strange_way_is_not_taken_for_what_is_known() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    // To nginx `if_match` would be the variable of `If-Match`, if it did not drop names with underscores.
    let headers = [("if_match", "\"7\""), ("idempotency_key", "a"), ("upload_offset", "0")];
    assert_eq!(nginx.ask(Method::GET, "/api/programmes", &headers, "").await.status, 200);
    let seen = recorder.seen().pop().expect("it has arrived");
    let names: Vec<&str> = seen.headers.keys().map(|name| name.as_str()).collect();
    assert_eq!(names, ["host"]);
}
