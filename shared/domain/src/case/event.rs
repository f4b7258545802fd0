//! What can happen to a case, and where it is afterwards.

use super::{
    Approved, Approver, Assessment, Filing, Lapse, Lapsed, Recorded, Rejected, Returned, State, Submitted,
    UnderReview,
};
use crate::{
    id::AccountId,
    instant::Cutoff,
    note::Note,
    policy::PolicyHash,
    region::Region,
    slug::{ProgrammeId, SeasonId},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Something that has happened to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// The case was opened, with an empty draft.
    Opened {
        /// Whose case it is.
        owner: AccountId,
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
    },
    /// A person has to decide.
    HandedOver {
        /// What the registers have said, if they were asked.
        assessment: Option<Assessment>,
        /// The end of the office's duty to decide.
        due: Cutoff,
    },
    /// A reviewer has approved it.
    Passed,
    /// A reviewer has returned it for correction.
    Returned {
        /// What is wrong with it.
        note: Note,
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
        note: Note,
    },
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
            Self::Passed => "passed",
            Self::Returned { .. } => "returned",
            Self::Corrected { .. } => "corrected",
            Self::Rejected { .. } => "rejected",
            Self::Escalated { .. } => "escalated",
            Self::Lapsed { .. } => "lapsed",
        }
    }
}

/// Returns where a case is after `recorded`, or `None` if that cannot happen to a case in `state`.
pub(super) fn follow(state: State, recorded: &Recorded) -> Option<State> {
    let at = recorded.at;
    match (state, &recorded.event) {
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
        (State::Submitted(Submitted { filing, .. }), Event::ApprovedByRule { assessment }) => {
            Some(State::Approved(Approved { filing, at, by: Approver::Rule(assessment.rule.clone()) }))
        }
        (State::Submitted(Submitted { filing, .. }), Event::HandedOver { due, .. }) => {
            Some(State::UnderReview(UnderReview { filing, corrections: 0, due: *due, escalated: false }))
        }
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

fn decided(review: UnderReview, event: &Event, recorded: &Recorded) -> Option<State> {
    let (at, reviewer) = (recorded.at, recorded.actor.account());
    let UnderReview { filing, corrections, due, escalated: _ } = review;
    match event {
        Event::Passed => Some(State::Approved(Approved { filing, at, by: Approver::Reviewer(reviewer?) })),
        Event::Returned { note, closes, reviewed } => Some(State::Returned(Returned {
            filing,
            corrections,
            note: note.clone(),
            closes: *closes,
            reviewed: *reviewed,
        })),
        Event::Rejected { note } => {
            Some(State::Rejected(Rejected { filing, at, by: reviewer?, note: note.clone() }))
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
        | Event::Lapsed { .. } => None,
    }
}
