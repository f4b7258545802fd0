//! The handlers, each in five steps: parse, load, decide, commit, render.

use bytes::Bytes;
use domain::actor::{Action, Subject, permit};
use domain::region::Region;
use domain::slug::GroupId;
use edge::{Body, Code, Context, Problem, Session, groups, segments};
use http::{Method, Request, Response};
use store::records::GroupsRecord;
use store::{Collection, KeyValue, Stored};

mod change;
mod look_up;
mod show;

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
        (["api", "administration", "groups"], method) => {
            cx.enter("/api/administration/groups");
            match *method {
                Method::GET => show::list(&request, cx).await,
                _ => Err(Problem::method_not_allowed("GET, HEAD")),
            }
        }
        (["api", "administration", "groups", group], method) => {
            cx.enter("/api/administration/groups/{group}");
            match *method {
                Method::GET => show::one(&request, cx, group).await,
                Method::PUT => change::set(request, cx, group).await,
                Method::DELETE => change::remove(request, cx, group).await,
                _ => Err(Problem::method_not_allowed("DELETE, GET, HEAD, PUT")),
            }
        }
        _ => Err(Problem::new(Code::NoSuchResource)),
    }
}

fn unknown() -> Problem {
    Problem::new(Code::UnknownGroup)
}

fn named(group: &str) -> Result<GroupId, Problem> {
    group.parse().map_err(|_| unknown())
}

/// Returns whose groups somebody makes: those of the very region that they work for, for the reviewers who work for it, too.
fn region_of(session: &Session) -> Result<Region, Problem> {
    let region = session.actor.region().ok_or_else(|| Problem::new(Code::NotPermitted))?;
    permit(&session.actor, Action::GroupReviewers, &Subject::Programme { region })?;
    Ok(region)
}

/// Returns the groups of a region, unless it has never had one.
async fn read<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    region: Region,
) -> Result<Option<Stored<GroupsRecord>>, Problem> {
    Ok(cx.ledger(collection).read_owner(&groups::fingerprint(collection, region)).await?)
}

/// The version of the groups of a region. All of them have one together, so that whoever changes a group has seen what is there,
/// and what is sent late changes nothing that was changed since: not even a group that was taken away and made again.
fn version(stored: Option<&Stored<GroupsRecord>>) -> u64 {
    stored.map_or(0, |stored| stored.line.revision)
}

#[cfg(test)]
mod tests;
