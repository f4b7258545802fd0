//! `POST /internal/rosters/{programme}/{season}` and `POST /api/administration/rosters/{programme}/{season}`: imports the
//! registrations of a season from a file of the office.
//!
//! Nothing is written before the whole file is found right. What is written then can be interrupted, and goes on with the same
//! file: rows that are there cost next to nothing.

use std::time::{Duration, Instant};

use bytes::Bytes;
use domain::act::{Doer, Kind};
use domain::actor::{Action, Subject, permit};
use domain::policy::Policy;
use edge::acts::{Deed, Told, about_season, recorded};
use edge::{Body, Code, Context, Problem, admit_operator, policy_of_season, read_whole, segments, text_type};
use http::{HeaderMap, Method, Request, Response, StatusCode};
use roster::{BYTES_MAX, Format, ROWS_MAX, Roster};
use store::KeyValue;

pub(crate) mod import;
mod words;

use import::Imported;

/// The largest file arrives within it from an office whose line takes 30 KB a second.
const TIME_MAX: Duration = Duration::from_secs(300);

/// A call must end before the time-out of whatever lies between, which is rarely below 30 s; to read the file took a part of it.
const SLICE_MAX: Duration = Duration::from_secs(10);

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
        (["internal", "rosters", programme, season], method) => {
            admit_operator(cx, request.headers())?;
            if *method != Method::POST {
                return Err(Problem::new(Code::NoSuchResource));
            }
            cx.enter("/internal/rosters/{programme}/{season}");
            let policy = policy_of_season(cx, programme, season).await?;
            import(request, cx, Doer::Operator, &policy).await
        }
        (["api", "administration", "rosters", programme, season], method) => {
            cx.enter("/api/administration/rosters/{programme}/{season}");
            match *method {
                Method::POST => by_administrator(request, cx, (programme, season)).await,
                _ => Err(Problem::method_not_allowed("POST")),
            }
        }
        _ => Err(Problem::new(Code::NoSuchResource)),
    }
}

/// Imports what somebody who is logged in has sent, if they administer the season's region.
async fn by_administrator<K: KeyValue>(
    request: Request<Body>,
    cx: &Context<'_, K>,
    (programme, season): (&str, &str),
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(&request).await?;
    let policy = policy_of_season(cx, programme, season).await?;
    permit(&session.actor, Action::ImportRoster, &Subject::Programme { region: policy.region() })?;
    import(request, cx, Doer::Person(session.actor), &policy).await
}

async fn import<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
    by: Doer,
    policy: &Policy,
) -> Result<Response<Bytes>, Problem> {
    if policy.derivation().is_none() {
        return Err(Problem::new(Code::NoRoster));
    }
    let format = format(request.headers())?;
    let bytes = read_whole(&mut request, BYTES_MAX, TIME_MAX).await.map_err(too_large)?;
    let roster = Roster::read(&bytes, format).map_err(words::problem)?;

    let begun = Instant::now();
    let collection = cx.collection(&store::roster(policy.programme(), policy.season())).await?;
    let known = import::known(cx, &collection, &roster).await?;
    let effect =
        async || import::import(cx, &collection, &roster, &known, || SLICE_MAX <= begun.elapsed()).await;
    // What is there already is no act.
    let imported = if import::is_there(cx, &collection, &roster, &known)? {
        effect().await?
    } else {
        let region = Some(policy.region());
        let deed = Deed::new(cx, by, Kind::RosterImported, about_season(policy), region)?;
        let told = |imported: &Imported| Told { counts: imported.counts(), ..Told::default() };
        recorded(cx, deed, effect, told).await?
    };
    edge::json(StatusCode::OK, &imported)
}

fn format(headers: &HeaderMap) -> Result<Format, Problem> {
    match text_type(headers)?.to_ascii_lowercase().as_str() {
        "text/csv" => Ok(Format::Csv),
        "application/jsonl" | "application/x-ndjson" => Ok(Format::JsonLines),
        _ => Err(Problem::new(Code::UnsupportedRosterType)),
    }
}

/// Says how to go on, which is not to shorten it.
fn too_large(problem: Problem) -> Problem {
    if problem.code() == Code::BodyTooLarge {
        Problem::roster_too_large(BYTES_MAX, ROWS_MAX)
    } else {
        problem
    }
}

#[cfg(test)]
mod tests;
