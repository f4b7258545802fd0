//! The step-up: the codes that are sent to one telephone, and what is entered of them (S1-50).
//!
//! A code itself never comes in here. What does is its digest, and whether what somebody has entered fits to it.

use crate::{
    Rejection,
    actor::Actor,
    calendar,
    digest::Digest,
    id::{AccountId, CommandId, SessionId},
    instant::{self, Cutoff},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

mod captcha;
mod enter;
mod send;

pub use captcha::{ANSWERS_MAX, Spent};
pub use enter::{Entered, Verified};
pub use send::NewCode;

/// What is known about one telephone: which codes were sent to it, and which captchas were answered for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// Oldest first. The last one is the one that can be entered.
    sendings: Vec<Sending>,
    /// Captchas that have been answered and could be answered again.
    spent: Vec<Spent>,
}

/// One code, from when its sending was reserved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sending {
    /// The attempt that it came of, so that its repeat is recognised.
    pub attempt: CommandId,
    /// The session that asked for it, which alone can enter it.
    pub session: SessionId,
    /// Keyed and bound to telephone and session: nobody can work the code out of it.
    pub digest: Digest,
    /// When it was reserved.
    #[serde(with = "crate::text::instant")]
    pub at: DateTime<Utc>,
    /// Until when it can be entered.
    pub good: Cutoff,
    /// From when on another one can be asked for.
    #[serde(with = "crate::text::instant")]
    pub again: DateTime<Utc>,
    /// How often it may still be entered wrongly.
    pub tries_left: u8,
    /// For how many minutes the session may file once it was entered.
    pub holds_minutes: u16,
    /// Whether it certainly went out. Until then it counts only as long as it can be entered, and is free again
    /// afterwards: whoever was to settle it was cut off, or was not told.
    pub is_settled: bool,
    /// When it was entered rightly, if it was.
    #[serde(with = "crate::text::instant_or_none")]
    pub entered: Option<DateTime<Utc>>,
}

/// Why a code is not sent, or what was entered is not looked at. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The code before was sent a moment ago.
    #[error("another code can be sent from {again} on")]
    TooSoon {
        /// The first instant at which one can be asked for.
        again: DateTime<Utc>,
    },
    /// So many codes have been sent today.
    #[error("the codes of the day are used up until {again}")]
    QuotaUsedUp {
        /// The first instant at which one can be asked for.
        again: DateTime<Utc>,
    },
    /// The captcha was answered before.
    #[error("the captcha has been answered already")]
    CaptchaSpent,
    /// Too many captchas were answered in a short time.
    #[error("too many captchas have been answered until {again}")]
    CaptchasUsedUp {
        /// The first instant at which one can be answered.
        again: DateTime<Utc>,
    },
    /// No code was sent for this session, or it has been entered.
    #[error("no code is pending")]
    NoCode,
    /// The code is too old.
    #[error("the code has expired")]
    Expired,
    /// It was entered wrongly too often.
    #[error("the tries of the code are used up")]
    TriesUsedUp,
}

/// Returns whose telephone is to be verified.
///
/// # Errors
///
/// Returns the reason why not: only candidates file, which is what the step-up is for.
pub const fn permit(actor: &Actor) -> Result<AccountId, Rejection> {
    match actor {
        Actor::Candidate(id) => Ok(*id),
        Actor::Staff { .. } | Actor::Portal | Actor::System | Actor::Operator => Err(Rejection::NotPermitted),
    }
}

impl Codes {
    /// Tells whether something in here came of this attempt.
    pub fn bears(&self, attempt: CommandId) -> bool {
        self.sent_by(attempt).is_some()
    }

    /// Returns the code that came of this attempt, if there is one.
    pub fn sent_by(&self, attempt: CommandId) -> Option<&Sending> {
        self.sendings.iter().find(|sending| sending.attempt == attempt)
    }

    /// Returns the first instant at which nothing in here matters any more.
    pub fn over(&self) -> Option<DateTime<Utc>> {
        let sendings = self.sendings.iter().map(Sending::over);
        sendings.chain(self.spent.iter().map(|spent| spent.until.too_late)).max()
    }

    /// Returns this without what does not matter any more.
    fn pruned(&self, now: DateTime<Utc>) -> Self {
        let sendings = self.sendings.iter().filter(|sending| now < sending.over());
        let spent = self.spent.iter().filter(|spent| spent.until.is_open(now));
        Self { sendings: sendings.cloned().collect(), spent: spent.copied().collect() }
    }

    /// Returns `now`, but never an instant before the last code.
    fn clamp(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let last = self.sendings.last().map_or(now, |last| last.entered.unwrap_or(last.at));
        instant::not_before(now, last)
    }
}

impl Sending {
    /// It counts on its day, can be entered, and keeps the next one waiting.
    fn over(&self) -> DateTime<Utc> {
        let day = calendar::end_of(calendar::date_at(self.at));
        day.max(self.good.too_late).max(self.again)
    }

    /// Whether it takes one of the codes of the day.
    fn counts(&self, now: DateTime<Utc>) -> bool {
        let is_of_today = calendar::date_at(self.at) == calendar::date_at(now);
        is_of_today && (self.is_settled || self.good.is_open(now))
    }
}

#[cfg(test)]
mod tests;
