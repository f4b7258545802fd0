//! Proposals: one administrator proposes a policy, another one approves it, which publishes it.

use domain::actor::{Action, Subject, permit};
use domain::id::{AccountId, ProposalId};
use edge::{Code, Context, PROPOSALS, Problem, Session};
use store::records::ProposalRecord;
use store::{Collection, KeyValue, Loaded, RecordId, Stored};

pub(super) mod decide;
pub(super) mod make;
mod publish;
pub(super) mod show;

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
