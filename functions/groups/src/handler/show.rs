//! `GET /api/administration/groups` and `GET /api/administration/groups/{group}`: the groups of the reader's region, and one of them.

use bytes::Bytes;
use domain::group::Groups;
use edge::groups::GROUPS;
use edge::{Body, Context, Problem, etag};
use http::header::ETAG;
use http::{Request, Response, StatusCode};
use store::KeyValue;

use super::{named, read, region_of, unknown, version};
use crate::wire::{GroupView, GroupsView};

pub(super) async fn list<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(request).await?;
    let region = region_of(&session)?;

    let collection = cx.collection(GROUPS).await?;
    let stored = read(cx, &collection, region).await?;

    let none = Groups::default();
    let groups = stored.as_ref().map_or(&none, |stored| &stored.record.groups);
    let response = edge::json(StatusCode::OK, &GroupsView::new(region, groups))?;
    Ok(edge::with_header(response, ETAG, etag(version(stored.as_ref()))))
}

pub(super) async fn one<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    group: &str,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(request).await?;
    let region = region_of(&session)?;
    let id = named(group)?;

    let collection = cx.collection(GROUPS).await?;
    let stored = read(cx, &collection, region).await?.ok_or_else(unknown)?;
    let group = stored.record.groups.get(&id).ok_or_else(unknown)?;

    let response = edge::json(StatusCode::OK, &GroupView::new(&id, group))?;
    Ok(edge::with_header(response, ETAG, etag(stored.line.revision)))
}
