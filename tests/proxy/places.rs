//! Which places are open, and which are closed, however a path is written.

use hyper::Method;
use serde_json::Value;
use tests::deployment::{Deployment, Plan, SECRET, sandbox};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::nginx::{NAME, Nginx, SOMEBODY, statuses, until_quiet};
use super::recorder::Recorder;
use super::refused_by_the_proxy;
use crate::deploy::routes;

/// A path that a route of the manifest takes.
fn path_of(route: &str) -> String {
    let segments = route.trim_start_matches('/').split('/');
    let segments =
        segments.map(|segment| if segment.starts_with(':') || segment == "..." { "x" } else { segment });
    segments.fold(String::new(), |path, segment| path + "/" + segment)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn every_route_of_the_manifest_is_open_but_those_of_operators_also_to_whoever_has_their_secret() {
    let deployment = Deployment::start(Plan::of(&sandbox()));
    deployment.prepare(4).await;
    let nginx = Nginx::before(deployment.address);
    let bearer = format!("Bearer {SECRET}");
    let (mut open, mut closed) = (0, 0);
    for route in routes() {
        let path = path_of(&route);
        let answer = nginx.ask(Method::GET, &path, &[("authorization", &bearer)], "").await;
        if route.starts_with("/internal/") {
            refused_by_the_proxy(&answer, 404);
            closed += 1;
        } else {
            // Whatever it says: it is the service that has said it.
            assert!(!answer.header("correlation-id").is_empty(), "{path}: {answer:?}");
            open += 1;
        }
    }
    assert!(10 < open && 10 < closed, "{open} and {closed}");

    // From inside the same secret opens them.
    assert_eq!(deployment.operator_reads("/internal/acts").await.status, 200);
    let swept = nginx.ask(Method::POST, "/internal/sweep", &[("authorization", &bearer)], "").await;
    refused_by_the_proxy(&swept, 404);
    assert_eq!(deployment.operate("/internal/sweep", Value::Null).await.status, 200);
    // What Spin answers by itself.
    refused_by_the_proxy(&nginx.ask(Method::GET, "/.well-known/spin/health", &[], "").await, 404);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn nothing_gets_to_what_is_closed_in_whatever_way_its_path_is_written() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    for path in [
        "/internal/metrics",
        "/internal/metrics?a=/api/",
        "/internal/metrics#/../../api/x",
        "/internal/./metrics",
        "/./internal/metrics",
        "//internal/metrics",
        "/internal//metrics",
        "/internal%2fmetrics",
        "/%69nternal/metrics",
        "/x/../internal/metrics",
        "/api/../internal/metrics",
        "/api/..%2finternal/metrics",
        "/api/%2e%2e/internal/metrics",
        "https://miaopi.example/internal/metrics",
        "/.well-known/spin/health",
        "/%2ewell-known/spin/health",
        // To nginx these come to what is open, and Spin takes them for what is closed.
        "/internal/rosters/../..",
        "/internal/metrics/../../api/x",
        "/internal/metrics/%2e%2e/%2E%2E/api/x",
        "/internal%2f..%2fapi/x",
        "/internal/..%2Fapi/x",
        "http://miaopi.example/internal/metrics/../../api/x",
        "/.well-known/../api/x",
    ] {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {NAME}\r\nAuthorization: Bearer {SECRET}\r\nConnection: close\r\n\r\n"
        );
        let answered = nginx.exchange(SOMEBODY, request.as_bytes()).await;
        assert_eq!(statuses(&answered), [404], "{path}");
        assert!(answered.contains("about:blank"), "{path}: {answered}");
    }
    let arrived = recorder.seen();
    assert!(arrived.is_empty(), "{arrived:?}");

    // What is written as the service writes it arrives as it was sent, and so does whatever stands behind a question mark.
    let path = "/auth/login?return=https://portal.example/../a%2Fb&x=//";
    assert_eq!(nginx.ask(Method::GET, path, &[], "").await.status, 200);
    assert_eq!(recorder.seen().pop().map(|seen| seen.path).as_deref(), Some(path));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn without_tls_pages_lead_on_and_programs_are_refused_and_nothing_arrives() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    for (path, status, location) in [
        ("/programmes/x?y=z", 308, "https://miaopi.example/programmes/x?y=z"),
        ("/auth/callback?code=the-code-in-clear", 308, "https://miaopi.example/auth/callback"),
        ("/api/programmes", 404, ""),
        ("/internal/metrics", 404, ""),
        ("/auth/token", 404, ""),
    ] {
        let mut stream = TcpStream::connect((SOMEBODY, nginx.plain)).await.expect("it listens");
        // Whoever the caller asks for, browsers are sent to the name of this service.
        let request = format!("GET {path} HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.expect("sent");
        let answered = until_quiet(&mut stream).await;
        assert_eq!(statuses(&answered), [status], "{path}");
        assert!(location.is_empty() || answered.contains(&format!("Location: {location}")), "{answered}");
    }
    assert!(recorder.seen().is_empty());
    assert!(!nginx.logs().contains("the-code-in-clear"), "{}", nginx.logs());
}
