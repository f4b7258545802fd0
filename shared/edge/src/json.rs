//! JSON in: the type is declared, the size is capped, nothing unknown and nothing twice.

use std::time::Duration;

use domain::policy::Policy;
use http::Request;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};

use crate::body::{Body, read_whole};
use crate::fields::{FieldError, InvalidShape};
use crate::headers::text_type;
use crate::problem::{Code, Problem};

/// The largest form is a few kilobytes; this leaves room for the longest texts in every field.
pub const JSON_BYTES_MAX: usize = 64 * 1024;

/// Whatever is escaped in a policy file has twice its bytes: line ends, quotation marks, and Chinese, of which each character
/// has three.
pub const POLICY_BYTES_MAX: usize = 2 * Policy::BYTES_MAX + JSON_BYTES_MAX;

/// 64 KiB take 20 s on the slowest line that a telephone still shows as connected.
const JSON_TIME_MAX: Duration = Duration::from_secs(30);

/// A field's name is repeated to the caller; a longer one is none of ours.
const NAME_BYTES_MAX: usize = 64;

/// Reads the body of `request` as JSON.
///
/// # Errors
///
/// Returns the problem of the first thing that is wrong with the document as a whole.
pub async fn read_json<T: DeserializeOwned>(request: &mut Request<Body>) -> Result<T, Problem> {
    read_json_up_to(request, JSON_BYTES_MAX).await
}

/// Reads the body of `request` as JSON, where a document is larger than those that people send.
///
/// # Errors
///
/// As [`read_json`].
pub async fn read_json_up_to<T: DeserializeOwned>(
    request: &mut Request<Body>,
    bytes_max: usize,
) -> Result<T, Problem> {
    let bytes = read_whole(request, bytes_max, JSON_TIME_MAX).await?;
    is_json(request)?;
    parse(&bytes)
}

/// Reads the body of `request` as JSON, and an empty one as the default.
///
/// # Errors
///
/// As [`read_json`].
pub async fn read_optional_json<T: DeserializeOwned + Default>(
    request: &mut Request<Body>,
) -> Result<T, Problem> {
    let bytes = read_whole(request, JSON_BYTES_MAX, JSON_TIME_MAX).await?;
    if bytes.is_empty() {
        return Ok(T::default());
    }
    is_json(request)?;
    parse(&bytes)
}

fn is_json(request: &Request<Body>) -> Result<(), Problem> {
    let is_json = text_type(request.headers())?.eq_ignore_ascii_case("application/json");
    if is_json { Ok(()) } else { Err(Problem::new(Code::UnsupportedMediaType)) }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::new(Code::NotUtf8))?;
    serde_json::from_str(text).map_err(|error| explain::<T>(text, &error))
}

/// Reads the document once more, for the field in which it went wrong: only a refusal pays for keeping track of it.
fn explain<T: DeserializeOwned>(text: &str, error: &serde_json::Error) -> Problem {
    match serde_path_to_error::deserialize::<_, T>(&mut serde_json::Deserializer::from_str(text)) {
        Err(error) => {
            let path = error.path().clone();
            refused(&path, &error.into_inner())
        }
        // The document ends, and something follows.
        Ok(_) => Problem::malformed_json(error.line(), error.column()),
    }
}

fn refused(path: &Path, error: &serde_json::Error) -> Problem {
    if error.classify() != Category::Data {
        return Problem::malformed_json(error.line(), error.column());
    }
    // serde tells these apart in words alone; tests pin the words.
    let words = error.to_string();
    let named = |beginning: &str| words.strip_prefix(beginning)?.split('`').next();
    let mut pointer = pointer(path);
    let (shape, name) = if let Some(name) = named("unknown field `") {
        (InvalidShape::Unknown, Some(name))
    } else if let Some(name) = named("duplicate field `") {
        (InvalidShape::Duplicate, Some(name))
    } else if let Some(name) = named("missing field `") {
        (InvalidShape::Missing, Some(name))
    } else {
        (InvalidShape::Type, None)
    };
    if let Some(name) = name.filter(|name| name.len() <= NAME_BYTES_MAX) {
        let segment = format!("/{}", escape(name));
        if !pointer.ends_with(&segment) {
            pointer.push_str(&segment);
        }
    }
    Problem::invalid_fields(vec![FieldError::new(pointer, &shape)])
}

fn pointer(path: &Path) -> String {
    path.iter().fold(String::new(), |mut pointer, segment| {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } if key.len() <= NAME_BYTES_MAX => {
                pointer.push('/');
                pointer.push_str(&escape(key));
            }
            Segment::Map { .. } | Segment::Enum { .. } | Segment::Unknown => {}
        }
        pointer
    })
}

/// RFC 6901, section 3.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests;
