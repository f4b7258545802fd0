//! `POST /api/cases/{case}/correction`: files the correction of a case that was returned (补齐补正).

use bytes::Bytes;
use domain::case::{Act, Command};
use domain::id::CaseId;
use edge::{Body, Code, Context, IdempotencyKey, Problem, cases, read_json, retry};
use http::{Request, Response};
use store::KeyValue;

use super::show_case;
use crate::wire::CorrectionBody;

pub(super) async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
    case: &str,
) -> Result<Response<Bytes>, Problem> {
    let id: CaseId = case.parse()?;
    let session = cx.session(&request).await?;
    let owner = session.actor.account().ok_or_else(|| Problem::new(Code::NotPermitted))?;
    let key = IdempotencyKey::of(request.headers())?;
    let body: CorrectionBody = read_json(&mut request).await?;
    // Another correction under the same key is another command, and never taken for a repeat of this one.
    let id_of_command = key.command_about(owner, &body.digest()?);
    let command =
        Command { id: id_of_command, actor: session.actor, act: Act::Correct { form: body.form()? } };

    let collection = cases::collection(cx, &session, id).await?;
    retry(async || {
        let loaded = cases::load(cx, &collection, id, &session.actor).await?;
        let policy = cx.policy(loaded.record.case.policy()).await?;
        let stored = cases::carry_out(cx, &collection, loaded, &command, &policy).await?;
        show_case(cx, &stored, &session.actor).await
    })
    .await
}
