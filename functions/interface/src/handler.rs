//! `GET /api/openapi.json`

use bytes::Bytes;
use edge::{Body, Code, Context, Problem};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Response, StatusCode};
use store::KeyValue;

/// The description of the interface, generated from the code. A test keeps it current.
const DESCRIPTION: &str = include_str!("../openapi.json");

/// Answers a request.
///
/// # Errors
///
/// Returns the problem to answer with.
pub async fn handle<K: KeyValue>(
    request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    if request.uri().path() != "/api/openapi.json" {
        return Err(Problem::new(Code::NoSuchResource));
    }
    cx.enter("/api/openapi.json");
    if request.method() != Method::GET {
        return Err(Problem::method_not_allowed("GET, HEAD"));
    }
    let mut response = edge::empty(StatusCode::OK);
    *response.body_mut() = Bytes::from_static(DESCRIPTION.as_bytes());
    let response = edge::with_header(response, CONTENT_TYPE, HeaderValue::from_static("application/json"));
    // It is the same for everybody, and changes with a deployment.
    Ok(edge::with_header(response, CACHE_CONTROL, HeaderValue::from_static("no-cache")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kit::{Answer, Deployment, OPEN};

    fn ask(method: Method, path: &str) -> Answer {
        let service = Deployment::new().service(crate::COMPONENT);
        let request = Request::builder().method(method).uri(path).body(Body::full("")).unwrap();
        kit::answer(&service, request, OPEN, handle)
    }

    #[test]
    fn the_description_is_served_to_anybody() {
        let answer = ask(Method::GET, "/api/openapi.json");
        assert_eq!((answer.status, answer.header("content-type").as_str()), (200, "application/json"));
        assert_eq!(
            (answer.json()["openapi"].as_str(), answer.header("cache-control").as_str()),
            (Some("3.1.0"), "no-cache")
        );
    }

    #[test]
    fn it_cannot_be_changed_and_there_is_nothing_beside_it() {
        ask(Method::PUT, "/api/openapi.json").refused(405, "method-not-allowed");
        ask(Method::GET, "/api/openapi.yaml").refused(404, "no-such-resource");
    }
}
