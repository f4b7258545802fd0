//! `GET /api/cases/{case}/materials` and `GET /api/cases/{case}/materials/{picture}`: the checklist and the pictures.

use bytes::{Bytes, BytesMut};
use domain::actor::Actor;
use domain::case::Held;
use domain::id::CaseId;
use edge::{Body, Code, Context, Problem, cases, etag, is_unchanged};
use http::header::{
    CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName, HeaderValue,
};
use http::{Request, Response, StatusCode};
use store::records::{CaseRecord, blob};
use store::{KeyValue, SecretKey, StoreFault};

use super::Desk;
use crate::route::Place;
use crate::wire::ChecklistView;

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

pub(super) async fn checklist<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    case: &str,
) -> Result<Response<Bytes>, Problem> {
    let id: CaseId = case.parse()?;
    let session = cx.session(request).await?;

    let collection = cases::collection(cx, &session, id).await?;
    let stored = cx.ledger(&collection).read::<CaseRecord>(cases::record_id(id)).await?;
    let stored = stored.ok_or_else(cases::unknown)?;
    let case = &stored.record.case;
    cases::check_visible(case, &session.actor)?;

    if is_unchanged(request.headers(), stored.line.revision)? {
        let response = edge::empty(StatusCode::NOT_MODIFIED);
        return Ok(edge::with_header(response, ETAG, etag(stored.line.revision)));
    }
    let policy = cx.policy(case.policy()).await?;
    let response = edge::json(StatusCode::OK, &ChecklistView::new(case, &policy, &session.actor)?)?;
    Ok(edge::with_header(response, ETAG, etag(stored.line.revision)))
}

pub(super) async fn picture<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    place: Place<'_>,
) -> Result<Response<Bytes>, Problem> {
    let desk = Desk::new(cx, request, place).await?;
    let mut known = None;
    loop {
        let loaded = desk.load().await?;
        let held = loaded.record.case.picture_for(&desk.picture, &desk.session.actor)?;
        let held = held.ok_or_else(|| Problem::new(Code::NoPicture))?;
        match read(cx, loaded.data_key(), held).await {
            Ok(bytes) => {
                note_reading(cx, &desk);
                return render(bytes, held, &desk.picture.to_string());
            }
            // It was exchanged, and the sweep was faster than this reader: then another one is there now.
            Err(StoreFault::Missing(_)) if known != Some(held.blob.id) => known = Some(held.blob.id),
            Err(fault) => return Err(fault.into()),
        }
    }
}

async fn read<K: KeyValue>(cx: &Context<'_, K>, key: &SecretKey, held: &Held) -> Result<Bytes, StoreFault> {
    let (id, parts) = blob(&held.blob);
    let mut reader = cx.store().blob_reader(key, id, &parts);
    let mut bytes = BytesMut::with_capacity(usize::try_from(held.handed_in.picture.kept).unwrap_or_default());
    while let Some(chunk) = reader.next().await? {
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

/// Whoever looks at a picture of somebody else is written down, by ids alone.
fn note_reading<K: KeyValue>(cx: &Context<'_, K>, desk: &Desk<'_, '_, K>) {
    match desk.session.actor {
        Actor::Staff { id, .. } => {
            cx.note_reading(&desk.id.to_string(), &desk.picture.to_string(), &id.to_string());
        }
        Actor::Candidate(_) | Actor::Portal | Actor::System | Actor::Operator => {}
    }
}

/// What people have uploaded is a picture, and is nothing else for any browser.
fn render(bytes: Bytes, held: &Held, name: &str) -> Result<Response<Bytes>, Problem> {
    let format = held.handed_in.picture.format;
    let file = format!("inline; filename=\"{name}.{}\"", format.extension());
    let mut response = Response::new(bytes);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_str(&file).map_err(Problem::fault)?);
    let policy =
        HeaderValue::from_static("default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox");
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    Ok(response)
}
