//! The handlers: begin a login, finish it, show and end a session, and those that are open elsewhere; and logins for a portal.

use std::borrow::Cow;

use bytes::Bytes;
use edge::{Body, Code, Context, Problem, segments};
use http::{Method, Request, Response};
use store::KeyValue;

mod authorize;
mod callback;
mod login;
mod portal;
mod session;
mod sessions;
mod token;

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
    match (segments(&path).as_slice(), request.method()) {
        (["auth", "login"], &Method::GET) => {
            cx.enter("/auth/login");
            login::handle(&request, cx).await
        }
        (["auth", "callback"], &Method::GET) => {
            cx.enter("/auth/callback");
            callback::handle(&request, cx).await
        }
        (["auth", "authorize"], &Method::GET) => {
            cx.enter("/auth/authorize");
            authorize::ask(&request, cx).await
        }
        (["auth", "authorize"], &Method::POST) => {
            cx.enter("/auth/authorize");
            authorize::answer(request, cx).await
        }
        (["auth", "portals", id], &Method::GET) => {
            cx.enter("/auth/portals/{portal}");
            portal::show(cx, id)
        }
        (["auth", "token"], &Method::POST) => {
            cx.enter("/auth/token");
            token::handle(request, cx).await
        }
        (["auth", "session"], &Method::GET) => {
            cx.enter("/auth/session");
            session::show(&request, cx).await
        }
        (["auth", "session"], &Method::DELETE) => {
            cx.enter("/auth/session");
            session::end(&request, cx).await
        }
        (["auth", "sessions"], &Method::GET) => {
            cx.enter("/auth/sessions");
            sessions::list(&request, cx).await
        }
        (["auth", "sessions"], &Method::DELETE) => {
            cx.enter("/auth/sessions");
            sessions::end_others(&request, cx).await
        }
        (["auth", "sessions", id], &Method::DELETE) => {
            cx.enter("/auth/sessions/{session}");
            sessions::end_one(&request, cx, id).await
        }
        (["auth", "callback" | "login"] | ["auth", "portals", _], _) => {
            Err(Problem::method_not_allowed("GET, HEAD"))
        }
        (["auth", "authorize"], _) => Err(Problem::method_not_allowed("GET, HEAD, POST")),
        (["auth", "token"], _) => Err(Problem::method_not_allowed("POST")),
        (["auth", "session" | "sessions"], _) => Err(Problem::method_not_allowed("DELETE, GET, HEAD")),
        (["auth", "sessions", _], _) => Err(Problem::method_not_allowed("DELETE")),
        _ => Err(Problem::new(Code::NoSuchResource)),
    }
}

/// Returns a parameter of the address.
fn parameter<'a>(request: &'a Request<Body>, name: &str) -> Option<Cow<'a, str>> {
    let query = request.uri().query().unwrap_or_default();
    url::form_urlencoded::parse(query.as_bytes()).find(|(known, _)| known == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests;
