//! `GET /auth/portals/{portal}`: what somebody is told of a portal who is asked whether it may act for them.

use bytes::Bytes;
use edge::{Code, Context, Problem};
use http::{Response, StatusCode};
use store::KeyValue;

use crate::portals::Portals;
use crate::provider::{Provider, Realm};
use crate::wire::PortalView;

pub(super) async fn show<K: KeyValue>(cx: &Context<'_, K>, id: &str) -> Result<Response<Bytes>, Problem> {
    let portals = Portals::of(cx)?;
    let portal = portals.find(id).ok_or_else(|| Problem::new(Code::UnknownPortal))?;
    edge::json(StatusCode::OK, &PortalView::new(portal, continues(cx).await?))
}

/// Returns the origin at which somebody logs in who has come from a portal.
pub(super) async fn continues<K: KeyValue>(cx: &Context<'_, K>) -> Result<String, Problem> {
    Provider::of(cx, Realm::Candidate)?.login_origin().await
}
