//! `GET /auth/session`: who is logged in. `DELETE /auth/session`: logs out.

use bytes::Bytes;
use edge::{Body, COOKIE, Context, Problem, Session, SessionView, set_cookie};
use http::header::SET_COOKIE;
use http::{Request, Response, StatusCode};
use store::KeyValue;

pub(super) async fn show<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(request).await?;
    edge::json(StatusCode::OK, &SessionView::new(&session))
}

pub(super) async fn end<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(request).await?;
    log_out(cx, &session).await
}

/// Ends the session at hand, and has the browser forget it.
pub(super) async fn log_out<K: KeyValue>(
    cx: &Context<'_, K>,
    session: &Session,
) -> Result<Response<Bytes>, Problem> {
    cx.end_session(session).await?;
    let response = edge::empty(StatusCode::NO_CONTENT);
    Ok(edge::with_header(response, SET_COOKIE, set_cookie(COOKIE, "", Some(0))?))
}
