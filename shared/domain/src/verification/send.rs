//! Sending a code: reserved before the gateway is asked, settled by its answer, free again if there is none.

use super::{Codes, Refused, Sending};
use crate::{
    calendar,
    digest::Digest,
    id::{CommandId, SessionId},
    instant::Cutoff,
    policy::Verification,
};
use chrono::{DateTime, Utc};

/// A code that is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewCode {
    /// The attempt that it comes of.
    pub attempt: CommandId,
    /// The session that asks for it.
    pub session: SessionId,
    /// Its digest, keyed and bound to telephone and session.
    pub digest: Digest,
}

impl Codes {
    /// Decides whether a code can be sent now.
    ///
    /// # Errors
    ///
    /// Returns the reason why not, and from when on it is possible.
    pub fn may_send(&self, rules: Verification, now: DateTime<Utc>) -> Result<(), Refused> {
        let now = self.clamp(now);
        let wait = self.sendings.iter().map(|sending| sending.again).max();
        let counted = || self.sendings.iter().filter(|sending| sending.counts(now));
        if usize::from(rules.codes_a_day) <= counted().count() {
            // What is not settled may become free earlier than the day ends.
            let open = counted().filter(|sending| !sending.is_settled).map(|sending| sending.good.too_late);
            let day = calendar::end_of(calendar::date_at(now));
            let again = open.fold(day, DateTime::min).max(wait.unwrap_or(now));
            return Err(Refused::QuotaUsedUp { again });
        }
        match wait {
            Some(again) if now < again => Err(Refused::TooSoon { again }),
            Some(_) | None => Ok(()),
        }
    }

    /// Reserves a code, before the gateway is asked. It takes the place of any code before.
    ///
    /// # Errors
    ///
    /// Returns the reason why none can be sent now.
    pub fn reserve(&self, new: NewCode, rules: Verification, now: DateTime<Utc>) -> Result<Self, Refused> {
        self.may_send(rules, now)?;
        let now = self.clamp(now);
        let mut codes = self.pruned(now);
        codes.sendings.push(Sending {
            attempt: new.attempt,
            session: new.session,
            digest: new.digest,
            at: now,
            good: Cutoff { too_late: now + rules.valid() },
            again: now + rules.between(),
            tries_left: rules.tries,
            holds_minutes: rules.holds_minutes,
            is_settled: false,
            entered: None,
        });
        Ok(codes)
    }

    /// Notes that the gateway has taken the code of `attempt`. Whatever the clock says by now, it was sent.
    #[must_use]
    pub fn sent(&self, attempt: CommandId) -> Self {
        let mut codes = self.clone();
        for sending in codes.sendings.iter_mut().filter(|sending| sending.attempt == attempt) {
            sending.is_settled = true;
        }
        codes
    }

    /// Notes that the code of `attempt` has certainly not been sent: it takes none of the codes of the day and keeps nobody
    /// waiting, and the code before can be entered again.
    #[must_use]
    pub fn not_sent(&self, attempt: CommandId) -> Self {
        let mut codes = self.clone();
        codes.sendings.retain(|sending| sending.attempt != attempt || sending.is_settled);
        codes
    }
}
