//! The handlers, each in five steps: parse, load, decide, commit, render.

use bytes::Bytes;
use domain::actor::Actor;
use edge::{Body, Context, Problem, cases, etag};
use http::header::ETAG;
use http::{Request, Response, StatusCode};
use store::records::CaseRecord;
use store::{KeyValue, Stored};

use crate::route::Route;
use crate::wire::CaseView;

mod correct;
mod discard;
mod draft;
mod show;

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
    let route = Route::of(request.method(), &path)?;
    cx.enter(route.template());
    match route {
        Route::ShowCase(case) => show::handle(&request, cx, case).await,
        Route::DiscardCase(case) => discard::handle(&request, cx, case).await,
        Route::ReplaceDraft(case) => draft::handle(request, cx, case).await,
        Route::Correct(case) => correct::handle(request, cx, case).await,
    }
}

/// Shows a case, under the tag of its version.
async fn show_case<K: KeyValue>(
    cx: &Context<'_, K>,
    stored: &Stored<CaseRecord>,
    actor: &Actor,
) -> Result<Response<Bytes>, Problem> {
    let case = &stored.record.case;
    let words = cases::words(cx, case).await?;
    let view = CaseView::new(cases::case_id(stored.line.id), case, &words, actor, cx.now);
    let response = edge::json(StatusCode::OK, &view)?;
    Ok(edge::with_header(response, ETAG, etag(stored.line.revision)))
}

#[cfg(test)]
mod tests;
