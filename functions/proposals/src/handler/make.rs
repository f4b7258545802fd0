//! `POST /api/administration/proposals`: proposes a policy.

use bytes::Bytes;
use domain::act::{Doer, Kind};
use domain::actor::{Action, Actor, Subject, permit};
use domain::id::{CommandId, ProposalId};
use domain::note::Note;
use domain::policy::{Policy, PolicyHash};
use domain::proposal::{Base, Content, propose};
use edge::{Body, Code, Context, IdempotencyKey, POLICY_BYTES_MAX, Problem, read_json_up_to, retry};
use http::header::{HeaderValue, LOCATION};
use http::{Request, Response, StatusCode};
use store::records::ProposalRecord;
use store::{Collection, KeyValue, New, Stored};

use super::administrator;
use crate::PROPOSALS;
use crate::wire::{ProposalBody, ProposalView};
use edge::acts::{Deed, Told, about_policy, recorded};

pub(super) async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(&request).await?;
    let author = administrator(&session)?;
    let command = IdempotencyKey::of(request.headers())?.command(author);
    let body: ProposalBody = read_json_up_to(&mut request, POLICY_BYTES_MAX).await?;
    let (policy, note) = body.read()?;
    permit(&session.actor, Action::ProposePolicy, &Subject::Programme { region: policy.region() })?;

    let collection = cx.collection(PROPOSALS).await?;
    if let Some(stored) = find(cx, &collection, command).await? {
        return render(&repeated(stored, &policy, &note)?);
    }
    let content = content(cx, &session.actor, &policy, note.clone()).await?;
    let proposal = propose(content, command, session.actor, cx.now)?;
    let record = ProposalRecord::new(proposal);

    let deed = Deed {
        by: Doer::Person(session.actor),
        kind: Kind::PolicyProposed,
        about: about_policy(&policy),
        region: Some(policy.region()),
        command,
    };
    let effect = async || {
        // Under the hash of its own bytes: whoever is cut off here leaves a file that means nothing by itself.
        cx.store().keep_file(policy.hash(), body.policy.as_bytes()).await?;
        retry(async || match find(cx, &collection, command).await? {
            Some(stored) => repeated(stored, &policy, &note),
            None => create(cx, &collection, command, &record).await,
        })
        .await
    };
    let told = |stored: &Stored<ProposalRecord>| Told { made: Some(id(stored)), counts: Vec::new() };
    render(&recorded(cx, deed, effect, told).await?)
}

/// Returns what is proposed, over what is current now, if the programme is one for which the actor may propose anything: another
/// region's is not taken over by a policy that names one's own.
async fn content<K: KeyValue>(
    cx: &Context<'_, K>,
    actor: &Actor,
    policy: &Policy,
    note: Note,
) -> Result<Content, Problem> {
    let root = cx.store().programme(policy.programme().as_str()).await?.unwrap_or_default();
    for season in &root.seasons {
        let hash: PolicyHash = season.policy.parse().map_err(Problem::fault)?;
        // From its file, which this component can read: what other components read would be half as much again of its size.
        let file = cx.store().file(hash).await?;
        let region = Policy::parse(&file).map_err(Problem::fault)?.region();
        permit(actor, Action::ProposePolicy, &Subject::Programme { region })?;
    }
    let base: Base = root.base(policy.season()).map_err(Problem::fault)?;
    Ok(Content {
        programme: policy.programme().clone(),
        season: policy.season().clone(),
        region: policy.region(),
        policy: policy.hash(),
        base,
        note,
    })
}

/// Finds the proposal that this attempt has made before.
async fn find<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    command: CommandId,
) -> Result<Option<Stored<ProposalRecord>>, Problem> {
    let ledger = cx.ledger(collection);
    match ledger.find(&ledger.fingerprint(&command.as_u128().to_be_bytes())).await? {
        Some(line) => Ok(ledger.read(line.id).await?),
        None => Ok(None),
    }
}

/// A repeat is answered by what is there. Another policy under the same key is another attempt.
fn repeated(
    stored: Stored<ProposalRecord>,
    policy: &Policy,
    note: &Note,
) -> Result<Stored<ProposalRecord>, Problem> {
    let content = stored.record.proposal.content();
    if content.policy == policy.hash() && content.note == *note {
        Ok(stored)
    } else {
        Err(Problem::new(Code::IdempotencyKeyReused))
    }
}

async fn create<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    command: CommandId,
    record: &ProposalRecord,
) -> Result<Stored<ProposalRecord>, Problem> {
    let ledger = cx.ledger(collection);
    let fingerprint = ledger.fingerprint(&command.as_u128().to_be_bytes());
    let facts = record.facts().map_err(Problem::fault)?;
    let content = Some(record.clone());
    Ok(ledger.create(New { fingerprint, facts, content, command }).await?)
}

fn id(stored: &Stored<ProposalRecord>) -> ProposalId {
    ProposalId::from_u128(stored.line.id.as_u128())
}

fn render(stored: &Stored<ProposalRecord>) -> Result<Response<Bytes>, Problem> {
    let response = edge::json(StatusCode::CREATED, &ProposalView::new(stored, None))?;
    let location = format!("/api/administration/proposals/{}", id(stored));
    Ok(edge::with_header(response, LOCATION, HeaderValue::from_str(&location).map_err(Problem::fault)?))
}
