//! What handlers answer with when all is well.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use serde::Serialize;

use crate::problem::Problem;

/// Returns a response with a JSON body.
///
/// # Errors
///
/// Returns a fault if `body` cannot be written.
pub fn json(status: StatusCode, body: &impl Serialize) -> Result<Response<Bytes>, Problem> {
    let bytes = serde_json::to_vec(body).map_err(Problem::fault)?;
    let mut response = Response::new(Bytes::from(bytes));
    *response.status_mut() = status;
    Ok(with_header(response, CONTENT_TYPE, HeaderValue::from_static("application/json")))
}

/// Returns a response without a body.
pub fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

/// Adds a header, in place of any other of that name.
pub fn with_header(mut response: Response<Bytes>, name: HeaderName, value: HeaderValue) -> Response<Bytes> {
    response.headers_mut().insert(name, value);
    response
}

/// Splits a path at its slashes, exactly as it was sent. None of our paths has anything to unescape, and an empty
/// or an escaped segment matches none of them.
pub fn segments(path: &str) -> Vec<&str> {
    path.strip_prefix('/').unwrap_or(path).split('/').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_have_written_stays_within_its_text() {
        for written in
            ["\",\"role\":\"administrator", "\\\"}", "</script><!--", "\u{0}\r\n\u{2028}", "王小明"]
        {
            let answer = json(StatusCode::OK, &[written]).unwrap();
            let read: [String; 1] = serde_json::from_slice(answer.body()).unwrap();
            assert_eq!(read, [written]);
            assert_eq!(answer.headers()[CONTENT_TYPE], "application/json");
        }
    }
}
