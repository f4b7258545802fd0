//! `POST /api/cases/{case}/submission`: files the draft. The submission stands as soon as it is committed, whatever the
//! registers do afterwards. `POST /api/cases/{case}/registration`: reads where the registration is.

use bytes::Bytes;
use domain::actor::Actor;
use domain::case::{Act, Command, Event, decide};
use domain::digest::Digest;
use domain::id::{AccountId, CaseId, CommandId};
use domain::instant::Cutoff;
use domain::policy::Policy;
use edge::{
    Body, Code, Context, IdempotencyKey, IfMatch, Problem, cases, etag, retry, segments, settle_checks,
};
use http::header::ETAG;
use http::{Method, Request, Response, StatusCode};
use store::records::CaseRecord;
use store::{Collection, KeyValue, Stored};

use crate::wire::SubmissionView;

mod registration;

/// Answers a request.
///
/// # Errors
///
/// Returns the problem to answer with.
pub async fn handle<K: KeyValue>(
    request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let path = request.uri().path().to_owned();
    let segments = segments(&path);
    let is_post = request.method() == Method::POST;
    match segments.as_slice() {
        ["api", "cases", case, "submission"] => {
            cx.enter("/api/cases/{case}/submission");
            if !is_post {
                return Err(Problem::method_not_allowed("POST"));
            }
            submit(&request, cx, case).await
        }
        ["api", "cases", case, "registration"] => {
            cx.enter("/api/cases/{case}/registration");
            if !is_post {
                return Err(Problem::method_not_allowed("POST"));
            }
            registration::handle(&request, cx, case).await
        }
        _ => Err(Problem::new(Code::NoSuchResource)),
    }
}

async fn submit<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    case: &str,
) -> Result<Response<Bytes>, Problem> {
    let id: CaseId = case.parse()?;
    let session = cx.session(request).await?;
    let owner = session.actor.account().ok_or_else(|| Problem::new(Code::NotPermitted))?;
    let key = IdempotencyKey::of(request.headers())?;
    let act = Act::Submit { verified: session.verified };
    let command = Command { id: filing(&key, owner), actor: session.actor, act };
    let attempt = Attempt {
        command,
        read_before: IfMatch::of(request.headers())?,
        taking_over: cases::draw_command(cx)?,
        settling: cases::draw_command(cx)?,
    };

    let collection = cases::collection(cx, &session, id).await?;
    let filed = retry(async || file(cx, &collection, id, &attempt).await).await?;

    let policy = cx.policy(filed.stored.record.case.policy()).await?;
    let stored = if filed.is_asking {
        settle_checks(cx, &collection, filed.stored, &policy, attempt.settling).await
    } else {
        filed.stored
    };
    render(&stored, &policy)
}

/// Returns the command of filing under `key`. The key of the opening, used again, is not taken for a repeat of that.
fn filing(key: &IdempotencyKey, owner: AccountId) -> CommandId {
    key.command_about(owner, &Digest::of(b"submission"))
}

/// One attempt at filing, with everything that is drawn for it.
struct Attempt {
    command: Command,
    read_before: IfMatch,
    taking_over: CommandId,
    settling: CommandId,
}

/// A case that is filed.
struct Filed {
    stored: Stored<CaseRecord>,
    /// Whether it is for this caller to ask the registers.
    is_asking: bool,
}

async fn file<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    id: CaseId,
    attempt: &Attempt,
) -> Result<Filed, Problem> {
    let loaded = cases::load(cx, collection, id, &attempt.command.actor).await?;
    let policy = cx.policy(loaded.record.case.policy()).await?;
    let events = decide(Some(&loaded.record.case), &attempt.command, &policy, cx.now)?;
    if !events.is_empty() {
        // What is filed is what its candidate has seen.
        attempt.read_before.check(loaded.line.revision)?;
        let stored = cases::carry_out(cx, collection, loaded, &attempt.command, &policy).await?;
        // A repeat that came at the same time bears the same command. Whose lease it is tells who asks.
        let held = stored.record.case.state().lease();
        return Ok(Filed { is_asking: held.is_some_and(|held| is_given(&events, held)), stored });
    }
    // Whoever asked the registers for the first attempt may have been cut off: then this one takes over.
    let taking_over = Command { id: attempt.taking_over, actor: Actor::System, act: Act::TakeOverChecks };
    if decide(Some(&loaded.record.case), &taking_over, &policy, cx.now).is_ok() {
        let stored = cases::carry_out(cx, collection, loaded, &taking_over, &policy).await?;
        return Ok(Filed { stored, is_asking: true });
    }
    Ok(Filed { stored: Stored { line: loaded.line, record: loaded.record }, is_asking: false })
}

fn is_given(events: &[Event], held: Cutoff) -> bool {
    events.iter().any(|event| matches!(event, Event::Submitted { lease, .. } if *lease == held))
}

fn render(stored: &Stored<CaseRecord>, policy: &Policy) -> Result<Response<Bytes>, Problem> {
    let case = &stored.record.case;
    let status = if case.state().lease().is_some() { StatusCode::ACCEPTED } else { StatusCode::OK };
    let view = SubmissionView::new(cases::case_id(stored.line.id), case, policy);
    Ok(edge::with_header(edge::json(status, &view)?, ETAG, etag(stored.line.revision)))
}

#[cfg(test)]
mod tests;
