//! `GET /api/reviews/{case}`: a case as its reviewer sees it, what is claimed beside what registers have said.

use bytes::Bytes;
use domain::actor::{Action, permit};
use domain::id::CaseId;
use edge::{Body, Context, Problem, cases};
use http::{Request, Response};
use store::KeyValue;
use store::records::CaseRecord;

use super::show_review;

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
    let case = &stored.record.case;
    cases::check_visible(case, &session.actor)?;
    // What registers have said is for those who decide: a candidate is shown a case elsewhere.
    permit(&session.actor, Action::DecideCase, &case.subject())?;

    show_review(cx, &stored, &session.actor).await
}
