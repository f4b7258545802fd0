//! The handlers, each in five steps: parse, load, decide, commit, render.

use bytes::Bytes;
use domain::actor::{Action, Subject, permit};
use domain::id::{AccountId, ProposalId};
use edge::{Body, Code, Context, Problem, Session};
use http::{Request, Response};
use store::records::ProposalRecord;
use store::{Collection, KeyValue, Loaded, RecordId, Stored};

use crate::PROPOSALS;
use crate::route::Route;

mod acts;
mod check;
mod decide;
mod make;
mod publish;
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
    let route = Route::of(request.method(), &path)?;
    cx.enter(route.template());
    match route {
        Route::Check => check::handle(request, cx).await,
        Route::Propose => make::handle(request, cx).await,
        Route::ListProposals => show::list(&request, cx).await,
        Route::ShowProposal(id) => show::one(&request, cx, id).await,
        Route::Approve(id) => decide::approve(request, cx, id).await,
        Route::Reject(id) => decide::reject(request, cx, id).await,
        Route::Withdraw(id) => decide::withdraw(request, cx, id).await,
        Route::ListActs => acts::list(&request, cx, None).await,
        Route::ListEarlierActs(act) => acts::list(&request, cx, Some(act)).await,
    }
}

fn unknown() -> Problem {
    Problem::new(Code::UnknownProposal)
}

fn record_id(id: ProposalId) -> RecordId {
    RecordId::from_u128(id.as_u128())
}

/// Returns whose session it is, if they administer anything: before a body is read.
fn administrator(session: &Session) -> Result<AccountId, Problem> {
    let not_permitted = || Problem::new(Code::NotPermitted);
    let region = session.actor.region().ok_or_else(not_permitted)?;
    permit(&session.actor, Action::ProposePolicy, &Subject::Programme { region })?;
    session.actor.account().ok_or_else(not_permitted)
}

async fn load<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    id: ProposalId,
) -> Result<Loaded<ProposalRecord, K::Handle>, Problem> {
    cx.ledger(collection).load(record_id(id)).await?.ok_or_else(unknown)
}

async fn read<K: KeyValue>(cx: &Context<'_, K>, id: ProposalId) -> Result<Stored<ProposalRecord>, Problem> {
    let collection = cx.collection(PROPOSALS).await?;
    cx.ledger(&collection).read(record_id(id)).await?.ok_or_else(unknown)
}

#[cfg(test)]
mod tests;
