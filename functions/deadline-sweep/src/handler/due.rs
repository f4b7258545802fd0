//! Acting on what is due: record by record, each through the same `decide` as everybody else's commands.

use std::cell::{Cell, RefCell};

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::case::{Act, Chore, Command};
use domain::policy::Policy;
use edge::{Code, Context, Problem, cases};
use store::records::CaseRecord;
use store::{Collection, KeyValue, Line, Stored};

use super::outside::{self, Errand};
use super::tidy::tidy;

/// What came of the cases that were due.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// Cases of which it was recorded what had become due.
    pub(super) elapsed: Cell<usize>,
    /// Cases whose pending checks were taken over.
    pub(super) taken_over: Cell<usize>,
    /// Messages that were tried to be sent.
    pub(super) messages: Cell<usize>,
    /// Cases whose materials were tidied up: blobs deleted, uploads expired.
    pub(super) tidied: Cell<usize>,
    /// The instant at which the next thing falls due, of those that were seen.
    pub(super) next: Cell<Option<DateTime<Utc>>>,
    /// What failed. The next walk tries again.
    pub(super) faults: RefCell<Vec<String>>,
}

impl Done {
    /// A walk that reports more faults than this has told the operator enough.
    const FAULTS_MAX: usize = 16;

    pub(super) fn fail(&self, line: &Line, problem: &Problem) {
        let mut faults = self.faults.borrow_mut();
        if faults.len() < Self::FAULTS_MAX {
            faults.push(format!("{}: {}", cases::case_id(line.id), problem.code().name()));
        }
    }

    pub(super) fn count(counter: &Cell<usize>) {
        counter.set(counter.get() + 1);
    }

    fn await_until(&self, due: DateTime<Utc>) {
        self.next.set(Some(self.next.get().map_or(due, |next| next.min(due))));
    }
}

/// Acts on what is due among `lines`. Tells whether it has come to an end.
pub(super) async fn act<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    lines: &[Line],
    done: &Done,
    is_spent: impl Fn() -> bool,
) -> bool {
    if !collection.name.starts_with(cases::COLLECTIONS) {
        return true;
    }
    let mut errands = Vec::new();
    for line in lines {
        match line.facts.due {
            Some(due) if due <= cx.now => {}
            Some(due) => {
                done.await_until(due);
                continue;
            }
            None => continue,
        }
        if is_spent() || outside::AT_ONCE <= errands.len() {
            outside::run(cx, collection, errands, done).await;
            return false;
        }
        match record(cx, collection, line, done).await {
            Ok(Found::Errand(errand)) => errands.push(errand),
            Ok(Found::Settled(stored)) => tidy(cx, collection, stored, done).await,
            Ok(Found::Nothing) => {}
            // Somebody was faster since the line was read.
            Err(problem) if problem.code() == Code::ChecksUnderWay => {}
            Err(problem) => done.fail(line, &problem),
        }
    }
    outside::run(cx, collection, errands, done).await;
    true
}

/// What is left to do about a case after everything that is due of it has been recorded.
enum Found {
    /// Something outside.
    Errand(Errand),
    /// Nothing but its materials.
    Settled(Stored<CaseRecord>),
    /// There is no such case any more, or somebody is at it.
    Nothing,
}

/// Records what has become due of one case.
async fn record<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    line: &Line,
    done: &Done,
) -> Result<Found, Problem> {
    let ledger = cx.ledger(collection);
    let mut next = ledger.load::<CaseRecord>(line.id).await?;
    // What has been recorded may call for a message. Nothing calls for more than that.
    while let Some(loaded) = next {
        let case = &loaded.record.case;
        let policy = cx.policy(case.policy()).await?;
        let Some(chore) = case.chore(&policy, cx.now) else {
            return Ok(settled(Stored { line: loaded.line, record: loaded.record }, &policy, done));
        };
        let act = match chore {
            Chore::TakeOverChecks => Act::TakeOverChecks,
            Chore::SendMessage => Act::ClaimMessage,
            Chore::Elapse => Act::Elapse,
            Chore::ReadRegistration => {
                let stored = Stored { line: loaded.line, record: loaded.record };
                return Ok(Found::Errand(Errand { chore, stored }));
            }
        };
        let command = Command { id: cases::draw_command(cx)?, actor: Actor::System, act };
        let before = loaded.line.revision;
        let stored = cases::carry_out(cx, collection, loaded, &command, &policy).await?;
        if stored.line.revision == before {
            return Ok(Found::Settled(stored));
        }
        match chore {
            Chore::TakeOverChecks => return Ok(Found::Errand(Errand { chore, stored })),
            Chore::SendMessage if stored.record.case.claimed_message().is_some() => {
                return Ok(Found::Errand(Errand { chore, stored }));
            }
            Chore::SendMessage | Chore::Elapse | Chore::ReadRegistration => Done::count(&done.elapsed),
        }
        if stored.record.case.chore(&policy, cx.now).is_none() {
            // Mostly nothing follows, and then the partition need not be read again.
            return Ok(settled(stored, &policy, done));
        }
        next = ledger.load_again(stored).await?;
    }
    Ok(Found::Nothing)
}

/// Nothing is left to be recorded until something else falls due.
fn settled(stored: Stored<CaseRecord>, policy: &Policy, done: &Done) -> Found {
    stored.record.case.due(policy).into_iter().for_each(|due| done.await_until(due));
    Found::Settled(stored)
}
