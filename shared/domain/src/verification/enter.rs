//! Entering a code.

use super::{Codes, Refused, Sending};
use crate::{digest::Digest, id::SessionId, instant::Cutoff};
use chrono::{DateTime, TimeDelta, Utc};

/// A telephone that was shown to be in somebody's hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// When the code was entered.
    pub at: DateTime<Utc>,
    /// Until when that counts.
    pub until: Cutoff,
}

/// What came of entering a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    /// It is the right one.
    Right {
        /// What is known from now on.
        codes: Codes,
        /// What it shows.
        verified: Verified,
    },
    /// It is not, and that is noted.
    Wrong {
        /// What is known from now on.
        codes: Codes,
        /// How often it may still be tried.
        tries_left: u8,
    },
}

impl Codes {
    /// Enters a code in `session`. `fits` tells whether the code that was entered fits to a digest.
    ///
    /// # Errors
    ///
    /// Returns the reason if there is nothing to enter, or not any more: then the code is not looked at.
    pub fn enter(
        &self,
        session: SessionId,
        fits: impl FnOnce(&Digest) -> bool,
        now: DateTime<Utc>,
    ) -> Result<Entered, Refused> {
        let now = self.clamp(now);
        let mut codes = self.clone();
        let last = codes.sendings.last_mut().filter(|last| last.session == session).ok_or(Refused::NoCode)?;
        if let Some(at) = last.entered {
            // A repeat is answered as the first time. Anything else is not about this code any more.
            let verified = last.verified(at);
            return if fits(&last.digest) {
                Ok(Entered::Right { codes, verified })
            } else {
                Err(Refused::NoCode)
            };
        }
        if !last.good.is_open(now) {
            return Err(Refused::Expired);
        }
        if last.tries_left == 0 {
            return Err(Refused::TriesUsedUp);
        }
        if !fits(&last.digest) {
            last.tries_left = last.tries_left.saturating_sub(1);
            let tries_left = last.tries_left;
            return Ok(Entered::Wrong { codes, tries_left });
        }
        last.entered = Some(now);
        // Whoever has it got it, whatever the gateway has answered.
        last.is_settled = true;
        let verified = last.verified(now);
        Ok(Entered::Right { codes, verified })
    }
}

impl Sending {
    fn verified(&self, at: DateTime<Utc>) -> Verified {
        let holds = TimeDelta::minutes(i64::from(self.holds_minutes));
        Verified { at, until: Cutoff { too_late: at + holds } }
    }
}
