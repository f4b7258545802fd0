//! What administrators see.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Said;

#[derive(Debug, Deserialize)]
pub(crate) struct Proposals {
    pub(crate) proposals: Vec<Proposal>,
    pub(crate) more: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Proposal {
    pub(crate) proposal: String,
    pub(crate) state: String,
    pub(crate) programme: String,
    pub(crate) season: String,
    pub(crate) policy: String,
    pub(crate) current: Option<String>,
    pub(crate) replaces: Option<String>,
    pub(crate) note: String,
    pub(crate) history: Vec<Event>,
    pub(crate) file: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Event {
    pub(crate) event: String,
    pub(crate) at: String,
    pub(crate) by: Option<String>,
    pub(crate) reason: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Remarks {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) remarks: Vec<Remark>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Remark {
    pub(crate) severity: String,
    pub(crate) code: String,
    pub(crate) line: Option<usize>,
    pub(crate) message: Said,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Rehearsal {
    pub(crate) people: usize,
    pub(crate) filed: usize,
    pub(crate) endings: Vec<Ending>,
    pub(crate) reviewers: u32,
    pub(crate) least: Option<u32>,
    pub(crate) late: usize,
    pub(crate) out_of_time: OutOfTime,
    pub(crate) chart: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Ending {
    pub(crate) ending: String,
    pub(crate) people: usize,
}

#[derive(Debug, Deserialize)]
pub(crate) struct OutOfTime {
    pub(crate) no_time_to_correct: usize,
    pub(crate) corrected_too_late: usize,
    pub(crate) filed_too_late: usize,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Imported {
    pub(crate) rows: u64,
    pub(crate) new: u64,
    pub(crate) changed: u64,
    pub(crate) unchanged: u64,
    pub(crate) duplicates: u64,
    pub(crate) more: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Groups {
    pub(crate) groups: Vec<Group>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Group {
    pub(crate) group: String,
    pub(crate) name: String,
    pub(crate) programmes: Vec<String>,
    pub(crate) members: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Acts {
    pub(crate) acts: Vec<Act>,
    pub(crate) earlier: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Act {
    pub(crate) kind: String,
    pub(crate) at: String,
    pub(crate) by: Doer,
    pub(crate) outcome: String,
    pub(crate) problem: Option<String>,
    pub(crate) programme: Option<String>,
    pub(crate) season: Option<String>,
    pub(crate) proposal: Option<String>,
    #[serde(default)]
    pub(crate) counts: BTreeMap<String, u64>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Doer {
    pub(crate) role: String,
    pub(crate) account: Option<String>,
}
