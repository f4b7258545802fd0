//! Review by a person: pass, return for correction, reject; and the correction itself.

use super::{About, Case, Draft, Event, Filing, Form, Objections, Registration, State, submission};
use crate::{Rejection, calendar, id::AccountId, instant::Cutoff, policy::Policy, slug::RuleId};
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
    pub objections: Objections,
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
    /// The registration on the examination site, if the programme has one.
    pub registration: Option<Registration>,
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
    pub objections: Objections,
}

pub(super) fn pass(case: &Case, policy: &Policy, now: DateTime<Utc>) -> Result<Vec<Event>, Rejection> {
    let review = to_decide(case)?;
    Ok(vec![Event::Passed { registration: Registration::after(review, policy, now) }])
}

pub(super) fn give_back(
    case: &Case,
    objections: &Objections,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Rejection> {
    let review = to_decide(case)?;
    let supplement = policy.supplement();
    if supplement.rounds <= review.corrections {
        return Err(Rejection::NoRoundLeft);
    }
    let correction = supplement.of(now, review.due);
    objections.check(case, policy)?;
    let closes = calendar::words(correction.closes.too_late);
    let message = About::Returned.called_for(&review.filing.telephone, &closes, policy);
    let (closes, reviewed) = (correction.closes, correction.reviewed);
    let returned = Event::Returned { objections: objections.clone(), closes, reviewed };
    Ok(std::iter::once(returned).chain(message).collect())
}

pub(super) fn reject(case: &Case, objections: &Objections, policy: &Policy) -> Result<Vec<Event>, Rejection> {
    let review = to_decide(case)?;
    if review.corrections < policy.supplement().rounds {
        return Err(Rejection::NotCorrectedYet);
    }
    objections.check(case, policy)?;
    let reasons = objections.in_words(policy);
    let message = About::Rejected.called_for(&review.filing.telephone, &reasons, policy);
    Ok(std::iter::once(Event::Rejected { objections: objections.clone() }).chain(message).collect())
}

pub(super) fn correct(
    case: &Case,
    form: &Form,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Rejection> {
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
    form.check_identity(case, policy)?;
    let category = Some(returned.filing.category.clone());
    let draft = Draft { category, form: form.clone(), ..Draft::default() };
    let filing = submission::filed(&draft, Vec::new(), case, policy)?;
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
