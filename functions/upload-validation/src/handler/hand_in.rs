//! `PUT` and `DELETE /api/cases/{case}/materials/{picture}`: a picture in one request, and its return.

use bytes::Bytes;
use domain::case::{MaterialEdit, Source};
use edge::{Body, Context, Problem};
use http::{Request, Response, StatusCode};
use store::KeyValue;

use super::intake::{Intake, in_parts};
use super::{Desk, PART_BYTES_MAX, PART_TIME_MAX, at_version};
use crate::route::Place;

pub(super) async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
    place: Place<'_>,
) -> Result<Response<Bytes>, Problem> {
    let desk = Desk::new(cx, &request, place).await?;

    let loaded = desk.load().await?;
    let policy = cx.policy(loaded.record.case.policy()).await?;
    // Before a byte is read: nobody should send a file for nothing.
    let actor = &desk.session.actor;
    let limits = loaded.record.case.permit_handing_in(&desk.picture, actor, &policy, cx.now)?;

    let data_key = loaded.data_key().clone();
    let mut pieces = request.body_mut().pieces(PART_BYTES_MAX, PART_TIME_MAX);
    let intake = Intake::new(cx, &data_key, Source::Uploaded, limits)?;
    let arrived = intake.take(cx, async || pieces.next().await).await.map_err(in_parts)?;
    desk.hold(loaded, arrived, None).await
}

pub(super) async fn remove<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    place: Place<'_>,
) -> Result<Response<Bytes>, Problem> {
    let desk = Desk::new(cx, request, place).await?;
    let loaded = desk.load().await?;
    let edit = MaterialEdit::Remove { picture: desk.picture.clone() };
    let stored = desk.commit(loaded, &edit).await?;
    Ok(at_version(edge::empty(StatusCode::NO_CONTENT), &stored))
}
