//! The step-up: a code that is sent to the candidate's telephone.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// How somebody shows that the telephone of their account is in their hands (S1-50). The source names no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// How many digits a code has.
    pub code_digits: u8,
    /// For how many minutes it is good.
    pub valid_minutes: u16,
    /// How often a code may be entered wrongly.
    pub tries: u8,
    /// How many codes are sent to one telephone on one day.
    pub codes_a_day: u8,
    /// How many seconds lie between two codes at least.
    pub seconds_between: u16,
    /// For how many minutes a verified session may file.
    pub holds_minutes: u16,
}

impl Verification {
    /// Returns for how long a code is good.
    pub fn valid(self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.valid_minutes))
    }

    /// Returns the time between two codes.
    pub fn between(self) -> TimeDelta {
        TimeDelta::seconds(i64::from(self.seconds_between))
    }

    /// Returns for how long a verified session may file.
    pub fn holds(self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.holds_minutes))
    }
}
