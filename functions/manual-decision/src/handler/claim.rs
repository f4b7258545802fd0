//! `PUT` and `DELETE /api/reviews/{case}/claim`: takes, prolongs and releases the exclusive claim on a case.

use bytes::Bytes;
use domain::id::CaseId;
use edge::{Body, Context, Problem, cases, groups, retry};
use http::{Request, Response, StatusCode};
use store::{Change, Claim, Content, Facts, KeyValue};

use super::show_review;

pub(super) async fn take<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    case: &str,
) -> Result<Response<Bytes>, Problem> {
    let id: CaseId = case.parse()?;
    let session = cx.session(request).await?;

    let collection = cases::collection(cx, &session, id).await?;
    // Groups that are changed from here on count for whoever claims after that.
    let scope = groups::scope_of(cx, &session.actor).await?;
    retry(async || {
        let loaded = cases::load(cx, &collection, id, &session.actor).await?;
        let held = loaded.line.facts.claim.map(Into::into);
        let claim: Claim = loaded.record.case.claim(held, &session.actor, &scope, cx.now)?.into();

        let facts = Facts { claim: Some(claim), ..loaded.line.facts.clone() };
        let change = Change { facts, content: Content::Keep, command: None };
        let stored = cx.ledger(&collection).commit(loaded, change).await?;
        show_review(cx, &stored, &session.actor).await
    })
    .await
}

pub(super) async fn release<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    case: &str,
) -> Result<Response<Bytes>, Problem> {
    let id: CaseId = case.parse()?;
    let session = cx.session(request).await?;

    let collection = cases::collection(cx, &session, id).await?;
    retry(async || {
        let loaded = cases::load(cx, &collection, id, &session.actor).await?;
        let holder = loaded.line.facts.claim.map(|claim| claim.holder);
        if holder.is_some() && holder == session.actor.account().map(|account| account.as_u128()) {
            let facts = Facts { claim: None, ..loaded.line.facts.clone() };
            let change = Change { facts, content: Content::Keep, command: None };
            cx.ledger(&collection).commit(loaded, change).await?;
        }
        Ok(edge::empty(StatusCode::NO_CONTENT))
    })
    .await
}
