//! `POST /api/programmes/{programme}/cases`: opens the one case that a person has in a season.

use bytes::Bytes;
use domain::case::{Act, Case, Command, Draft, apply, decide, edit_draft};
use domain::digest::Digest;
use domain::id::CaseId;
use domain::policy::Policy;
use edge::{
    Body, Code, Context, IdempotencyKey, OpenedView, Problem, cases, current_season, etag, identity_of,
    read_optional_json, registration_of, retry,
};
use http::header::{ETAG, HeaderValue, LOCATION};
use http::{Request, Response, StatusCode};
use store::records::{Attempt, CaseRecord};
use store::{Collection, KeyValue, New, Stored};

use crate::wire::OpenBody;

/// The version that a case has when it has just been opened.
const FIRST_REVISION: u64 = 1;

pub(super) async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
    programme: &str,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(&request).await?;
    if !session.admits(programme) {
        return Err(Problem::new(Code::OtherProgramme));
    }
    let owner = session.actor.account().ok_or_else(|| Problem::new(Code::NotPermitted))?;
    let key = IdempotencyKey::of(request.headers())?;
    let body: OpenBody = read_optional_json(&mut request).await?;
    let attempt = Attempt { command: key.command(owner), request: fingerprint(programme, &body) };
    let category = body.category()?;
    let applicant = identity_of(cx, owner).await?;
    let draft = Draft { category, ..Draft::of(&applicant) };
    let (season, policy) = current_season(cx, programme).await?;
    // A repeat is answered by what is there, whatever the roster says by then.
    let act = Act::Open { owner, applicant: applicant.clone(), registration: None };
    let command = Command { id: attempt.command, actor: session.actor, act };
    let collection = cx.collection(&season.collection).await?;
    retry(async || {
        let found = find(cx, &collection, &command).await?;
        let stored = match found {
            Some(stored) => repeated(stored, &attempt, &command, &policy, cx)?,
            None => {
                let registration = registration_of(cx, &applicant.document, &policy).await?;
                let registration = registration.map(|record| record.entry);
                let act = Act::Open { owner, applicant: applicant.clone(), registration };
                let command = Command { act, ..command };
                create(cx, &collection, &draft, &attempt, &command, &policy).await?
            }
        };
        render(cases::case_id(stored.line.id), &stored.record.case)
    })
    .await
}

/// Equal requests have equal fingerprints, however they were written.
fn fingerprint(programme: &str, body: &OpenBody) -> Digest {
    let category = body.category.as_deref().unwrap_or_default();
    Digest::of_parts(&[b"open\0", programme.as_bytes(), b"\0", category.as_bytes()])
}

/// Finds the case that the person has in this season.
async fn find<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    command: &Command,
) -> Result<Option<Stored<CaseRecord>>, Problem> {
    let ledger = cx.ledger(collection);
    let Some(owner) = command.actor.account() else { return Ok(None) };
    match ledger.find(&cases::fingerprint(collection, owner)).await? {
        Some(line) => Ok(ledger.read(line.id).await?),
        None => Ok(None),
    }
}

/// A repeat is answered as the first time. Anything else would be a second case.
fn repeated<K: KeyValue>(
    stored: Stored<CaseRecord>,
    attempt: &Attempt,
    command: &Command,
    policy: &Policy,
    cx: &Context<'_, K>,
) -> Result<Stored<CaseRecord>, Problem> {
    if stored.record.attempt(attempt.command).is_some_and(|known| known != attempt) {
        return Err(Problem::new(Code::IdempotencyKeyReused));
    }
    match decide(Some(&stored.record.case), command, policy, cx.now) {
        Ok(_) => Ok(stored),
        Err(domain::Rejection::AlreadyOpen) => {
            Err(Problem::already_open(cases::address(cases::case_id(stored.line.id))))
        }
        Err(other) => Err(other.into()),
    }
}

async fn create<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    draft: &Draft,
    attempt: &Attempt,
    command: &Command,
    policy: &Policy,
) -> Result<Stored<CaseRecord>, Problem> {
    let events = decide(None, command, policy, cx.now)?;
    let case = apply(None, &events, command, cx.now).map_err(Problem::fault)?;
    let case = edit_draft(&case, draft.clone(), &command.actor, policy, cx.now)?;
    let ledger = cx.ledger(collection);
    let new = New {
        fingerprint: cases::fingerprint(collection, case.owner()),
        facts: CaseRecord::facts(&case, policy, None),
        content: Some(CaseRecord::new(case, attempt.clone())),
        command: command.id,
    };
    Ok(ledger.create(new).await?)
}

/// Shows only what never changes, so that every repeat gets the same answer.
fn render(id: CaseId, case: &Case) -> Result<Response<Bytes>, Problem> {
    let response = edge::json(StatusCode::CREATED, &OpenedView::new(id, case))?;
    let location = HeaderValue::from_str(&cases::address(id)).map_err(Problem::fault)?;
    let response = edge::with_header(response, LOCATION, location);
    Ok(edge::with_header(response, ETAG, etag(FIRST_REVISION)))
}
