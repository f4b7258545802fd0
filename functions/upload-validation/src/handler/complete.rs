//! `POST /api/cases/{case}/materials/{picture}/uploads/{upload}/completion`: closes an upload whose parts are all there.
//! They are read again, walked, and what is kept is written anew: until now nobody has seen the file whole.

use bytes::Bytes;
use domain::case::{MaterialEdit, Source};
use domain::id::UploadId;
use edge::{Body, Context, Problem};
use http::{Request, Response};
use store::records::blob;
use store::{KeyValue, StoreFault};

use super::Desk;
use super::intake::Intake;
use crate::route::Place;

pub(super) async fn handle<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    place: Place<'_>,
    upload: &str,
) -> Result<Response<Bytes>, Problem> {
    let desk = Desk::new(cx, request, place).await?;
    let id: UploadId = upload.parse()?;

    let mut is_again = false;
    loop {
        let loaded = desk.load().await?;
        let case = &loaded.record.case;
        let policy = cx.policy(case.policy()).await?;
        if let Some(held) = case.picture_for(&desk.picture, &desk.session.actor)?
            && held.upload == Some(id)
        {
            // A repeat is answered as the first time, also after the case has been filed.
            return desk.show(&held.handed_in, loaded.line.revision);
        }
        let limits = case.permit_handing_in(&desk.picture, &desk.session.actor, &policy, cx.now)?;
        let upload = desk.upload(case, id)?;
        upload.check_whole(case.clamp(cx.now))?;

        let data_key = loaded.data_key().clone();
        let (sent, parts) = blob(&upload.blob());
        let mut reader = cx.store().blob_reader(&data_key, sent, &parts);
        let mut is_missing = false;
        let next = async || {
            let piece = reader.next().await;
            is_missing = matches!(piece, Err(StoreFault::Missing(_)));
            Ok(piece?)
        };
        match Intake::new(cx, &data_key, Source::Uploaded, limits)?.take(cx, next).await {
            Ok(arrived) => return desk.hold(loaded, arrived, Some(id)).await,
            Err(problem) if problem.code().status().is_client_error() => {
                // No part can make it a picture any more. If this is lost, the upload ends by itself.
                drop(desk.commit(loaded, &MaterialEdit::Cancel { upload: id }).await);
                return Err(problem);
            }
            // The upload has ended since, and the sweep was faster than this reader: then the case says so.
            Err(_) if is_missing && !is_again => is_again = true,
            Err(problem) => return Err(problem),
        }
    }
}
