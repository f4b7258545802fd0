//! The record of a case: the case itself, and which attempts have created what is in it.

use chrono::{DateTime, Utc};
use domain::case::{self, Case, MessageStatus, State};
use domain::digest::Digest;
use domain::id::{AccountId, CommandId};
use domain::policy::Policy;
use serde::{Deserialize, Serialize};

use crate::blob::{BlobId, Part};
use crate::key::PartId;
use crate::line::{Claim, Facts};
use crate::record::{self, InvalidBody, Record};

/// One attempt at creating something, so that its repeat is recognised and a reused key is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The command, which follows from the idempotency key and its owner.
    pub command: CommandId,
    /// The digest of what was asked for.
    pub request: Digest,
}

/// What the body of a case holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRecord {
    format: Format,
    /// The case.
    pub case: Case,
    idempotency: Vec<Attempt>,
}

/// Written first, as one byte, so that a reader of a later build can tell formats apart before it reads on.
///
/// The form is compact, since a case is read and written whole with every command: a field or a variant that is added
/// anywhere in it, or moved, is a new format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Format {
    V1,
    /// Knows categories that are derived. What the first format had lies where it was.
    V2,
    /// Knows operators, and cases that are moved to another policy. What the second format had lies where it was.
    V3,
}

impl CaseRecord {
    /// A repeat comes within minutes; nobody starts sixteen other attempts at one case meanwhile.
    pub const ATTEMPTS_MAX: usize = 16;

    /// Returns the record of a case that `attempt` has opened.
    pub fn new(case: Case, attempt: Attempt) -> Self {
        Self { format: Format::V3, case, idempotency: vec![attempt] }
    }

    /// Returns the record with the case as it is now.
    #[must_use]
    pub fn with_case(&self, case: Case) -> Self {
        Self { format: Format::V3, case, idempotency: self.idempotency.clone() }
    }

    /// Returns what the line of `case` says. A claim ends with the review that it is for.
    pub fn facts(case: &Case, policy: &Policy, claim: Option<case::Claim>) -> Facts {
        let claim = match case.state() {
            State::UnderReview(_) => claim.map(Claim::from),
            State::Draft(_)
            | State::Discarded { .. }
            | State::Submitted(_)
            | State::Returned(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => None,
        };
        let duty = case.duty(policy);
        let due =
            [case.due(policy), case.materials().due(), case.erased_from(policy)].into_iter().flatten().min();
        let mut note = match (due, duty) {
            (Some(due), Some(duty)) if due < duty => duty.timestamp_millis().to_be_bytes().to_vec(),
            (Some(_), None) => vec![NONE],
            (Some(_) | None, _) => Vec::new(),
        };
        note.extend(Messages::of(case).note());
        Facts { state: number(case.state()), due, claim, note }
    }

    /// Returns what is left of `case` once it is erased: how it has ended, when, and since when it is gone.
    pub fn tombstone(case: &Case, erased: DateTime<Utc>) -> Facts {
        let ended = case.clamp(DateTime::<Utc>::MIN_UTC);
        let note = [ended, erased].map(|at| at.timestamp_millis().to_be_bytes()).concat();
        Facts { state: number(case.state()), due: None, claim: None, note }
    }

    /// Returns when something falls due in the case itself, by what its line says. The line's own instant may be that of
    /// materials that leave, or of its erasure, which concern nobody but the sweep.
    pub fn duty(facts: &Facts) -> Option<DateTime<Utc>> {
        match Messages::split(&facts.note).0 {
            [] => facts.due,
            note => DateTime::from_timestamp_millis(i64::from_be_bytes(note.try_into().ok()?)),
        }
    }

    /// Returns the first instant at which it is too late for the candidate to file, or to correct what was returned, by what the line
    /// of a case says. It may have come already: what follows from it is written down later.
    pub fn closes(facts: &Facts) -> Option<DateTime<Utc>> {
        if matches!(facts.state, 1 | 5) { Self::duty(facts) } else { None }
    }

    /// Tells by what the line of a case says whether it can still come to a decision.
    pub const fn is_live(facts: &Facts) -> bool {
        matches!(facts.state, 1 | 3 | UNDER_REVIEW | 5)
    }

    /// Returns what has become of the messages of a case, by what its line says.
    pub fn messages(facts: &Facts) -> Messages {
        Messages::split(&facts.note).1
    }

    /// Returns the name of the state that a line tells, for whoever counts them. An approved case whose registration is still
    /// to be set to 待支付 is one by itself.
    pub const fn state_name(facts: &Facts) -> &'static str {
        match facts.state {
            1 => "draft",
            2 => "discarded",
            3 => "submitted",
            UNDER_REVIEW => "under-review",
            5 => "returned",
            6 => "approved",
            7 => "rejected",
            8 => "lapsed",
            REGISTRATION_OPEN => "awaiting-registration",
            _ => "unknown",
        }
    }

    /// Returns what is remembered of `command`.
    pub fn attempt(&self, command: CommandId) -> Option<&Attempt> {
        self.idempotency.iter().find(|attempt| attempt.command == command)
    }

    /// Remembers an attempt, and forgets the oldest if there are too many.
    pub fn remember(&mut self, attempt: Attempt) {
        let surplus = (self.idempotency.len() + 1).saturating_sub(Self::ATTEMPTS_MAX);
        self.idempotency.drain(..surplus);
        self.idempotency.push(attempt);
    }
}

/// On a line whose instant concerns nobody but the sweep.
const NONE: u8 = 0;

/// The number of a state on a line, where it is read without the body. Never used again for another state.
const fn number(state: &State) -> u8 {
    match state {
        State::Draft(_) => 1,
        State::Discarded { .. } => 2,
        State::Submitted(_) => 3,
        State::UnderReview(_) => UNDER_REVIEW,
        State::Returned(_) => 5,
        // What staff have still to do about it is listed beside what they have to decide.
        State::Approved(approved) if matches!(&approved.registration, Some(registration) if registration.is_open()) => {
            REGISTRATION_OPEN
        }
        State::Approved(_) => 6,
        State::Rejected(_) => 7,
        State::Lapsed(_) => 8,
    }
}

/// What the line of a case says that a person has to decide.
pub const UNDER_REVIEW: u8 = 4;

/// What the line of an approved case says whose registration on the examination site is still to be set to 待支付.
pub const REGISTRATION_OPEN: u8 = 9;

/// What has become of the messages of a case. Once there is something to tell, it is the end of its line's note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Messages {
    /// They are still to be sent, or somebody is at it.
    pub waiting: u8,
    /// Nobody knows whether the gateway has taken them.
    pub unknown: u8,
    /// The gateway has refused them to the end.
    pub failed: u8,
}

impl Messages {
    const BYTES: usize = 3;

    fn of(case: &Case) -> Self {
        let mut counted = Self::default();
        for message in case.messages() {
            let counter = match message.status {
                MessageStatus::Waiting { .. } | MessageStatus::Claimed { .. } => &mut counted.waiting,
                MessageStatus::Unknown => &mut counted.unknown,
                MessageStatus::Failed => &mut counted.failed,
                MessageStatus::Sent | MessageStatus::Dropped => continue,
            };
            *counter = counter.saturating_add(1);
        }
        counted
    }

    fn note(self) -> Vec<u8> {
        if self == Self::default() { Vec::new() } else { vec![self.waiting, self.unknown, self.failed] }
    }

    /// Tells what a note says of the duty, and what it says of messages. The first has no byte, one, or eight.
    fn split(note: &[u8]) -> (&[u8], Self) {
        match (note.len(), note.split_last_chunk::<{ Self::BYTES }>()) {
            (3 | 4 | 11, Some((duty, &[waiting, unknown, failed]))) => {
                (duty, Self { waiting, unknown, failed })
            }
            _ => (note, Self::default()),
        }
    }
}

impl From<Part> for case::Part {
    fn from(part: Part) -> Self {
        Self { id: part.id.0, chunks: part.chunks, bytes: part.bytes }
    }
}

impl From<case::Part> for Part {
    fn from(part: case::Part) -> Self {
        Self { id: PartId(part.id), chunks: part.chunks, bytes: part.bytes }
    }
}

/// Returns the name of a blob and its parts, as the store knows them.
pub fn blob(blob: &case::Blob) -> (BlobId, Vec<Part>) {
    (BlobId(blob.id), blob.parts.iter().copied().map(Part::from).collect())
}

impl From<case::Claim> for Claim {
    fn from(claim: case::Claim) -> Self {
        Self { holder: claim.holder.as_u128(), until: claim.until }
    }
}

impl From<Claim> for case::Claim {
    fn from(claim: Claim) -> Self {
        Self { holder: AccountId::from_u128(claim.holder), until: claim.until }
    }
}

impl Record for CaseRecord {
    fn encode(&self) -> Result<Vec<u8>, InvalidBody> {
        record::write(self)
    }

    fn decode(bytes: &[u8]) -> Result<Self, InvalidBody> {
        record::read(bytes)
    }

    fn bears(&self, command: CommandId) -> bool {
        self.case.bears(command)
    }

    fn chunks(&self) -> Vec<(PartId, u32)> {
        let parts = self.case.materials().blobs().flat_map(|blob| blob.parts);
        parts.flat_map(|part| (0..part.chunks).map(move |index| (PartId(part.id), index))).collect()
    }
}

#[cfg(test)]
mod tests;
