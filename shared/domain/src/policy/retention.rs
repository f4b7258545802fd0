//! How long what is known of people is kept: no longer than its purpose needs (Personal Information Protection Law, article 19).
//! No source names a number.

use super::Policy;
use crate::calendar;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How long cases are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// For so many civil days after it is over, weekends and holidays not excepted.
    pub case_days: u16,
}

impl Policy {
    /// Returns the instant from which on a case is erased that was over at `over`, where the policy says for how long it is kept.
    /// That is never before the window has been closed for as long, since whose case is gone could open another one.
    pub fn case_erased_from(&self, over: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let over = over.max(self.closes().too_late);
        Some(calendar::end_of_days_after(over, self.retention()?.case_days))
    }

    /// Returns the instant from which on imported registrations are erased, where the policy says for how long they are kept.
    pub fn registrations_erased_from(&self) -> Option<DateTime<Utc>> {
        let days = self.derivation()?.registration_days?;
        Some(calendar::end_of_days_after(self.closes().too_late, days))
    }
}
