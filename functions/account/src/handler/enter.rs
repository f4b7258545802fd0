//! Opening a session for whoever has shown that they know the password.

use bytes::Bytes;
use edge::{Body, Context, Ender, Problem, SessionView, Voucher, account_of, retry};
use http::header::SET_COOKIE;
use http::{Request, Response, StatusCode};
use store::KeyValue;

use crate::desk::{Desk, Proof};
use crate::mark::Mark;

/// Opens the session. Whoever was cut off when they had changed their password left open what was opened by the one before: that
/// ends first. If the password was changed while this one was compared, the session ends again: either whoever has changed it sees
/// it, or this one sees the change.
pub(super) async fn enter<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    desk: &Desk<'_, '_, K>,
    proof: &Proof,
    status: StatusCode,
) -> Result<Response<Bytes>, Problem> {
    let identity = desk.identity()?;
    let account = retry(async || account_of(cx, &identity, Voucher::Roster).await).await?;
    if proof.set.as_ref().is_some_and(|set| !set.is_settled) {
        cx.end_password_sessions_of(account, Ender::Person).await?;
    }
    cx.end_session_before(request).await?;
    let opened = cx.open_session_by_password(account, desk.programme()).await?;
    if let Err(problem) = desk.settle(proof).await {
        cx.end_session(&opened.session).await?;
        return Err(problem);
    }

    let mut response = edge::json(status, &SessionView::new(&opened.session))?;
    response.headers_mut().append(SET_COOKIE, opened.cookie()?);
    if let Some(set) = &proof.set {
        response.headers_mut().append(SET_COOKIE, Mark::new(proof.record, set).cookie(cx)?);
    }
    Ok(response)
}
