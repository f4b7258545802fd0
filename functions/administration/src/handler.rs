//! The operator's calls under `/internal/`.

use bytes::Bytes;
use edge::{Body, Code, Context, Problem, admit_operator, segments};
use http::{Method, Request, Response};
use store::KeyValue;

mod deployment;
mod passwords;
mod policies;
mod rosters;
mod rotation;
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
    admit_operator(cx, request.headers())?;
    match (request.method(), segments(&path).as_slice()) {
        (&Method::POST, ["internal", "deployment"]) => deployment::handle(request, cx).await,
        (&Method::POST, ["internal", "policies"]) => policies::handle(request, cx).await,
        (&Method::POST, ["internal", "rosters", programme, season]) => {
            rosters::handle(request, cx, (programme, season)).await
        }
        (&Method::POST, ["internal", "keys", "rotation"]) => rotation::handle(cx).await,
        (&Method::POST, ["internal", "passwords", "reset"]) => passwords::reset(request, cx).await,
        (&Method::DELETE, ["internal", "accounts", account, "sessions"]) => sessions::end(cx, account).await,
        _ => Err(Problem::new(Code::NoSuchResource)),
    }
}

#[cfg(test)]
mod tests;
