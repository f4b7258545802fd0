//! Whether an answer is one that the published description of the interface foretells. Tests ask it of every answer that they are
//! given, so what they reach is never answered otherwise than it is described.

use std::sync::LazyLock;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method};
use serde_json::Value;

static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../functions/interface/openapi.json")).expect("it is JSON")
});

/// Asserts that the description foretells this answer: its status, its media type and, of a refusal, its code. What is asked of
/// an address or by a method that is not described is refused as such.
#[track_caller]
pub fn check(method: &Method, path: &str, status: u16, headers: &HeaderMap, body: &[u8]) {
    let Some(operations) = operations(path) else { return };
    let asked = if method == Method::HEAD { "get".to_owned() } else { method.as_str().to_lowercase() };
    let tried = format!("{method} {path}: {status} {}", String::from_utf8_lossy(body));
    let Some(operation) = operations.get(asked) else {
        assert!(status == 405 || 500 <= status, "the method is not described: {tried}");
        return;
    };
    let response = &operation["responses"][status.to_string()];
    assert!(response.is_object(), "the status is not described: {tried}");
    if let Some(media_type) = headers.get(CONTENT_TYPE) {
        let media_type = media_type.to_str().expect("a media type");
        let described = resolved(response)["content"][media_type].is_object();
        assert!(described, "the media type {media_type} is not described: {tried}");
    }
    if 400 <= status && method != Method::HEAD {
        let problem: Value = serde_json::from_slice(body).expect("a problem");
        let code = problem["code"].as_str().expect("a code");
        let words = response["description"].as_str().unwrap_or_default();
        assert!(words.contains(&format!("`{code}`")), "the code is not described: {tried}");
    }
}

/// Returns what is described of a path.
fn operations(path: &str) -> Option<&'static Value> {
    let path = path.split('?').next().unwrap_or_default();
    let fits = |template: &str| {
        let (mut expected, mut found) = (template.split('/'), path.split('/'));
        loop {
            match (expected.next(), found.next()) {
                (None, None) => return true,
                (Some(expected), Some(found)) if expected.starts_with('{') || expected == found => {}
                _ => return false,
            }
        }
    };
    let paths = DESCRIPTION["paths"].as_object().expect("paths");
    paths.iter().find(|(template, _)| fits(template)).map(|(_, operations)| operations)
}

/// Returns a response, or the shared one that it refers to.
fn resolved(response: &'static Value) -> &'static Value {
    match response["$ref"].as_str().and_then(|name| DESCRIPTION.pointer(name.trim_start_matches('#'))) {
        Some(shared) => shared,
        None => response,
    }
}
