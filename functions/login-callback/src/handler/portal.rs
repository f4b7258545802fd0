//! `GET /auth/portals/{portal}`: what somebody is told of a portal who is asked whether it may act for them.

use bytes::Bytes;
use edge::{Code, Context, Problem};
use http::{Response, StatusCode};
use store::KeyValue;

use crate::portals::Portals;
use crate::wire::PortalView;

pub(super) fn show<K: KeyValue>(cx: &Context<'_, K>, id: &str) -> Result<Response<Bytes>, Problem> {
    let portals = Portals::of(cx)?;
    let portal = portals.find(id).ok_or_else(|| Problem::new(Code::UnknownPortal))?;
    edge::json(StatusCode::OK, &PortalView::from(portal))
}
