//! That an answer which the interface does not describe would be noticed.

use hyper::Method;
use hyper::header::{CONTENT_TYPE, HeaderMap};
use kit::described::check;

const CASES: &str = "/api/programmes/shenzhen-interview/cases";
const PROBLEM: &str = "application/problem+json";

fn refused(status: u16, media_type: &str, code: &str) {
    let headers: HeaderMap =
        [(CONTENT_TYPE, media_type.parse().expect("a media type"))].into_iter().collect();
    check(&Method::POST, CASES, status, &headers, format!(r#"{{"code":"{code}"}}"#).as_bytes());
}

#[test]
fn an_answer_that_is_described_is_none_to_speak_of() {
    refused(409, PROBLEM, "window-closed");
    check(&Method::POST, "/sandbox/login", 418, &HeaderMap::new(), b"");
}

#[test]
#[should_panic(expected = "the code is not described")]
fn another_code_is_noticed() {
    refused(409, PROBLEM, "not-agreed");
}

#[test]
#[should_panic(expected = "the status is not described")]
fn another_status_is_noticed() {
    refused(410, PROBLEM, "window-closed");
}

#[test]
#[should_panic(expected = "the media type application/json is not described")]
fn another_media_type_is_noticed() {
    refused(409, "application/json", "window-closed");
}

#[test]
#[should_panic(expected = "the method is not described")]
fn another_method_that_is_served_is_noticed() {
    check(&Method::PATCH, CASES, 200, &HeaderMap::new(), b"");
}
