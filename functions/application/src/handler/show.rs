//! `GET /api/cases/{case}`: a case, for those who may see it.

use bytes::Bytes;
use domain::id::CaseId;
use edge::{Body, Context, Problem, cases, etag, is_unchanged};
use http::header::ETAG;
use http::{Request, Response, StatusCode};
use store::KeyValue;
use store::records::CaseRecord;

use super::show_case;

pub(super) async fn handle<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    case: &str,
) -> Result<Response<Bytes>, Problem> {
    let id: CaseId = case.parse()?;
    let session = cx.session(request).await?;

    let collection = cases::collection(cx, &session, id).await?;
    let stored = cx.ledger(&collection).read::<CaseRecord>(cases::record_id(id)).await?;
    let stored = stored.ok_or_else(cases::unknown)?;

    cases::check_visible(&stored.record.case, &session.actor)?;

    if is_unchanged(request.headers(), stored.line.revision)? {
        let response = edge::empty(StatusCode::NOT_MODIFIED);
        return Ok(edge::with_header(response, ETAG, etag(stored.line.revision)));
    }
    show_case(cx, &stored, &session.actor).await
}
