//! `POST /api/reviews/{case}/decision`: passes a case, returns it for correction, or rejects it.

use bytes::Bytes;
use domain::case::Command;
use domain::id::CaseId;
use edge::{Body, Code, Context, IdempotencyKey, Problem, cases, read_json, retry};
use http::{Request, Response};
use store::KeyValue;

use super::show_review;
use crate::wire::DecisionBody;

pub(super) async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
    case: &str,
) -> Result<Response<Bytes>, Problem> {
    let id: CaseId = case.parse()?;
    let session = cx.session(&request).await?;
    let decider = session.actor.account().ok_or_else(|| Problem::new(Code::NotPermitted))?;
    let key = IdempotencyKey::of(request.headers())?;
    let body: DecisionBody = read_json(&mut request).await?;
    // Another decision under the same key is another command: it is judged by itself, and never taken for this one.
    let id_of_command = key.command_about(decider, &body.digest()?);
    let corrections = body.corrections();
    let command = Command { id: id_of_command, actor: session.actor, act: body.act()? };

    let collection = cases::collection(cx, &session, id).await?;
    retry(async || {
        let loaded = cases::load(cx, &collection, id, &session.actor).await?;
        let policy = cx.policy(loaded.record.case.policy()).await?;

        if !loaded.record.case.bears(command.id) {
            let held = loaded.line.facts.claim.map(Into::into);
            loaded.record.case.check_claim(held, corrections, &session.actor, cx.now)?;
        }
        let stored = cases::carry_out(cx, &collection, loaded, &command, &policy).await?;
        show_review(cx, &stored, &session.actor).await
    })
    .await
}
