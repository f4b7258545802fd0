//! Captchas: each is answered once, rightly or wrongly.

use super::{Codes, Refused};
use crate::instant::Cutoff;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Nobody needs more within the minutes for which one is good, and whoever guesses gets no further.
pub const ANSWERS_MAX: usize = 16;

/// A captcha that was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spent {
    /// Its number, which was drawn.
    pub id: u128,
    /// Until when it would be good. It is forgotten afterwards.
    pub until: Cutoff,
}

impl Codes {
    /// Notes that a captcha was answered.
    ///
    /// # Errors
    ///
    /// Returns the reason if it was answered before, or if too many were.
    pub fn spend(&self, captcha: Spent, now: DateTime<Utc>) -> Result<Self, Refused> {
        let mut codes = self.pruned(self.clamp(now));
        if codes.spent.iter().any(|spent| spent.id == captcha.id) {
            return Err(Refused::CaptchaSpent);
        }
        if ANSWERS_MAX <= codes.spent.len() {
            let again = codes.spent.iter().map(|spent| spent.until.too_late).min().unwrap_or(now);
            return Err(Refused::CaptchasUsedUp { again });
        }
        codes.spent.push(captcha);
        Ok(codes)
    }
}
