//! The handlers, each in five steps: parse, load, decide, commit, render.

use bytes::Bytes;
use domain::actor::Actor;
use edge::{Body, Code, Context, Problem, cases, etag, segments};
use http::header::ETAG;
use http::{Method, Request, Response, StatusCode};
use store::records::CaseRecord;
use store::{KeyValue, Stored};

use crate::wire::ReviewView;

mod board;
mod claim;
mod decision;
mod seasons;
mod show;
mod worklist;

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
        (["api", "reviews"], method) => {
            cx.enter("/api/reviews");
            match *method {
                Method::GET => worklist::handle(&request, cx).await,
                _ => Err(Problem::method_not_allowed("GET, HEAD")),
            }
        }
        (["api", "reviews", "board"], method) => {
            cx.enter("/api/reviews/board");
            match *method {
                Method::GET => board::handle(&request, cx).await,
                _ => Err(Problem::method_not_allowed("GET, HEAD")),
            }
        }
        (["api", "reviews", case], method) => {
            cx.enter("/api/reviews/{case}");
            match *method {
                Method::GET => show::handle(&request, cx, case).await,
                _ => Err(Problem::method_not_allowed("GET, HEAD")),
            }
        }
        (["api", "reviews", case, "claim"], method) => {
            cx.enter("/api/reviews/{case}/claim");
            match *method {
                Method::PUT => claim::take(&request, cx, case).await,
                Method::DELETE => claim::release(&request, cx, case).await,
                _ => Err(Problem::method_not_allowed("DELETE, PUT")),
            }
        }
        (["api", "reviews", case, "decision"], method) => {
            cx.enter("/api/reviews/{case}/decision");
            match *method {
                Method::POST => decision::handle(request, cx, case).await,
                _ => Err(Problem::method_not_allowed("POST")),
            }
        }
        _ => Err(Problem::new(Code::NoSuchResource)),
    }
}

/// Shows a case as a reviewer sees it, under the tag of its version.
async fn show_review<K: KeyValue>(
    cx: &Context<'_, K>,
    stored: &Stored<CaseRecord>,
    actor: &Actor,
) -> Result<Response<Bytes>, Problem> {
    let words = cases::words(cx, &stored.record.case).await?;
    let response = edge::json(StatusCode::OK, &ReviewView::new(stored, &words, actor, cx.now))?;
    Ok(edge::with_header(response, ETAG, etag(stored.line.revision)))
}

#[cfg(test)]
mod tests;
