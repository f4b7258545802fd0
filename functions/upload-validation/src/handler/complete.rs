//! `POST /api/cases/{case}/materials/{material}/uploads/{upload}/completion`: closes an upload whose parts are all there.
//! They are read again, walked, and what is kept is written anew: until now nobody has seen the file whole.

use bytes::Bytes;
use domain::case::{Blob, Held, MaterialEdit};
use domain::id::UploadId;
use edge::{Body, Context, PictureView, Problem};
use http::{Request, Response, StatusCode};
use store::records::blob;
use store::{BlobId, KeyValue, StoreFault};

use super::intake::{Arrived, Intake};
use super::{Desk, at_version};
use crate::route::Place;

pub(super) async fn handle<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    place: Place<'_>,
    upload: &str,
) -> Result<Response<Bytes>, Problem> {
    let desk = Desk::new(cx, request, place).await?;
    let id: UploadId = upload.parse()?;

    let loaded = desk.load().await?;
    let case = &loaded.record.case;
    let policy = cx.policy(case.policy()).await?;
    if let Some(held) = case.material_for(&desk.material, &desk.session.actor)?
        && held.upload == Some(id)
    {
        // A repeat is answered as the first time, also after the case has been filed.
        let response = edge::json(StatusCode::OK, &PictureView::new(&desk.material, &held.handed_in))?;
        return Ok(edge::with_header(response, http::header::ETAG, edge::etag(loaded.line.revision)));
    }
    let limits = case.permit_handing_in(&desk.material, &desk.session.actor, &policy, cx.now)?;
    let upload = desk.upload(case, id)?;
    upload.check_whole(case.clamp(cx.now))?;

    let data_key = loaded.data_key().clone();
    let (sent, parts) = blob(&upload.blob());
    let mut reader = cx.store().blob_reader(&data_key, sent, &parts);
    let kept = cx.store().entropy().draw_id().map_err(StoreFault::from)?;
    let intake = Intake::new(cx, &data_key, BlobId(kept), limits)?;
    let arrived = intake.take(cx, async || Ok(reader.next().await?)).await;
    let Arrived { handed_in, part } = match arrived {
        Ok(arrived) => arrived,
        Err(problem) if problem.code().status().is_client_error() => {
            // No part can make it a picture any more. If this is lost, the upload ends by itself.
            drop(desk.commit(loaded, &MaterialEdit::Cancel { upload: id }).await);
            return Err(problem);
        }
        Err(problem) => return Err(problem),
    };

    let held = Held { handed_in, blob: Blob { id: kept, parts: vec![part.into()] }, upload: Some(id) };
    let edit = MaterialEdit::Hold { material: desk.material.clone(), held };
    let stored = desk.commit_part(loaded, &edit, part).await?;

    let response = edge::json(StatusCode::OK, &PictureView::new(&desk.material, &handed_in))?;
    Ok(at_version(response, &stored))
}
