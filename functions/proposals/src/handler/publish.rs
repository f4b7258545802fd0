//! Publishing what was approved. It is several steps after the commit that decides; whoever is cut off leaves a proposal that is
//! approved, and whoever approves it again goes on.

use domain::actor::Actor;
use domain::id::ProposalId;
use domain::policy::Policy;
use domain::proposal::{self, Command, State, Step};
use edge::{Code, Context, Problem, cases, retry};
use store::records::ProposalRecord;
use store::{Collection, KeyValue, Publication, Published, Seeding, Stored};

use super::decide::commit;
use super::load;

/// For a programme that is new: 16,384 cases a season, as `deployment.toml` plans. Another one gets what its season before has.
const PARTITIONS: u32 = 256;

/// Publishes an approved proposal over what it was made over, and records what came of that.
///
/// # Errors
///
/// Returns [`Code::ProposalOutdated`] if something else was published meanwhile, and another problem if the store fails.
pub(super) async fn publish<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    approved: Stored<ProposalRecord>,
) -> Result<Stored<ProposalRecord>, Problem> {
    let id = ProposalId::from_u128(approved.line.id.as_u128());
    let content = approved.record.proposal.content();
    let file = cx.store().file(content.policy).await?;
    // It was read when it was proposed.
    let policy = Policy::parse(&file).map_err(Problem::fault)?;
    let partitions = partitions(cx, content.programme.as_str()).await?;
    let publication = Publication { policy: &policy, file: &file, partitions };
    let step = match cx.store().publish_over(&content.base, publication, Seeding::First).await? {
        Published::Stands => Step::Publish,
        Published::Outdated => Step::Outdate,
    };

    let command = Command { id: cases::draw_command(cx)?, actor: Actor::System, step };
    let stored = retry(async || {
        let loaded = load(cx, collection, id).await?;
        // Somebody else may have been at the same, and have written it down.
        match loaded.record.proposal.state() {
            State::Approved => {
                let events = proposal::decide(&loaded.record.proposal, &command)?;
                commit(cx, collection, loaded, &events, &command).await
            }
            State::Open | State::Published | State::Outdated | State::Rejected | State::Withdrawn => {
                Ok(Stored { line: loaded.line, record: loaded.record })
            }
        }
    })
    .await?;
    match stored.record.proposal.state() {
        State::Outdated => Err(Problem::new(Code::ProposalOutdated)),
        State::Open | State::Approved | State::Published | State::Rejected | State::Withdrawn => Ok(stored),
    }
}

/// Returns how many partitions the cases of a season get if it is new.
async fn partitions<K: KeyValue>(cx: &Context<'_, K>, programme: &str) -> Result<u32, Problem> {
    let root = cx.store().programme(programme).await?;
    match root.as_ref().and_then(store::Programme::current) {
        Some(season) => Ok(cx.collection(&season.collection).await?.partitions),
        None => Ok(PARTITIONS),
    }
}
