//! What a walk counts on its way: how many cases are in which state, what is due, and what is open towards the outside.
//!
//! It is kept as JSON beside the place where the walk has stopped. It holds nothing personal, and nothing is decided by it.

use std::collections::BTreeMap;

use chrono::serde::ts_milliseconds_option;
use chrono::{DateTime, Utc};
use edge::{Problem, cases};
use serde::{Deserialize, Serialize};
use store::records::{CaseRecord, REGISTRATION_OPEN, UNDER_REVIEW};
use store::{Collection, Line};

/// What has been counted so far.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Count {
    /// When the walk has come to its end, or has stopped.
    #[serde(with = "ts_milliseconds_option")]
    pub(super) at: Option<DateTime<Utc>>,
    /// What could not be read, written or done.
    pub(super) faults: usize,
    /// By name.
    pub(super) collections: BTreeMap<String, Counted>,
}

/// What has been counted in one collection.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Counted {
    pub(super) lines: usize,
    pub(super) largest_partition: usize,
    /// Lines of which something was due when the walk came by, and since when the first of them was.
    pub(super) due: usize,
    #[serde(with = "ts_milliseconds_option")]
    pub(super) oldest_due: Option<DateTime<Utc>>,
    /// Of cases, by the name of their state.
    pub(super) states: BTreeMap<String, InState>,
    /// Of the messages about cases.
    pub(super) waiting: usize,
    pub(super) unknown: usize,
    pub(super) failed: usize,
}

/// Cases in one state.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct InState {
    pub(super) cases: usize,
    /// Of which the office is late.
    pub(super) overdue: usize,
    /// When the next of the others falls due.
    #[serde(with = "ts_milliseconds_option")]
    pub(super) next: Option<DateTime<Utc>>,
}

impl Count {
    /// Goes on where another walk has stopped. What cannot be read is counted anew.
    pub(super) fn going_on(left: &[u8]) -> Self {
        serde_json::from_slice(left).unwrap_or_default()
    }

    /// Returns it as it is kept.
    pub(super) fn write(&self) -> Result<Vec<u8>, Problem> {
        serde_json::to_vec(self).map_err(Problem::fault)
    }

    /// Adds the lines of a partition, as they were when the walk came by at `now`.
    pub(super) fn add(&mut self, collection: &Collection, lines: &[Line], now: DateTime<Utc>) {
        let counted = self.collections.entry(collection.name.clone()).or_default();
        counted.lines += lines.len();
        counted.largest_partition = counted.largest_partition.max(lines.len());
        for line in lines {
            counted.add_due(line, now);
            if collection.name.starts_with(cases::COLLECTIONS) {
                counted.add_case(line, now);
            }
        }
    }

    /// Notes how the walk has ended.
    pub(super) fn end(&mut self, faults: usize, now: DateTime<Utc>) {
        self.faults += faults;
        self.at = Some(now);
    }
}

impl Counted {
    fn add_due(&mut self, line: &Line, now: DateTime<Utc>) {
        if let Some(due) = line.facts.due
            && due <= now
        {
            self.due += 1;
            self.oldest_due = earlier(self.oldest_due, due);
        }
    }

    fn add_case(&mut self, line: &Line, now: DateTime<Utc>) {
        let facts = &line.facts;
        let name = CaseRecord::state_name(facts);
        // Without the look-up that is enough for all but the first, each would have its name copied.
        let state = match self.states.get_mut(name) {
            Some(state) => state,
            None => self.states.entry(name.to_owned()).or_default(),
        };
        state.cases += 1;
        match CaseRecord::duty(facts) {
            Some(duty) if now < duty => state.next = earlier(state.next, duty),
            // Once it has been escalated, nothing is due any more.
            Some(_) | None if [UNDER_REVIEW, REGISTRATION_OPEN].contains(&facts.state) => state.overdue += 1,
            Some(_) | None => {}
        }
        let messages = CaseRecord::messages(facts);
        self.waiting += usize::from(messages.waiting);
        self.unknown += usize::from(messages.unknown);
        self.failed += usize::from(messages.failed);
    }
}

fn earlier(known: Option<DateTime<Utc>>, other: DateTime<Utc>) -> Option<DateTime<Utc>> {
    Some(known.map_or(other, |known| known.min(other)))
}
