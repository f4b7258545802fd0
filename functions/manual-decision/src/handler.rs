//! The handlers, each in five steps: parse, load, decide, commit, render.

use bytes::Bytes;
use domain::actor::Actor;
use domain::case::{Case, Event};
use edge::{Body, Code, Context, Problem, cases, etag, segments};
use http::header::ETAG;
use http::{Method, Request, Response, StatusCode};
use store::records::CaseRecord;
use store::{KeyValue, Stored};

use crate::wire::{ReturnView, ReviewView};

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
    let returns = returns(cx, &stored.record.case).await?;
    let view = ReviewView::new(stored, &words, returns, actor, cx.now);
    let response = edge::json(StatusCode::OK, &view)?;
    Ok(edge::with_header(response, ETAG, etag(stored.line.revision)))
}

/// Shows each time that a case was returned, in the words of then: it may have been moved to another version since.
async fn returns<K: KeyValue>(cx: &Context<'_, K>, case: &Case) -> Result<Vec<ReturnView>, Problem> {
    let mut policy = case.policies().first().copied().unwrap_or(case.policy());
    let mut returns = Vec::new();
    for recorded in case.events() {
        match &recorded.event {
            Event::Moved { to, .. } => policy = *to,
            Event::Returned { objections, .. } => {
                returns.push(ReturnView::new(recorded.at, objections, &*cx.policy(policy).await?));
            }
            _ => {}
        }
    }
    Ok(returns)
}

#[cfg(test)]
mod tests;
