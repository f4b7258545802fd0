//! How things have ended for whom.

use domain::case::{Approver, Case, Lapse, Lapsed, State};

/// How it has ended for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ending {
    /// A rule has approved their case, in seconds.
    AtOnce,
    /// A reviewer has passed it as it was filed.
    Passed,
    /// A reviewer has passed it once it was corrected.
    PassedCorrected,
    /// A reviewer has rejected it.
    Rejected,
    /// It was returned, and not corrected in time.
    NotCorrected,
    /// It was opened, and not filed in time.
    NotFiled,
    /// They came when the window had closed, and have no case.
    CameLate,
    /// The programme has no category for them, and they were told so.
    WithoutCategory,
    /// None of these: whoever fares so has no outcome.
    Nothing,
}

impl Ending {
    /// Every ending, the best first.
    pub const ALL: [Self; 9] = [
        Self::AtOnce,
        Self::Passed,
        Self::PassedCorrected,
        Self::Rejected,
        Self::NotCorrected,
        Self::NotFiled,
        Self::CameLate,
        Self::WithoutCategory,
        Self::Nothing,
    ];

    /// Returns the name that programs know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AtOnce => "at-once",
            Self::Passed => "passed",
            Self::PassedCorrected => "passed-corrected",
            Self::Rejected => "rejected",
            Self::NotCorrected => "not-corrected",
            Self::NotFiled => "not-filed",
            Self::CameLate => "came-late",
            Self::WithoutCategory => "without-category",
            Self::Nothing => "nothing",
        }
    }

    /// Returns it in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::AtOnce => "approved in seconds",
            Self::Passed => "passed by a reviewer",
            Self::PassedCorrected => "passed once corrected",
            Self::Rejected => "rejected",
            Self::NotCorrected => "not corrected in time",
            Self::NotFiled => "opened and not filed in time",
            Self::CameLate => "came when the window had closed",
            Self::WithoutCategory => "without category, and told so",
            Self::Nothing => "without an outcome",
        }
    }

    /// Returns how a case has ended with which nothing will happen any more.
    pub(crate) fn of(case: &Case) -> Self {
        match case.state() {
            State::Approved(approved) => match &approved.by {
                Approver::Rule(_) => Self::AtOnce,
                Approver::Reviewer(_) if case.objections().is_some() => Self::PassedCorrected,
                Approver::Reviewer(_) => Self::Passed,
            },
            State::Rejected(_) => Self::Rejected,
            State::Lapsed(Lapsed { cause: Lapse::NotFiled, at: _ }) | State::Discarded { .. } => {
                Self::NotFiled
            }
            State::Lapsed(Lapsed { cause: Lapse::NotCorrected, at: _ }) => Self::NotCorrected,
            State::Draft(_) | State::Submitted(_) | State::UnderReview(_) | State::Returned(_) => {
                Self::Nothing
            }
        }
    }
}
