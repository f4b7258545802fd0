//! `GET /api/administration/proposals` and `GET /api/administration/proposals/{proposal}`: what is proposed, and one of it with its
//! file.

use std::cmp::Reverse;

use bytes::Bytes;
use domain::actor::{Action, Subject, permit};
use domain::id::ProposalId;
use edge::{Body, Context, Problem};
use http::{Request, Response, StatusCode};
use store::records::{ProposalNote, ProposalRecord};
use store::{KeyValue, Standing};

use super::{administrator, read};
use crate::PROPOSALS;
use crate::wire::{ProposalView, ProposalsView};

/// More than a region proposes in a year. Each costs two reads.
const PROPOSALS_MAX: usize = 50;

pub(super) async fn list<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(request).await?;
    administrator(&session)?;

    let collection = cx.collection(PROPOSALS).await?;
    let ledger = cx.ledger(&collection);
    let mut found = Vec::new();
    for number in 0..ledger.partitions() {
        for line in ledger.lines(number).await?.iter().filter(|line| line.standing == Standing::Live) {
            let damaged = || Problem::fault("the note of a proposal is damaged");
            let note = ProposalNote::of(line).ok_or_else(damaged)?;
            let subject = Subject::Programme { region: note.region };
            if permit(&session.actor, Action::ProposePolicy, &subject).is_ok() {
                found.push((!note.is_open, Reverse(note.at), line.id));
            }
        }
    }
    found.sort_unstable();
    let more = PROPOSALS_MAX < found.len();
    let mut proposals = Vec::new();
    for (_, _, id) in found.into_iter().take(PROPOSALS_MAX) {
        if let Some(stored) = ledger.read::<ProposalRecord>(id).await? {
            proposals.push(ProposalView::new(&stored, None));
        }
    }
    edge::json(StatusCode::OK, &ProposalsView { proposals, more })
}

pub(super) async fn one<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    id: &str,
) -> Result<Response<Bytes>, Problem> {
    let id: ProposalId = id.parse()?;
    let session = cx.session(request).await?;

    let stored = read(cx, id).await?;
    let proposal = &stored.record.proposal;
    permit(&session.actor, Action::ProposePolicy, &proposal.subject())?;

    let file = cx.store().file(proposal.content().policy).await?;
    let file = String::from_utf8(file).map_err(Problem::fault)?;
    edge::json(StatusCode::OK, &ProposalView::new(&stored, Some(file)))
}
