//! Acting on what is due: record by record, each through the same `decide` as everybody else's commands.

use std::cell::{Cell, RefCell};

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::case::{Act, Command, State};
use edge::{Code, Context, Problem, cases, settle_checks};
use futures::future::join_all;
use store::records::CaseRecord;
use store::{Collection, KeyValue, Line, Stored};

/// So many candidates' registers are asked side by side. Each of them is given ten seconds.
const SETTLED_AT_ONCE: usize = 16;

/// What came of the cases that were due.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// Cases of which it was recorded what had become due.
    pub(super) elapsed: Cell<usize>,
    /// Cases whose pending checks were taken over.
    pub(super) taken_over: Cell<usize>,
    /// The instant at which the next thing falls due, of those that were seen.
    pub(super) next: Cell<Option<DateTime<Utc>>>,
    /// What failed. The next walk tries again.
    pub(super) faults: RefCell<Vec<String>>,
}

impl Done {
    /// A walk that reports more faults than this has told the operator enough.
    const FAULTS_MAX: usize = 16;

    fn fail(&self, line: &Line, problem: &Problem) {
        let mut faults = self.faults.borrow_mut();
        if faults.len() < Self::FAULTS_MAX {
            faults.push(format!("{}: {}", cases::case_id(line.id), problem.code().name()));
        }
    }

    fn await_until(&self, due: DateTime<Utc>) {
        self.next.set(Some(self.next.get().map_or(due, |next| next.min(due))));
    }
}

/// Acts on what is due among `lines`. Tells whether it has come to an end.
pub(super) async fn act<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    lines: Vec<Line>,
    done: &Done,
    is_spent: impl Fn() -> bool,
) -> bool {
    if !collection.name.starts_with(cases::COLLECTIONS) {
        return true;
    }
    let mut pending = Vec::new();
    for line in lines {
        match line.facts.due {
            Some(due) if due <= cx.now => {}
            Some(due) => {
                done.await_until(due);
                continue;
            }
            None => continue,
        }
        if is_spent() || SETTLED_AT_ONCE <= pending.len() {
            settle(cx, collection, pending, done).await;
            return false;
        }
        match record(cx, collection, &line).await {
            Ok(Some(stored)) if matches!(stored.record.case.state(), State::Submitted(_)) => {
                pending.push(stored);
            }
            Ok(Some(_)) => done.elapsed.set(done.elapsed.get() + 1),
            Ok(None) => {}
            Err(problem) => done.fail(&line, &problem),
        }
    }
    settle(cx, collection, pending, done).await;
    true
}

/// Records what has become due of one case, or takes its pending checks over. Returns the case if anything changed.
async fn record<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    line: &Line,
) -> Result<Option<Stored<CaseRecord>>, Problem> {
    let Some(loaded) = cx.ledger(collection).load::<CaseRecord>(line.id).await? else { return Ok(None) };
    let case = &loaded.record.case;
    let policy = cx.policy(case.policy()).await?;
    let act = match case.state() {
        State::Submitted(_) => Act::TakeOverChecks,
        State::Draft(_)
        | State::Discarded { .. }
        | State::UnderReview(_)
        | State::Returned(_)
        | State::Approved(_)
        | State::Rejected(_)
        | State::Lapsed(_) => Act::Elapse,
    };
    let command = Command { id: cases::draw_command(cx)?, actor: Actor::System, act };
    let before = loaded.line.revision;
    match cases::carry_out(cx, collection, loaded, &command, &policy).await {
        Ok(stored) => Ok((stored.line.revision != before).then_some(stored)),
        // Somebody was faster since the line was read.
        Err(problem) if problem.code() == Code::ChecksUnderWay => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// Asks the registers about cases that have been taken over, side by side.
async fn settle<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    pending: Vec<Stored<CaseRecord>>,
    done: &Done,
) {
    let settled = pending.into_iter().map(async |stored| {
        let line = stored.line.clone();
        let settled = async {
            let policy = cx.policy(stored.record.case.policy()).await?;
            let settling = cases::draw_command(cx)?;
            Ok(settle_checks(cx, collection, stored, &policy, settling).await)
        };
        match settled.await {
            Ok(_) => done.taken_over.set(done.taken_over.get() + 1),
            Err(problem) => done.fail(&line, &problem),
        }
    });
    join_all(settled).await;
}
