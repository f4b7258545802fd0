//! A case: what a candidate asks for under a programme, from the first draft on.
//!
//! [`decide`] says what a command does and why not, [`evolve`] applies what has been accepted. A draft is replaced by
//! [`edit_draft`] and adds no event: what somebody typed before filing is nobody's business afterwards.

use crate::{
    Rejection,
    account::VerifiedIdentity,
    actor::{Action, Actor, Subject, permit},
    check::Entry,
    id::{AccountId, CommandId},
    instant::{self, Cutoff},
    policy::{Policy, PolicyHash, Text},
    region::Region,
    slug::{CategoryId, ProgrammeId, SeasonId},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

mod claim;
mod command;
mod deadline;
mod draft;
mod event;
mod filing;
mod history;
mod material;
mod message;
mod moving;
mod objection;
mod registration;
mod retention;
mod review;
mod submission;

pub use claim::{CLAIM, Claim};
use command::in_window;
pub use command::{Act, Command, decide, edit_draft};
pub use deadline::{Chore, Lapse, Lapsed};
pub use draft::{Draft, Form};
pub use event::Event;
pub use filing::{Filing, Required};
pub use history::{CorruptHistory, Recorded, apply, evolve};
pub use material::{
    Blob, HandedIn, Held, InvalidPictureId, InvalidUpload, Leaving, MaterialEdit, Materials, Part, PictureId,
    Received, Source, UPLOAD_TIME, Upload, edit_materials,
};
pub use message::{ATTEMPTS_MAX, About, Attempt, MESSAGE_LEASE, Message, MessageStatus};
pub use moving::{Ahead, Hindrance, MOVES_MAX, Move};
pub use objection::{InvalidObjections, Objection, Objections};
pub use registration::{Registration, SiteStatus};
pub use review::{Approved, Approver, Rejected, Returned, UnderReview};
pub use submission::{Assessment, CHECKS_LEASE, Submitted};

/// A case: one record, with everything that a rule must see together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    owner: AccountId,
    programme: ProgrammeId,
    season: SeasonId,
    region: Region,
    policy: PolicyHash,
    #[serde(with = "crate::text::instant")]
    opened: DateTime<Utc>,
    state: State,
    messages: Vec<Message>,
    materials: Materials,
    events: Vec<Recorded>,
}

/// Where a case is. Each state carries exactly its own data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum State {
    /// The candidate is filling it in. Nobody else looks at it.
    Draft(Draft),
    /// The candidate gave it up before filing; what was filled in is gone.
    Discarded {
        /// When.
        #[serde(with = "crate::text::instant")]
        at: DateTime<Utc>,
    },
    /// It is filed, and registers are being asked.
    Submitted(Submitted),
    /// A person has to decide.
    UnderReview(UnderReview),
    /// The candidate is to correct it.
    Returned(Returned),
    /// It is approved.
    Approved(Approved),
    /// It is rejected.
    Rejected(Rejected),
    /// It is over without a decision.
    Lapsed(Lapsed),
}

impl State {
    /// Returns the name of the state in policies, over HTTP and in pages.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Draft(_) => "draft",
            Self::Discarded { .. } => "discarded",
            Self::Submitted(_) => "submitted",
            Self::UnderReview(_) => "under-review",
            Self::Returned(_) => "returned",
            Self::Approved(_) => "approved",
            Self::Rejected(_) => "rejected",
            Self::Lapsed(_) => "lapsed",
        }
    }

    /// Returns what the candidate reads about it. A draft needs no words, and one that was given up is not shown.
    pub const fn text<'p>(&self, policy: &'p Policy) -> Option<&'p Text> {
        let status = policy.status();
        match self {
            Self::Draft(_) | Self::Discarded { .. } => None,
            Self::Submitted(_) => Some(&status.submitted),
            Self::UnderReview(_) => Some(&status.under_review),
            Self::Returned(_) => Some(&status.returned),
            Self::Approved(_) => Some(&status.approved),
            Self::Rejected(_) => Some(&status.rejected),
            Self::Lapsed(Lapsed { cause: Lapse::NotFiled, at: _ }) => Some(&policy.texts().not_filed),
            Self::Lapsed(Lapsed { cause: Lapse::NotCorrected, at: _ }) => Some(&status.not_corrected),
        }
    }

    /// Returns what was filed, as corrected last.
    pub const fn filing(&self) -> Option<&Filing> {
        match self {
            Self::Draft(_) | Self::Discarded { .. } | Self::Lapsed(_) => None,
            Self::Submitted(submitted) => Some(&submitted.filing),
            Self::UnderReview(review) => Some(&review.filing),
            Self::Returned(returned) => Some(&returned.filing),
            Self::Approved(approved) => Some(&approved.filing),
            Self::Rejected(rejected) => Some(&rejected.filing),
        }
    }

    /// Returns the lease of whoever is asking the registers, while their answers are awaited.
    pub const fn lease(&self) -> Option<Cutoff> {
        match self {
            Self::Submitted(submitted) => Some(submitted.lease),
            Self::Draft(_)
            | Self::Discarded { .. }
            | Self::UnderReview(_)
            | Self::Returned(_)
            | Self::Approved(_)
            | Self::Rejected(_)
            | Self::Lapsed(_) => None,
        }
    }
}

impl Case {
    /// A body in the store stays under this. The limits of what a case holds keep it far below.
    pub const BYTES_MAX: usize = 128 * 1024;

    /// Returns the account of the candidate.
    pub const fn owner(&self) -> AccountId {
        self.owner
    }

    /// Returns who its candidate is, as the login had it when the case was opened.
    pub fn applicant(&self) -> Option<&VerifiedIdentity> {
        let Event::Opened { applicant, .. } = &self.events.first()?.event else { return None };
        Some(applicant)
    }

    /// Returns the registration that its category follows from and that category, where categories are derived.
    pub fn derived(&self) -> Option<(&Entry, &CategoryId)> {
        // It is derived as soon as the case is opened.
        let Event::CategoryDerived { registration, category } = &self.events.get(1)?.event else {
            return None;
        };
        Some((registration, category))
    }

    /// Returns the programme that it is filed under.
    pub const fn programme(&self) -> &ProgrammeId {
        &self.programme
    }

    /// Returns the season that it is filed in.
    pub const fn season(&self) -> &SeasonId {
        &self.season
    }

    /// Returns the region whose staff handle it.
    pub const fn region(&self) -> Region {
        self.region
    }

    /// Returns the hash of the policy that it is pinned to.
    pub const fn policy(&self) -> PolicyHash {
        self.policy
    }

    /// Returns when it was opened.
    pub const fn opened(&self) -> DateTime<Utc> {
        self.opened
    }

    /// Returns when it was filed for the first time.
    pub fn submitted(&self) -> Option<DateTime<Utc>> {
        self.events
            .iter()
            .find(|recorded| matches!(recorded.event, Event::Submitted { .. }))
            .map(|recorded| recorded.at)
    }

    /// Returns what a reviewer has objected to last.
    pub fn objections(&self) -> Option<&Objections> {
        self.events.iter().rev().find_map(|recorded| match &recorded.event {
            Event::Returned { objections, .. } | Event::Rejected { objections } => Some(objections),
            Event::Opened { .. }
            | Event::DraftDiscarded
            | Event::Submitted { .. }
            | Event::TakenOver { .. }
            | Event::ApprovedByRule { .. }
            | Event::HandedOver { .. }
            | Event::Passed { .. }
            | Event::RegistrationRead { .. }
            | Event::MessageDue { .. }
            | Event::MessageClaimed { .. }
            | Event::MessageTried { .. }
            | Event::MessageDropped
            | Event::Corrected { .. }
            | Event::Escalated { .. }
            | Event::Lapsed { .. }
            | Event::CategoryDerived { .. }
            | Event::Moved { .. } => None,
        })
    }

    /// Returns what the registers have said, if they were asked.
    pub fn assessment(&self) -> Option<&Assessment> {
        self.events.iter().rev().find_map(|recorded| match &recorded.event {
            Event::ApprovedByRule { assessment, registration: _ } => Some(assessment),
            Event::HandedOver { assessment, due: _ } => assessment.as_ref(),
            Event::Opened { .. }
            | Event::DraftDiscarded
            | Event::Submitted { .. }
            | Event::TakenOver { .. }
            | Event::Passed { .. }
            | Event::RegistrationRead { .. }
            | Event::MessageDue { .. }
            | Event::MessageClaimed { .. }
            | Event::MessageTried { .. }
            | Event::MessageDropped
            | Event::Returned { .. }
            | Event::Corrected { .. }
            | Event::Rejected { .. }
            | Event::Escalated { .. }
            | Event::Lapsed { .. }
            | Event::CategoryDerived { .. }
            | Event::Moved { .. } => None,
        })
    }

    /// Returns where it is.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Returns what it holds of pictures.
    pub const fn materials(&self) -> &Materials {
        &self.materials
    }

    /// Returns it with the materials as the sweep leaves them.
    #[must_use]
    pub fn with_swept(&self, materials: Materials) -> Self {
        Self { materials, ..self.clone() }
    }

    /// Returns it in another state, without copying the one that it is in.
    fn in_state(&self, state: State) -> Self {
        Self {
            owner: self.owner,
            programme: self.programme.clone(),
            season: self.season.clone(),
            region: self.region,
            policy: self.policy,
            opened: self.opened,
            state,
            messages: self.messages.clone(),
            materials: self.materials.clone(),
            events: self.events.clone(),
        }
    }

    /// Returns its history, oldest first.
    pub fn events(&self) -> &[Recorded] {
        &self.events
    }

    /// Returns it as what a permission is about.
    pub const fn subject(&self) -> Subject {
        Subject::Case { owner: self.owner, region: self.region }
    }

    /// Decides whether `actor` may read it with all that it holds.
    ///
    /// # Errors
    ///
    /// Returns the reason why not.
    pub fn permit_reading(&self, actor: &Actor) -> Result<(), Rejection> {
        permit(actor, Action::ReadCase, &self.subject())
    }

    /// Returns the draft, if `actor` may edit it: what somebody is still typing is nobody else's business.
    pub fn draft_for(&self, actor: &Actor) -> Option<&Draft> {
        match &self.state {
            State::Draft(draft) => permit(actor, Action::EditDraft, &self.subject()).is_ok().then_some(draft),
            State::Discarded { .. }
            | State::Submitted(_)
            | State::UnderReview(_)
            | State::Returned(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => None,
        }
    }

    /// Returns `now` in milliseconds, but never an instant before the last event.
    pub fn clamp(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        instant::not_before(now, self.events.last().map_or(self.opened, |last| last.at))
    }

    /// Tells whether an event came of this command, so that its repeat is recognised.
    pub fn bears(&self, command: CommandId) -> bool {
        self.events.iter().any(|recorded| recorded.command == command)
    }

    /// Checks that the history is whole: each event is chained to the one before, none is dated before it, and
    /// together they lead to the state that the case is in.
    ///
    /// # Errors
    ///
    /// Returns the first thing that does not fit.
    pub fn verify_chain(&self) -> Result<(), CorruptHistory> {
        history::verify(self)
    }
}

#[cfg(test)]
mod tests;
