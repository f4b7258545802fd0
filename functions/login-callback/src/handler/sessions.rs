//! `GET /auth/sessions`: what somebody has open, here and elsewhere. `DELETE /auth/sessions/{session}` ends one of these, and
//! `DELETE /auth/sessions` all but the one at hand.

use bytes::Bytes;
use domain::id::SessionId;
use edge::{Body, Code, Context, Problem, Session};
use http::{Request, Response, StatusCode};
use store::KeyValue;

use super::session;
use crate::portals::Portals;
use crate::wire::{EndedView, SessionsView};

pub(super) async fn list<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(request).await?;
    let open = cx.sessions_of(&session).await?;
    // Also while nobody can read the list of portals, people see what these hold, and end it.
    let portals = Portals::of(cx).unwrap_or_default();
    edge::json(StatusCode::OK, &SessionsView::new(&open, session.id, &portals))
}

pub(super) async fn end_one<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    id: &str,
) -> Result<Response<Bytes>, Problem> {
    let at_hand = cx.session(request).await?;
    let id: SessionId = id.parse()?;
    if id == at_hand.id {
        return session::log_out(cx, &at_hand).await;
    }
    check_fresh(cx, &at_hand)?;
    cx.end_session_of(&at_hand, id).await?;
    Ok(edge::empty(StatusCode::NO_CONTENT))
}

pub(super) async fn end_others<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let at_hand = cx.session(request).await?;
    check_fresh(cx, &at_hand)?;
    let ended = cx.end_other_sessions(&at_hand).await?;
    edge::json(StatusCode::OK, &EndedView { ended })
}

/// Whoever finds a session that was left behind must not be able to shut its person out everywhere else.
fn check_fresh<K: KeyValue>(cx: &Context<'_, K>, session: &Session) -> Result<(), Problem> {
    if session.is_fresh(cx.now) { Ok(()) } else { Err(Problem::new(Code::LoginTooOld)) }
}
