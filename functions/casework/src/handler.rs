//! The operator's calls about cases.

use bytes::Bytes;
use edge::{Body, Code, Context, Problem, admit_operator, segments};
use http::{Method, Request, Response};
use store::KeyValue;

mod moves;
mod record;
mod report;
mod walk;

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
        (&Method::POST, ["internal", "programmes", programme, "seasons", season, "moves"]) => {
            moves::handle(request, cx, (programme, season)).await
        }
        (&Method::GET, ["internal", "cases", case, "record"]) => record::handle(cx, case).await,
        _ => Err(Problem::new(Code::NoSuchResource)),
    }
}

#[cfg(test)]
mod tests;
