//! Uploads in parts: opened, looked at, and given up. The headers are those of resumable uploads for HTTP
//! (draft-ietf-httpbis-resumable-upload).

use bytes::Bytes;
use domain::case::{MaterialEdit, Upload};
use domain::id::UploadId;
use edge::{Body, Code, Context, IdempotencyKey, Problem, cases, read_json};
use http::header::{HeaderName, HeaderValue, LOCATION};
use http::{Request, Response, StatusCode};
use store::{KeyValue, StoreFault};

use super::{Desk, PART_BYTES_MAX, at_version};
use crate::route::Place;
use crate::wire::{OpenUploadBody, UploadView};

/// Where a part begins, and how much has arrived.
pub(super) const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const UPLOAD_LIMIT: HeaderName = HeaderName::from_static("upload-limit");
/// Always `?0`: an upload is complete once it is closed, and then it is none any more.
const UPLOAD_COMPLETE: HeaderName = HeaderName::from_static("upload-complete");

pub(super) async fn open<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
    place: Place<'_>,
) -> Result<Response<Bytes>, Problem> {
    let desk = Desk::new(cx, &request, place).await?;
    let owner = desk.session.actor.account().ok_or_else(|| Problem::new(Code::NotPermitted))?;
    let key = IdempotencyKey::of(request.headers())?;
    let body: OpenUploadBody = read_json(&mut request).await?;
    // The name follows from the attempt, so that a repeat finds the upload that the first one has opened.
    let attempt = key.command_about(owner, &body.digest(place.case, place.picture));
    let id = UploadId::from_u128(attempt.as_u128());
    let blob = cx.store().entropy().draw_id().map_err(StoreFault::from)?;
    let picture = desk.picture.clone();

    let loaded = desk.load().await?;
    let edit = MaterialEdit::Open { id, picture, size: body.size, blob };
    let stored = desk.commit(loaded, &edit).await?;

    let upload = desk.upload(&stored.record.case, id)?;
    let response = edge::json(StatusCode::CREATED, &UploadView::from(upload))?;
    let address = format!("{}/materials/{}/uploads/{id}", cases::address(desk.id), desk.picture);
    let location = HeaderValue::from_str(&address).map_err(Problem::fault)?;
    let response = edge::with_header(with_progress(response, upload), LOCATION, location);
    Ok(at_version(response, &stored))
}

pub(super) async fn progress<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    place: Place<'_>,
    upload: &str,
) -> Result<Response<Bytes>, Problem> {
    let desk = Desk::new(cx, request, place).await?;
    let stored = desk.load().await?;
    let case = &stored.record.case;
    let policy = cx.policy(case.policy()).await?;
    case.permit_editing_materials(&desk.session.actor, &policy, cx.now)?;
    let upload = desk.upload(case, upload.parse()?)?;
    let response = edge::json(StatusCode::OK, &UploadView::from(upload))?;
    Ok(with_progress(response, upload))
}

pub(super) async fn cancel<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    place: Place<'_>,
    upload: &str,
) -> Result<Response<Bytes>, Problem> {
    let desk = Desk::new(cx, request, place).await?;
    let loaded = desk.load().await?;
    let upload = desk.upload(&loaded.record.case, upload.parse()?)?.id;
    let stored = desk.commit(loaded, &MaterialEdit::Cancel { upload }).await?;
    Ok(at_version(edge::empty(StatusCode::NO_CONTENT), &stored))
}

/// Says in headers how far an upload is.
pub(super) fn with_progress(response: Response<Bytes>, upload: &Upload) -> Response<Bytes> {
    let response = edge::with_header(response, UPLOAD_OFFSET, HeaderValue::from(upload.offset()));
    let response = edge::with_header(response, UPLOAD_LENGTH, HeaderValue::from(upload.size));
    let response = edge::with_header(response, UPLOAD_COMPLETE, HeaderValue::from_static("?0"));
    let limit = HeaderValue::from_str(&format!("max-append-size={PART_BYTES_MAX}"));
    limit.map_or_else(
        |_| Response::new(Bytes::new()),
        |limit| edge::with_header(response, UPLOAD_LIMIT, limit),
    )
}
