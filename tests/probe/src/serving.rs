//! What every component asks of its platform besides what it does: the clock, randomness, the headers of an answer, and a line of the
//! log. The floor asks for as much.

use std::hint::black_box;
use std::io::Write as _;
use std::time::Instant;

use http::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};

use crate::component::entropy;

/// The headers of a case's answer, with values of their lengths.
const HEADERS: [(&str, &str); 7] = [
    ("content-type", "application/json"),
    ("etag", "\"1000\""),
    ("correlation-id", "0123456789abcdef"),
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("content-security-policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
    ("referrer-policy", "no-referrer"),
];

/// A line of the log has about as many bytes.
const LINE_BYTES: usize = 230;

/// When a request begins: what time it is, twice over, and a correlation id.
#[expect(
    clippy::disallowed_methods,
    reason = "the floor reads the clock as `edge` does, and makes nothing of it"
)]
pub(crate) fn begin() {
    black_box((std::time::SystemTime::now(), Instant::now()));
    black_box(entropy().draw::<8>().unwrap_or_default());
}

/// When it ends: how long it took, the headers of an answer of `length` bytes, and its line.
pub(crate) fn end(headers: &mut HeaderMap, length: usize) {
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    black_box(Instant::now());
    let line = [b' '; LINE_BYTES];
    drop(std::io::stdout().lock().write_all(&[line.as_slice(), b"\n"].concat()));
}
