//! `POST /api/administration/rehearsals`: plays a season under a policy over people who are made up. There is nothing to load or to
//! commit.

use std::time::{Duration, Instant};

use bytes::Bytes;
use domain::actor::{Action, Subject, permit};
use domain::policy::Policy;
use edge::{Body, Code, Context, POLICY_BYTES_MAX, Problem, Session, read_json_up_to, segments};
use http::{Method, Request, Response, StatusCode};
use store::KeyValue;

use crate::wire::{RehearsalBody, RehearsalView};

/// Whoever else asks the same instance waits for so long at most. As many people as can be asked for take a fifth of it at most
/// under the published policies; a policy that is far larger than any real one may take all of it.
const TIME_MAX: Duration = Duration::from_secs(5);

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
    match (segments(&path).as_slice(), request.method()) {
        (["api", "administration", "rehearsals"], method) => {
            cx.enter("/api/administration/rehearsals");
            match *method {
                Method::POST => {
                    let begun = std::cell::OnceCell::new();
                    // The time is that of the rehearsal: whoever has a slow line has it as well.
                    let is_spent = || TIME_MAX <= begun.get_or_init(Instant::now).elapsed();
                    rehearse(request, cx, &is_spent).await
                }
                _ => Err(Problem::method_not_allowed("POST")),
            }
        }
        _ => Err(Problem::new(Code::NoSuchResource)),
    }
}

/// Parses, plays, renders.
async fn rehearse<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
    is_spent: &dyn Fn() -> bool,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(&request).await?;
    administrates(&session)?;
    let body: RehearsalBody = read_json_up_to(&mut request, POLICY_BYTES_MAX).await?;
    let (policy, plan) = body.read()?;
    permit_for(&session, &policy)?;

    let rehearsal = workbench::rehearse_within(&policy, &plan, is_spent);
    let rehearsal = rehearsal.ok_or_else(|| Problem::new(Code::RehearsalTooLong))?;

    edge::json(StatusCode::OK, &RehearsalView::new(&rehearsal, &policy, cx.locale))
}

/// Checks that somebody administers anything: before a body is read.
fn administrates(session: &Session) -> Result<(), Problem> {
    let region = session.actor.region().ok_or_else(|| Problem::new(Code::NotPermitted))?;
    Ok(permit(&session.actor, Action::ProposePolicy, &Subject::Programme { region })?)
}

/// Checks that somebody administers the region of a policy.
fn permit_for(session: &Session, policy: &Policy) -> Result<(), Problem> {
    Ok(permit(&session.actor, Action::ProposePolicy, &Subject::Programme { region: policy.region() })?)
}

#[cfg(test)]
mod tests;
