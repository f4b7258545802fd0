//! The operator's calls under `/internal/`.

use bytes::Bytes;
use edge::{Body, Code, Context, Problem, admit_operator};
use http::{Method, Request, Response};
use store::KeyValue;

mod deployment;
mod policies;
mod rosters;
mod rotation;

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
    if request.method() != Method::POST {
        return Err(Problem::new(Code::NoSuchResource));
    }
    admit_operator(cx, request.headers())?;
    match edge::segments(&path).as_slice() {
        ["internal", "deployment"] => deployment::handle(request, cx).await,
        ["internal", "policies"] => policies::handle(request, cx).await,
        ["internal", "rosters", programme, season] => rosters::handle(request, cx, (programme, season)).await,
        ["internal", "keys", "rotation"] => rotation::handle(cx).await,
        _ => Err(Problem::new(Code::NoSuchResource)),
    }
}

#[cfg(test)]
mod tests;
