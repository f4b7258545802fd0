//! The handlers: log in by a password, and set one.

use bytes::Bytes;
use edge::{Body, Code, Context, Login, Problem, segments};
use http::{Method, Request, Response};
use store::KeyValue;

mod enter;
mod password;
mod sessions;

/// Answers a request.
///
/// # Errors
///
/// Returns the problem to answer with.
pub async fn handle<K: KeyValue>(
    request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let path = request.uri().path().to_owned();
    let segments = segments(&path);
    let ["api", "account", what] = segments.as_slice() else {
        return Err(Problem::new(Code::NoSuchResource));
    };
    match (*what, request.method()) {
        ("sessions", &Method::POST) => {
            cx.enter("/api/account/sessions");
            sessions::handle(request, cx).await
        }
        ("password", &Method::PUT) => {
            cx.enter("/api/account/password");
            password::handle(request, cx).await
        }
        ("sessions", _) => Err(Problem::method_not_allowed("POST")),
        ("password", _) => Err(Problem::method_not_allowed("PUT")),
        _ => Err(Problem::new(Code::NoSuchResource)),
    }
}

/// What the log tells of a login here: by a password, in the word of RFC 8176.
fn login() -> Login {
    Login { realm: "password", portal: None, acr: None, amr: vec!["pwd".to_owned()] }
}

#[cfg(test)]
mod tests;
