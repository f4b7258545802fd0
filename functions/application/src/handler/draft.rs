//! `PUT /api/cases/{case}/draft`: replaces the draft, if it is still the one that was read.

use bytes::Bytes;
use domain::case::{Draft, edit_draft};
use domain::id::CaseId;
use edge::{Body, Context, IfMatch, Problem, cases, read_json, retry};
use http::{Request, Response};
use store::KeyValue;

use super::show_case;
use crate::wire::DraftBody;

pub(super) async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
    case: &str,
) -> Result<Response<Bytes>, Problem> {
    let id: CaseId = case.parse()?;
    let session = cx.session(&request).await?;
    let read_before = IfMatch::of(request.headers())?;
    let draft = Draft::try_from(read_json::<DraftBody>(&mut request).await?)?;

    let collection = cases::collection(cx, &session, id).await?;
    retry(async || {
        let loaded = cases::load(cx, &collection, id, &session.actor).await?;
        read_before.check(loaded.line.revision)?;
        let policy = cx.policy(loaded.record.case.policy()).await?;

        let edited = edit_draft(&loaded.record.case, draft.clone(), &session.actor, &policy, cx.now)?;

        let stored = cases::replace(cx, &collection, loaded, edited, &policy).await?;
        show_case(cx, &stored, &session.actor).await
    })
    .await
}
