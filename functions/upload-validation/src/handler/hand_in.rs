//! `PUT` and `DELETE /api/cases/{case}/materials/{material}`: a picture in one request, and its return.

use bytes::Bytes;
use domain::case::{Blob, Held, MaterialEdit};
use edge::{Body, Context, PictureView, Problem};
use http::{Request, Response, StatusCode};
use store::{BlobId, KeyValue, StoreFault};

use super::intake::{Arrived, Intake, in_parts};
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
    let limits = loaded.record.case.permit_handing_in(&desk.material, actor, &policy, cx.now)?;

    let data_key = loaded.data_key().clone();
    let blob = cx.store().entropy().draw_id().map_err(StoreFault::from)?;
    let mut pieces = request.body_mut().pieces(PART_BYTES_MAX, PART_TIME_MAX);
    let intake = Intake::new(cx, &data_key, BlobId(blob), limits)?;
    let arrived = intake.take(cx, async || pieces.next().await).await;
    let Arrived { handed_in, part } = match arrived {
        Ok(arrived) => arrived,
        Err(problem) => {
            pieces.drain().await;
            return Err(in_parts(problem));
        }
    };

    let held = Held { handed_in, blob: Blob { id: blob, parts: vec![part.into()] }, upload: None };
    let edit = MaterialEdit::Hold { material: desk.material.clone(), held };
    let stored = desk.commit_part(loaded, &edit, part).await?;

    // A repeat is shown what the first one left.
    let shown = stored.record.case.materials().held(&desk.material).map_or(handed_in, |held| held.handed_in);
    let response = edge::json(StatusCode::OK, &PictureView::new(&desk.material, &shown))?;
    Ok(at_version(response, &stored))
}

pub(super) async fn remove<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    place: Place<'_>,
) -> Result<Response<Bytes>, Problem> {
    let desk = Desk::new(cx, request, place).await?;
    let loaded = desk.load().await?;
    let edit = MaterialEdit::Remove { material: desk.material.clone() };
    let stored = desk.commit(loaded, &edit).await?;
    Ok(at_version(edge::empty(StatusCode::NO_CONTENT), &stored))
}
