//! The operator's calls under `/internal/`.

use bytes::Bytes;
use edge::{Body, Code, Context, Problem, acts, admit_operator, segments};
use http::{Method, Request, Response};
use store::KeyValue;

mod deployment;
mod passwords;
mod policies;
mod rotation;
mod sessions;

/// Where acts are looked up.
const ACTS: &str = "/internal/acts";

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
    admit_operator(cx, request.headers())?;
    match (request.method(), segments(&path).as_slice()) {
        (&Method::POST, ["internal", "deployment"]) => deployment::handle(request, cx).await,
        (&Method::POST, ["internal", "policies"]) => policies::handle(request, cx).await,
        (&Method::POST, ["internal", "keys", "rotation"]) => rotation::handle(cx).await,
        (&Method::POST, ["internal", "passwords", "reset"]) => passwords::reset(request, cx).await,
        (&Method::DELETE, ["internal", "accounts", account, "sessions"]) => sessions::end(cx, account).await,
        (&Method::GET, ["internal", "acts"]) => {
            cx.enter(ACTS);
            acts::page(cx, ACTS, None, |_| true).await
        }
        (&Method::GET, ["internal", "acts", act, "earlier"]) => {
            cx.enter("/internal/acts/{act}/earlier");
            acts::page(cx, ACTS, Some(act), |_| true).await
        }
        _ => Err(Problem::new(Code::NoSuchResource)),
    }
}

#[cfg(test)]
mod tests;
