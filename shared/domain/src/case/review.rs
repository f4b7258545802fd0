//! Review by a person: pass, return for correction, reject; and the correction itself.

use super::{Case, Draft, Event, Filing, Form, State};
use crate::{Rejection, id::AccountId, instant::Cutoff, note::Note, policy::Policy, slug::RuleId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A case that a person has to decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnderReview {
    /// What was filed, as corrected last.
    pub filing: Filing,
    /// How often it has been returned and corrected.
    pub corrections: u8,
    /// The end of the office's duty to decide. It refuses nothing.
    pub due: Cutoff,
    /// Whether the duty has been escalated.
    pub escalated: bool,
}

/// A case that its candidate is to correct.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returned {
    /// What was filed.
    pub filing: Filing,
    /// How often it had been corrected before.
    pub corrections: u8,
    /// What is wrong with it.
    pub note: Note,
    /// From when on a correction is refused.
    pub closes: Cutoff,
    /// The end of the office's duty to decide about the correction.
    pub reviewed: Cutoff,
}

/// A case that has been approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approved {
    /// What was approved.
    pub filing: Filing,
    /// When.
    #[serde(with = "crate::text::instant")]
    pub at: DateTime<Utc>,
    /// By whom or what.
    pub by: Approver,
}

/// Who or what has approved a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Approver {
    /// A rule, within seconds.
    Rule(RuleId),
    /// A reviewer.
    Reviewer(AccountId),
}

/// A case that has been rejected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rejected {
    /// What was rejected.
    pub filing: Filing,
    /// When.
    #[serde(with = "crate::text::instant")]
    pub at: DateTime<Utc>,
    /// By which reviewer.
    pub by: AccountId,
    /// Why.
    pub note: Note,
}

pub(super) fn pass(case: &Case) -> Result<Vec<Event>, Rejection> {
    let _review = to_decide(case)?;
    Ok(vec![Event::Passed])
}

pub(super) fn give_back(
    case: &Case,
    note: &Note,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Rejection> {
    let review = to_decide(case)?;
    let supplement = policy.supplement();
    if supplement.rounds <= review.corrections {
        return Err(Rejection::NoRoundLeft);
    }
    let correction = supplement.of(now, review.due);
    let note = note.clone();
    Ok(vec![Event::Returned { note, closes: correction.closes, reviewed: correction.reviewed }])
}

pub(super) fn reject(case: &Case, note: &Note, policy: &Policy) -> Result<Vec<Event>, Rejection> {
    let review = to_decide(case)?;
    if review.corrections < policy.supplement().rounds {
        return Err(Rejection::NotCorrectedYet);
    }
    Ok(vec![Event::Rejected { note: note.clone() }])
}

pub(super) fn correct(case: &Case, form: &Form, now: DateTime<Utc>) -> Result<Vec<Event>, Rejection> {
    let returned = match &case.state {
        State::Returned(returned) => returned,
        State::Approved(_) | State::Rejected(_) | State::Lapsed(_) => return Err(Rejection::AlreadyDecided),
        State::Draft(_) | State::Discarded { .. } | State::Submitted(_) | State::UnderReview(_) => {
            return Err(Rejection::NothingToCorrect);
        }
    };
    if !returned.closes.is_open(now) {
        return Err(Rejection::SupplementClosed { closed: returned.closes.too_late });
    }
    let category = Some(returned.filing.category.clone());
    let filing = Filing::try_from(&Draft { category, form: form.clone(), ..Draft::default() })
        .map_err(|missing| Rejection::Incomplete { missing })?;
    Ok(vec![Event::Corrected { filing }])
}

pub(super) fn to_decide(case: &Case) -> Result<&UnderReview, Rejection> {
    match &case.state {
        State::UnderReview(review) => Ok(review),
        State::Approved(_) | State::Rejected(_) | State::Lapsed(_) => Err(Rejection::AlreadyDecided),
        State::Draft(_) | State::Discarded { .. } | State::Submitted(_) | State::Returned(_) => {
            Err(Rejection::NotUnderReview)
        }
    }
}
