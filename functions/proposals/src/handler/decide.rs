//! `POST /api/administration/proposals/{proposal}/approval`, `…/rejection` and `…/withdrawal`: what becomes of a proposal.

use bytes::Bytes;
use domain::act::{About, Doer, Kind};
use domain::actor::Actor;
use domain::digest::Digest;
use domain::id::{CommandId, ProposalId};
use domain::note::Note;
use domain::proposal::{self, Command, Event, Proposal, State, Step};
use edge::{Body, Code, Context, IdempotencyKey, Problem, read_json, retry};
use http::{HeaderMap, Request, Response, StatusCode};
use store::records::ProposalRecord;
use store::{Change, Collection, Content, KeyValue, Loaded, Stored};

use super::{administrator, load, publish};
use crate::PROPOSALS;
use crate::wire::{ProposalView, RejectionBody};
use edge::acts::{Deed, Told, recorded};

/// What somebody wants to become of a proposal.
enum Wish {
    Approve,
    Reject(Note),
    Withdraw,
}

impl Wish {
    const fn kind(&self) -> Kind {
        match self {
            Self::Approve => Kind::ProposalApproved,
            Self::Reject(_) => Kind::ProposalRejected,
            Self::Withdraw => Kind::ProposalWithdrawn,
        }
    }

    /// Equal wishes about one proposal have equal digests.
    fn digest(&self, id: ProposalId) -> Digest {
        let reason = match self {
            Self::Approve | Self::Withdraw => "",
            Self::Reject(reason) => reason.as_str(),
        };
        Digest::of_parts(&[
            self.kind().name().as_bytes(),
            b"\0",
            &id.as_u128().to_be_bytes(),
            reason.as_bytes(),
        ])
    }

    /// Returns the step that it comes to now.
    async fn step<K: KeyValue>(&self, cx: &Context<'_, K>, proposal: &Proposal) -> Result<Step, Problem> {
        Ok(match self {
            Self::Approve => {
                let programme = proposal.content().programme.as_str();
                let root = cx.store().programme(programme).await?.unwrap_or_default();
                Step::Approve { version: root.version }
            }
            Self::Reject(reason) => Step::Reject { reason: reason.clone() },
            Self::Withdraw => Step::Withdraw,
        })
    }
}

pub(super) async fn approve<K: KeyValue>(
    request: Request<Body>,
    cx: &Context<'_, K>,
    id: &str,
) -> Result<Response<Bytes>, Problem> {
    let id: ProposalId = id.parse()?;
    let session = cx.session(&request).await?;
    fulfil(cx, request.headers(), session, id, Wish::Approve).await
}

pub(super) async fn reject<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
    id: &str,
) -> Result<Response<Bytes>, Problem> {
    let id: ProposalId = id.parse()?;
    let session = cx.session(&request).await?;
    administrator(&session)?;
    let body: RejectionBody = read_json(&mut request).await?;
    let reason = body.reason()?;
    fulfil(cx, request.headers(), session, id, Wish::Reject(reason)).await
}

pub(super) async fn withdraw<K: KeyValue>(
    request: Request<Body>,
    cx: &Context<'_, K>,
    id: &str,
) -> Result<Response<Bytes>, Problem> {
    let id: ProposalId = id.parse()?;
    let session = cx.session(&request).await?;
    fulfil(cx, request.headers(), session, id, Wish::Withdraw).await
}

/// Decides about a proposal; one that is approved is published.
async fn fulfil<K: KeyValue>(
    cx: &Context<'_, K>,
    headers: &HeaderMap,
    session: edge::Session,
    id: ProposalId,
    wish: Wish,
) -> Result<Response<Bytes>, Problem> {
    let account = administrator(&session)?;
    let command = IdempotencyKey::of(headers)?.command_about(account, &wish.digest(id));
    let wanted = Wanted { id, actor: session.actor, command, wish };
    let collection = cx.collection(PROPOSALS).await?;

    // What is refused leaves no act, and neither does what is so already.
    let (loaded, _, events) = wanted.weigh(cx, &collection).await?;
    let proposal = &loaded.record.proposal;
    if events.is_empty() && proposal.state() != State::Approved {
        let stored = Stored { line: loaded.line, record: loaded.record };
        return wanted.render(&stored);
    }
    let content = proposal.content();
    let deed = Deed {
        by: Doer::Person(wanted.actor),
        kind: wanted.wish.kind(),
        about: About {
            programme: Some(content.programme.clone()),
            season: Some(content.season.clone()),
            policy: Some(content.policy),
            proposal: Some(id),
            ..About::default()
        },
        region: Some(content.region),
        command,
    };
    let effect = async || {
        let decided = wanted.take(cx, &collection).await?;
        match decided.record.proposal.state() {
            State::Approved => publish::publish(cx, &collection, decided).await,
            State::Open | State::Published | State::Outdated | State::Rejected | State::Withdrawn => {
                Ok(decided)
            }
        }
    };
    let stored = recorded(cx, deed, effect, |_| Told::default()).await?;
    wanted.render(&stored)
}

/// What is wanted, of what, and by whom.
struct Wanted {
    id: ProposalId,
    actor: Actor,
    command: CommandId,
    wish: Wish,
}

/// A proposal as it was loaded, the command that it is given, and what that comes to.
type Weighed<H> = (Loaded<ProposalRecord, H>, Command, Vec<Event>);

impl Wanted {
    /// Loads the proposal, and decides.
    async fn weigh<K: KeyValue>(
        &self,
        cx: &Context<'_, K>,
        collection: &Collection,
    ) -> Result<Weighed<K::Handle>, Problem> {
        let loaded = load(cx, collection, self.id).await?;
        let step = self.wish.step(cx, &loaded.record.proposal).await?;
        let command = Command { id: self.command, actor: self.actor, step };
        let events = proposal::decide(&loaded.record.proposal, &command)?;
        Ok((loaded, command, events))
    }

    /// Commits what it comes to.
    async fn take<K: KeyValue>(
        &self,
        cx: &Context<'_, K>,
        collection: &Collection,
    ) -> Result<Stored<ProposalRecord>, Problem> {
        retry(async || {
            let (loaded, command, events) = self.weigh(cx, collection).await?;
            commit(cx, collection, loaded, &events, &command).await
        })
        .await
    }

    /// Whoever has approved something that is outdated is told so, however often they ask.
    fn render(&self, stored: &Stored<ProposalRecord>) -> Result<Response<Bytes>, Problem> {
        let is_outdated = stored.record.proposal.state() == State::Outdated;
        if is_outdated && matches!(self.wish, Wish::Approve) {
            return Err(Problem::new(Code::ProposalOutdated));
        }
        edge::json(StatusCode::OK, &ProposalView::new(stored, None))
    }
}

/// Commits events of a proposal. Where there are none, nothing is written.
pub(super) async fn commit<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    loaded: Loaded<ProposalRecord, K::Handle>,
    events: &[Event],
    command: &Command,
) -> Result<Stored<ProposalRecord>, Problem> {
    if events.is_empty() {
        return Ok(Stored { line: loaded.line, record: loaded.record });
    }
    let proposal =
        proposal::apply(&loaded.record.proposal, events, command, cx.now).map_err(Problem::fault)?;
    let record = ProposalRecord::new(proposal);
    let facts = record.facts().map_err(Problem::fault)?;
    let change = Change { facts, content: Content::Replace(record), command: Some(command.id) };
    Ok(cx.ledger(collection).commit(loaded, change).await?)
}
