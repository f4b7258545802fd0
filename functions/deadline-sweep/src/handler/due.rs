//! Acting on what is due, a few cases at a time.

use std::cell::{Cell, RefCell};

use chrono::{DateTime, Utc};
use edge::{Context, Problem, cases};
use store::{Collection, KeyValue, Line, RecordId};

use super::outside::{self, AT_ONCE};
use super::round::Round;

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
    /// Accounts that nobody needs any more.
    pub(super) accounts: Cell<usize>,
    /// Cases that were erased.
    pub(super) erased: Cell<usize>,
    /// The instant at which the next thing falls due, of those that were seen.
    pub(super) next: Cell<Option<DateTime<Utc>>>,
    /// What failed. The next walk tries again.
    pub(super) faults: RefCell<Vec<String>>,
}

impl Done {
    /// A walk that reports more faults than this has told the operator enough.
    const FAULTS_MAX: usize = 16;

    pub(super) fn fail(&self, id: RecordId, problem: &Problem) {
        self.fail_at(&cases::case_id(id).to_string(), problem);
    }

    /// Notes what has failed, by the name of what it has failed at.
    pub(super) fn fail_at(&self, name: &str, problem: &Problem) {
        let mut faults = self.faults.borrow_mut();
        if faults.len() < Self::FAULTS_MAX {
            faults.push(format!("{name}: {}", problem.code().name()));
        }
    }

    pub(super) fn count(counter: &Cell<usize>) {
        counter.set(counter.get() + 1);
    }

    pub(super) fn await_until(&self, due: DateTime<Utc>) {
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
    let mut ids = Vec::new();
    for line in lines {
        match line.facts.due {
            Some(due) if due <= cx.now => ids.push(line.id),
            Some(due) => done.await_until(due),
            None => {}
        }
    }
    let mut outside = 0;
    for ids in ids.chunks(AT_ONCE) {
        // What is done outside takes its time, and the caller waits.
        if is_spent() || AT_ONCE <= outside {
            return false;
        }
        let errands = Round::of(cx, collection, done).run(ids).await;
        outside += errands.len();
        outside::run(cx, collection, errands, done).await;
    }
    true
}
