//! Where somebody stands once they have done what they can do by themselves.

use super::{Come, Person};
use domain::{
    case::{Approved, State},
    instant::Cutoff,
    slug::CategoryId,
};

/// Where somebody stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stand {
    /// Their category, or the reason for none.
    pub(crate) category: Option<CategoryId>,
    /// What they have come to.
    pub(crate) reached: Reached,
    /// By when the office is to have done its part, if it has one.
    pub(crate) due: Option<Cutoff>,
}

/// What somebody has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reached {
    /// They are approved.
    Approved,
    /// A reviewer is to decide.
    Review,
    /// They have a case that is not filed.
    Draft,
    /// They have none, since the window was closed.
    ClosedWindow,
    /// There is no category for them.
    WithoutCategory,
    /// Nothing follows.
    Nothing,
}

impl Reached {
    /// Returns it in words.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Approved => "approved in seconds",
            Self::Review => "waiting for a reviewer",
            Self::Draft => "not filed",
            Self::ClosedWindow => "before a closed window",
            Self::WithoutCategory => "without category, and told so",
            Self::Nothing => "without an outcome",
        }
    }
}

impl Stand {
    pub(crate) fn of(come: &Come<'_>, person: &Person) -> Self {
        let (reached, due) = match come {
            Come::Case(play, _) => match play.case().state() {
                State::Approved(Approved { registration, .. }) => {
                    (Reached::Approved, registration.map(|registration| registration.due))
                }
                State::UnderReview(review) => (Reached::Review, Some(review.due)),
                State::Draft(_) | State::Discarded { .. } | State::Lapsed(_) => (Reached::Draft, None),
                State::Submitted(_) | State::Returned(_) | State::Rejected(_) => (Reached::Nothing, None),
            },
            Come::WithoutCategory(_) => (Reached::WithoutCategory, None),
            Come::ClosedWindow => (Reached::ClosedWindow, None),
            Come::Nowhere => (Reached::Nothing, None),
        };
        let category = match come {
            Come::Case(play, _) => {
                let derived = play.case().derived().map(|(_, category)| category.clone());
                derived.or_else(|| person.category.clone())
            }
            Come::WithoutCategory(id) => Some(id.clone()),
            Come::ClosedWindow | Come::Nowhere => None,
        };
        Self { category, reached, due }
    }
}
