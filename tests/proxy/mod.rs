//! nginx as it is deployed, in front of the embedded host or of a service that keeps what it is sent: what gets through, what
//! does not, and as what it arrives. `cargo xtask test proxy` provides nginx. `tests/deploy` reads the same file and starts nothing.

mod bodies;
mod framing;
mod headers;
mod http2;
mod journey;
mod nginx;
mod places;
mod rates;
mod recorder;
mod tls;

use serde_json::Value;
use tests::http::Answer;

/// A refusal of the proxy's own: a problem document without a code.
#[track_caller]
fn refused_by_the_proxy(answer: &Answer, status: u16) {
    let told = (answer.status.as_u16(), answer.header("content-type"));
    assert_eq!(told, (status, "application/problem+json"), "{answer:?}");
    assert_eq!(answer.json(), serde_json::json!({ "type": "about:blank", "status": status }));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
}

/// A refusal of the service, which says why.
#[track_caller]
fn refused_by_the_service(answer: &Answer, status: u16, code: &str) {
    let document: Value = answer.json();
    assert_eq!((answer.status.as_u16(), document["code"].as_str()), (status, Some(code)), "{document}");
}
