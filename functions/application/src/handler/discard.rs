//! `DELETE /api/cases/{case}`: gives a draft up.

use bytes::Bytes;
use domain::case::{Act, Command, decide};
use domain::id::CaseId;
use edge::{Body, Context, IfMatch, Problem, cases, retry};
use http::{Request, Response, StatusCode};
use store::{KeyValue, Part};

pub(super) async fn handle<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    case: &str,
) -> Result<Response<Bytes>, Problem> {
    let id: CaseId = case.parse()?;
    let session = cx.session(request).await?;
    let read_before = IfMatch::of(request.headers())?;
    let command = Command { id: cases::draw_command(cx)?, actor: session.actor, act: Act::DiscardDraft };

    let collection = cases::collection(cx, &session, id).await?;
    retry(async || {
        let loaded = cases::load(cx, &collection, id, &session.actor).await?;
        read_before.check(loaded.line.revision)?;
        let policy = cx.policy(loaded.record.case.policy()).await?;

        let events = decide(Some(&loaded.record.case), &command, &policy, cx.now)?;

        if !events.is_empty() {
            // The record ends with the draft: nothing of what was typed outlives it, not even that it was there,
            // and the candidate may open another case in the same season.
            let parts: Vec<Part> = loaded
                .record
                .case
                .materials()
                .blobs()
                .flat_map(|blob| store::records::blob(&blob).1)
                .collect();
            cx.ledger(&collection).end(loaded).await?;
            for part in parts {
                // What cannot be deleted can be read by nobody once the line is dropped, and `verify` collects it.
                drop(cx.store().delete_part(&part).await);
            }
        }
        Ok(edge::empty(StatusCode::NO_CONTENT))
    })
    .await
}
