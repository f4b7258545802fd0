//! Acts: whatever administrators and operators do is written down before it has any effect, and completed afterwards. What a
//! crash has cut off stays as it was begun, for everybody to see.
//!
//! What is refused, and what changes nothing, leaves no act: it is in the log, as every request is.

use std::rc::Rc;

use domain::act::{About, Act, Begun, Doer, Kind, Outcome};
use domain::digest::Digest;
use domain::id::{CommandId, ProposalId};
use domain::policy::Policy;
use domain::region::Region;
use store::records::{ActNote, ActRecord};
use store::{Change, Collection, Content, KeyValue, Ledger, New, RecordId, Standing};

use crate::cases;
use crate::context::Context;
use crate::problem::{Code, Problem};
use crate::retry::retry;

mod list;

pub use list::page;

/// The collection of acts.
pub const ACTS: &str = "acts";

/// What is about to be done.
#[derive(Clone, Debug)]
pub struct Deed {
    /// Who does it.
    pub by: Doer,
    /// What is done.
    pub kind: Kind,
    /// What it is done to.
    pub about: About,
    /// The region whose administrators see it.
    pub region: Option<Region>,
    /// The attempt: a repeat completes the act that it has begun before.
    pub command: CommandId,
}

/// What is told of something that was done.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The proposal that it has made.
    pub made: Option<ProposalId>,
    /// What was counted, by name.
    pub counts: Vec<(&'static str, usize)>,
}

impl Deed {
    /// Something that nobody has named, so that each attempt is an act of its own.
    ///
    /// # Errors
    ///
    /// Returns a problem if there is no randomness.
    pub fn new<K: KeyValue>(
        cx: &Context<'_, K>,
        by: Doer,
        kind: Kind,
        about: About,
        region: Option<Region>,
    ) -> Result<Self, Problem> {
        Ok(Self { by, kind, about, region, command: cases::draw_command(cx)? })
    }
}

/// Returns that something is about a season.
pub fn about_season(policy: &Policy) -> About {
    About {
        programme: Some(policy.programme().clone()),
        season: Some(policy.season().clone()),
        ..About::default()
    }
}

/// Returns that something is about a policy.
pub fn about_policy(policy: &Policy) -> About {
    About { policy: Some(policy.hash()), ..about_season(policy) }
}

/// Writes `deed` down, does it, and writes down what came of it.
///
/// # Errors
///
/// Returns a problem if it could not be written down, in which case nothing was done; or that of the effect.
pub async fn recorded<K: KeyValue, T>(
    cx: &Context<'_, K>,
    deed: Deed,
    effect: impl AsyncFnOnce() -> Result<T, Problem>,
    told: impl FnOnce(&T) -> Told,
) -> Result<T, Problem> {
    let acts = cx.collection(ACTS).await?;
    let id = begin(cx, &acts, deed).await?;
    let done = effect().await;
    let outcome = match &done {
        Ok(done) => {
            let Told { made, counts } = told(done);
            let counts = counts.into_iter().map(|(name, count)| (name.to_owned(), count as u64)).collect();
            Outcome { at: cx.now, problem: None, made, counts }
        }
        Err(problem) => {
            let problem = Some(problem.code().name().to_owned());
            Outcome { at: cx.now, problem, made: None, counts: Vec::new() }
        }
    };
    if let Err(problem) = complete(cx, &acts, id, &outcome).await {
        // What was done stands, and its act shows that it was begun.
        cx.note_fault("act-not-completed", problem.code().name());
    }
    done
}

/// Writes an act down, or finds the one that an earlier attempt of the same command has begun. If that one has come to its end,
/// well or badly, what is done now is another act.
async fn begin<K: KeyValue>(
    cx: &Context<'_, K>,
    acts: &Rc<Collection>,
    deed: Deed,
) -> Result<RecordId, Problem> {
    let Deed { by, kind, about, region, command } = deed;
    let ledger = cx.ledger(acts);
    let other = cases::draw_command(cx)?;
    let mut fingerprint = ledger.fingerprint(&command.as_u128().to_be_bytes());
    retry(async || {
        if let Some(line) = ledger.find(&fingerprint).await? {
            let known = ledger.read::<ActRecord>(line.id).await?;
            if known.is_some_and(|known| known.record.act.outcome().is_none()) {
                return Ok(line.id);
            }
            fingerprint = ledger.fingerprint(&other.as_u128().to_be_bytes());
        }
        let previous = newest(&ledger).await?;
        let about = about.clone();
        let act = Act::begin(Begun { by, kind, about, region, at: cx.now, previous });
        let record = ActRecord::new(act);
        let facts = record.facts().map_err(Problem::fault)?;
        Ok(ledger.create(New { fingerprint, facts, content: Some(record), command }).await?.line.id)
    })
    .await
}

/// Returns the digest of the newest act. Of two that are begun at the same moment, both may name the one before.
async fn newest<K: KeyValue>(ledger: &Ledger<'_, K>) -> Result<Option<Digest>, Problem> {
    Ok(walk(ledger).await?.into_iter().max_by_key(|(id, note)| (note.at, *id)).map(|(_, note)| note.digest))
}

/// Returns what the lines of all acts say.
async fn walk<K: KeyValue>(ledger: &Ledger<'_, K>) -> Result<Vec<(RecordId, ActNote)>, Problem> {
    let mut found = Vec::new();
    for number in 0..ledger.partitions() {
        let lines = ledger.lines(number).await?;
        for line in lines.iter().filter(|line| line.standing == Standing::Live) {
            let note = ActNote::of(line).ok_or_else(|| Problem::fault("the note of an act is damaged"))?;
            found.push((line.id, note));
        }
    }
    Ok(found)
}

async fn complete<K: KeyValue>(
    cx: &Context<'_, K>,
    acts: &Rc<Collection>,
    id: RecordId,
    outcome: &Outcome,
) -> Result<(), Problem> {
    let ledger = cx.ledger(acts);
    retry(async || {
        let loaded = ledger.load::<ActRecord>(id).await?.ok_or_else(|| Problem::new(Code::UnknownAct))?;
        if loaded.record.act.outcome().is_some() {
            return Ok(());
        }
        let record = ActRecord::new(loaded.record.act.complete(outcome.clone()));
        let facts = record.facts().map_err(Problem::fault)?;
        let change = Change { facts, content: Content::Replace(record), command: None };
        ledger.commit(loaded, change).await?;
        Ok(())
    })
    .await
}
