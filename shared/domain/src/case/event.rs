//! What can happen to a case, and where it is afterwards.

use super::{
    About, Approved, Approver, Assessment, Attempt, Draft, Filing, Lapse, Lapsed, Objections, Recorded,
    Registration, Rejected, Returned, SiteStatus, State, Submitted, UnderReview, moving,
};
use crate::{
    account::VerifiedIdentity,
    check::Entry,
    id::AccountId,
    instant::Cutoff,
    note::Note,
    person::Telephone,
    policy::PolicyHash,
    region::Region,
    slug::{CategoryId, ProgrammeId, SeasonId, StatementId},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Something that has happened to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// The case was opened, with a draft that holds what is known of the applicant.
    Opened {
        /// Whose case it is.
        owner: AccountId,
        /// Who that is, as the login has it.
        applicant: VerifiedIdentity,
        /// The programme.
        programme: ProgrammeId,
        /// The season.
        season: SeasonId,
        /// The region of the programme.
        region: Region,
        /// The policy that the case is pinned to from now on.
        policy: PolicyHash,
    },
    /// The draft was given up.
    DraftDiscarded,
    /// It was filed.
    Submitted {
        /// What was filed.
        filing: Filing,
        /// From when on somebody else may ask the registers.
        lease: Cutoff,
        /// When the candidate's telephone was verified, where the policy asks for that (S1-50).
        #[serde(with = "crate::text::instant_or_none")]
        verified: Option<DateTime<Utc>>,
    },
    /// Whoever was asking the registers was too slow, and somebody else asks them.
    TakenOver {
        /// From when on the next one may.
        lease: Cutoff,
    },
    /// The registers agree, and a rule has approved it.
    ApprovedByRule {
        /// What they have said.
        assessment: Assessment,
        /// The registration on the examination site, if the programme has one.
        registration: Option<Registration>,
    },
    /// A person has to decide.
    HandedOver {
        /// What the registers have said, if they were asked.
        assessment: Option<Assessment>,
        /// The end of the office's duty to decide.
        due: Cutoff,
    },
    /// A reviewer has approved it.
    Passed {
        /// The registration on the examination site, if the programme has one.
        registration: Option<Registration>,
    },
    /// The examination site says something else about the registration than before.
    RegistrationRead {
        /// What it says.
        status: SiteStatus,
    },
    /// A reviewer has returned it for correction.
    Returned {
        /// What is wrong with it.
        objections: Objections,
        /// From when on a correction is refused.
        closes: Cutoff,
        /// The end of the office's duty to decide about the correction.
        reviewed: Cutoff,
    },
    /// The candidate has corrected it.
    Corrected {
        /// What is filed now.
        filing: Filing,
    },
    /// A reviewer has rejected it.
    Rejected {
        /// Why.
        objections: Objections,
    },
    /// Something is to be sent to the candidate.
    MessageDue {
        /// What it is about.
        about: About,
        /// To whom.
        to: Telephone,
        /// What. Every attempt sends the same.
        text: String,
    },
    /// Somebody is sending the next message.
    MessageClaimed {
        /// From when on nobody is any more.
        lease: Cutoff,
    },
    /// An attempt at sending it has come to an end.
    MessageTried {
        /// What became of it.
        attempt: Attempt,
        /// Until when it rests before it is tried again, if it is.
        rests: Option<Cutoff>,
    },
    /// The next message was no longer true before anybody had tried to send it.
    MessageDropped,
    /// The office's duty has ended without a decision.
    Escalated {
        /// When.
        #[serde(with = "crate::text::instant")]
        due: DateTime<Utc>,
    },
    /// It is over without a decision.
    Lapsed {
        /// The instant at which it fell due.
        #[serde(with = "crate::text::instant")]
        due: DateTime<Utc>,
        /// Why.
        cause: Lapse,
    },
    /// The category follows from the registration (S4-21).
    CategoryDerived {
        /// What was imported about the candidate. It is personal data.
        registration: Entry,
        /// What follows.
        category: CategoryId,
    },
    /// It was moved to another version of its season's policy, to which it is pinned from now on. Who did so is who gave the
    /// command.
    Moved {
        /// The policy that it was pinned to.
        from: PolicyHash,
        /// The one that it is pinned to now.
        to: PolicyHash,
        /// Why, for its candidate to read.
        reason: Note,
        /// From when on a correction is refused now, of a case that is to be corrected.
        closes: Option<Cutoff>,
        /// The end of the office's duty now, where one lies in the case and is still ahead.
        due: Option<Cutoff>,
        /// What is to be confirmed again, since it says something else now or is not asked for any more.
        unconfirmed: Vec<StatementId>,
    },
}

impl Event {
    /// Returns the name of the event over HTTP and in pages.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::DraftDiscarded => "draft-discarded",
            Self::Submitted { .. } => "submitted",
            Self::TakenOver { .. } => "taken-over",
            Self::ApprovedByRule { .. } => "approved-by-rule",
            Self::HandedOver { .. } => "handed-over",
            Self::Passed { .. } => "passed",
            Self::RegistrationRead { .. } => "registration-read",
            Self::Returned { .. } => "returned",
            Self::Corrected { .. } => "corrected",
            Self::Rejected { .. } => "rejected",
            Self::MessageDue { .. } => "message-due",
            Self::MessageClaimed { .. } => "message-claimed",
            Self::MessageTried { .. } => "message-tried",
            Self::MessageDropped => "message-dropped",
            Self::Escalated { .. } => "escalated",
            Self::Lapsed { .. } => "lapsed",
            Self::CategoryDerived { .. } => "category-derived",
            Self::Moved { .. } => "moved",
        }
    }
}

impl Event {
    /// Tells whether it belongs into what its candidate is shown. How a message is sent is the office's business.
    pub const fn is_shown(&self) -> bool {
        !matches!(
            self,
            Self::MessageDue { .. }
                | Self::MessageClaimed { .. }
                | Self::MessageTried { .. }
                | Self::MessageDropped
        )
    }
}

/// Returns where a case is after `recorded`, or `None` if that cannot happen to a case in `state`.
pub(super) fn follow(state: State, recorded: &Recorded) -> Option<State> {
    let at = recorded.at;
    match (state, &recorded.event) {
        (state, Event::Moved { closes, due, unconfirmed, from: _, to: _, reason: _ }) => {
            moving::follow(state, *closes, *due, unconfirmed)
        }
        (State::Draft(draft), Event::CategoryDerived { registration: _, category }) => {
            Some(State::Draft(Draft { category: Some(category.clone()), ..draft }))
        }
        (State::Draft(_), Event::DraftDiscarded) => Some(State::Discarded { at }),
        (State::Draft(_), Event::Submitted { filing, lease, verified: _ }) => {
            Some(State::Submitted(Submitted { filing: filing.clone(), at, lease: *lease }))
        }
        (State::Draft(_) | State::Returned(_), Event::Lapsed { due, cause }) => {
            Some(State::Lapsed(Lapsed { at: *due, cause: *cause }))
        }
        (State::Submitted(submitted), Event::TakenOver { lease }) => {
            Some(State::Submitted(Submitted { lease: *lease, ..submitted }))
        }
        (State::Submitted(Submitted { filing, .. }), Event::ApprovedByRule { assessment, registration }) => {
            let by = Approver::Rule(assessment.rule.clone());
            Some(State::Approved(Approved { filing, at, by, registration: *registration }))
        }
        (State::Submitted(Submitted { filing, .. }), Event::HandedOver { due, .. }) => {
            Some(State::UnderReview(UnderReview { filing, corrections: 0, due: *due, escalated: false }))
        }
        (State::Approved(approved), event) => registered(approved, event),
        (State::UnderReview(review), event) => decided(review, event, recorded),
        (State::Returned(returned), Event::Corrected { filing }) => Some(State::UnderReview(UnderReview {
            filing: filing.clone(),
            corrections: returned.corrections.saturating_add(1),
            due: returned.reviewed,
            escalated: false,
        })),
        (_, _) => None,
    }
}

/// Returns where an approved case is after what has happened to its registration.
fn registered(approved: Approved, event: &Event) -> Option<State> {
    let before = approved.registration?;
    let registration = match event {
        Event::RegistrationRead { status } => Registration { status: *status, ..before },
        Event::Escalated { .. } => Registration { escalated: true, ..before },
        Event::Opened { .. }
        | Event::DraftDiscarded
        | Event::Submitted { .. }
        | Event::TakenOver { .. }
        | Event::ApprovedByRule { .. }
        | Event::HandedOver { .. }
        | Event::Passed { .. }
        | Event::Returned { .. }
        | Event::Corrected { .. }
        | Event::Rejected { .. }
        | Event::MessageDue { .. }
        | Event::MessageClaimed { .. }
        | Event::MessageTried { .. }
        | Event::MessageDropped
        | Event::Lapsed { .. }
        | Event::CategoryDerived { .. }
        | Event::Moved { .. } => return None,
    };
    Some(State::Approved(Approved { registration: Some(registration), ..approved }))
}

fn decided(review: UnderReview, event: &Event, recorded: &Recorded) -> Option<State> {
    let (at, reviewer) = (recorded.at, recorded.actor.account());
    let UnderReview { filing, corrections, due, escalated: _ } = review;
    match event {
        Event::Passed { registration } => {
            let by = Approver::Reviewer(reviewer?);
            Some(State::Approved(Approved { filing, at, by, registration: *registration }))
        }
        Event::Returned { objections, closes, reviewed } => Some(State::Returned(Returned {
            filing,
            corrections,
            objections: objections.clone(),
            closes: *closes,
            reviewed: *reviewed,
        })),
        Event::Rejected { objections } => {
            Some(State::Rejected(Rejected { filing, at, by: reviewer?, objections: objections.clone() }))
        }
        Event::Escalated { .. } => {
            Some(State::UnderReview(UnderReview { filing, corrections, due, escalated: true }))
        }
        Event::Opened { .. }
        | Event::DraftDiscarded
        | Event::Submitted { .. }
        | Event::TakenOver { .. }
        | Event::ApprovedByRule { .. }
        | Event::HandedOver { .. }
        | Event::Corrected { .. }
        | Event::RegistrationRead { .. }
        | Event::MessageDue { .. }
        | Event::MessageClaimed { .. }
        | Event::MessageTried { .. }
        | Event::MessageDropped
        | Event::Lapsed { .. }
        | Event::CategoryDerived { .. }
        | Event::Moved { .. } => None,
    }
}
