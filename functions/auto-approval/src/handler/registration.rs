//! `POST /api/cases/{case}/registration`: asks the examination site where the registration of an approved case is, and
//! records what it says. Staff do so when they have set it to 待支付, candidates when they want to know.

use std::collections::BTreeSet;

use bytes::Bytes;
use domain::Rejection;
use domain::case::{Act, Case, Command, SiteStatus, decide};
use domain::check::Answer;
use domain::id::CaseId;
use edge::{Body, Code, Context, Problem, RegistrationView, ask_registers, cases, etag, retry};
use http::header::ETAG;
use http::{Request, Response, StatusCode};
use store::KeyValue;

pub(super) async fn handle<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    case: &str,
) -> Result<Response<Bytes>, Problem> {
    let id: CaseId = case.parse()?;
    let session = cx.session(request).await?;
    let command = |status| {
        let act = Act::ReadRegistration { status };
        Ok::<_, Problem>(Command { id: cases::draw_command(cx)?, actor: session.actor, act })
    };

    let collection = cases::collection(cx, &session, id).await?;
    let loaded = cases::load(cx, &collection, id, &session.actor).await?;
    let case = loaded.record.case;
    let policy = cx.policy(case.policy()).await?;
    // Nobody is asked on behalf of somebody who may not know.
    decide(Some(&case), &command(SiteStatus::Paid)?, &policy, cx.now)?;

    let filing = case.state().filing().ok_or(Rejection::NoRegistration)?;
    let answers = ask_registers(cx, &BTreeSet::from([Case::SITE]), filing).await;
    let status = match answers.get(&Case::SITE) {
        Some(Answer::NotFound) => return Err(Rejection::NoRegistration.into()),
        Some(answer) => SiteStatus::of(answer),
        None => None,
    };
    let command = command(status.ok_or_else(|| Problem::new(Code::SiteUnavailable))?)?;

    retry(async || {
        let loaded = cases::load(cx, &collection, id, &session.actor).await?;
        let stored = cases::carry_out(cx, &collection, loaded, &command, &policy).await?;
        let registration = stored.record.case.registration().ok_or(Rejection::NoRegistration)?;
        let response = edge::json(StatusCode::OK, &RegistrationView::new(registration, &policy, cx.now))?;
        Ok(edge::with_header(response, ETAG, etag(stored.line.revision)))
    })
    .await
}
