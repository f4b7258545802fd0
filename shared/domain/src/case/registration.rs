//! The registration on the examination site, beside the case: an approved case is not a paid registration, and what the
//! site says is read from it and never assumed.

use super::{Case, Event, State, UnderReview};
use crate::{
    Rejection,
    check::{Answer, Register},
    instant::Cutoff,
    policy::Policy,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What the examination site says about a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SiteStatus {
    /// 待审核: it cannot be paid (S1-78).
    AwaitingReview,
    /// 待支付: it can be paid (S1-79).
    AwaitingPayment,
    /// 已支付: it is complete (S1-80).
    Paid,
}

impl SiteStatus {
    const ALL: [Self; 3] = [Self::AwaitingReview, Self::AwaitingPayment, Self::Paid];

    /// Returns the name of the status over HTTP and in the register's entries.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AwaitingReview => "awaiting-review",
            Self::AwaitingPayment => "awaiting-payment",
            Self::Paid => "paid",
        }
    }

    /// Returns the site's own word for it, and what that means in English.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::AwaitingReview => ("待审核", "Awaiting review"),
            Self::AwaitingPayment => ("待支付", "Awaiting payment"),
            Self::Paid => ("已支付", "Paid"),
        }
    }

    /// Reads the status from what the site has answered, if it has one.
    pub fn of(answer: &Answer) -> Option<Self> {
        let Answer::Found(entry) = answer else { return None };
        let status = entry.get(&"status".parse().ok()?)?.text()?;
        Self::ALL.into_iter().find(|known| known.name() == status)
    }
}

/// The registration of an approved case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// What the site has said last. Until it has been asked, it is what the site says of everybody.
    pub status: SiteStatus,
    /// The end of the office's duty to have it set to 待支付. It refuses nothing.
    pub due: Cutoff,
    /// Whether the duty has been escalated.
    pub escalated: bool,
    /// From when on the site takes no payment, if the policy says so.
    pub pay_before: Option<Cutoff>,
}

impl Registration {
    /// Returns the registration of a case that is approved at `approved`, if its programme has one.
    pub(super) fn of(policy: &Policy, approved: DateTime<Utc>) -> Option<Self> {
        let due = policy.registration()?.due(approved);
        Some(Self { status: SiteStatus::AwaitingReview, due, escalated: false, pay_before: None })
    }

    /// As [`Registration::of`], for a case that a person has looked at. The source knows an end of paying for those alone who
    /// have corrected (S1-73, S1-81).
    pub(super) fn after(review: &UnderReview, policy: &Policy, approved: DateTime<Utc>) -> Option<Self> {
        let registration = Self::of(policy, approved)?;
        if review.corrections == 0 {
            return Some(registration);
        }
        let clocks = policy.registration()?;
        let moved = review.due.too_late - policy.supplement().reviewed.too_late;
        Some(Self {
            due: clocks.due_after_correction(approved, moved),
            pay_before: Self::pay_before(policy, review.due),
            ..registration
        })
    }

    /// Returns the end of paying for whoever has corrected, if the second review was due at `reviewed`: with a closing that was
    /// moved, it moves as well.
    pub(super) fn pay_before(policy: &Policy, reviewed: Cutoff) -> Option<Cutoff> {
        let moved = reviewed.too_late - policy.supplement().reviewed.too_late;
        Some(policy.registration()?.after_correction.paid.later_by(moved))
    }

    /// Tells whether the office has still to do its part.
    pub const fn is_open(&self) -> bool {
        matches!(self.status, SiteStatus::AwaitingReview)
    }
}

impl Case {
    /// Returns the registration on the examination site, if it has come to that.
    pub const fn registration(&self) -> Option<&Registration> {
        match &self.state {
            State::Approved(approved) => approved.registration.as_ref(),
            State::Draft(_)
            | State::Discarded { .. }
            | State::Submitted(_)
            | State::UnderReview(_)
            | State::Returned(_)
            | State::Rejected(_)
            | State::Lapsed(_) => None,
        }
    }

    /// The register that says where the registration is.
    pub const SITE: Register = Register::ExaminationSite;
}

/// Records what the site says now.
pub(super) fn read(case: &Case, status: SiteStatus) -> Result<Vec<Event>, Rejection> {
    let registration = case.registration().ok_or(Rejection::NoRegistration)?;
    if registration.status == status { Ok(vec![]) } else { Ok(vec![Event::RegistrationRead { status }]) }
}

/// Notes that the office's duty has ended, once.
pub(super) fn elapse(registration: &Registration, now: DateTime<Utc>) -> Vec<Event> {
    if registration.escalated || !registration.is_open() || registration.due.is_open(now) {
        return vec![];
    }
    vec![Event::Escalated { due: registration.due.too_late }]
}
