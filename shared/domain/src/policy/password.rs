//! Logging in by the number of one's document and a password.

use super::Text;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// How candidates log in by number and password (S4-09, S4-10), where a policy lets them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordLogin {
    /// What the password is until its person has set one.
    pub first: FirstPassword,
    /// Whether the first password is the same in capitals. In one that its person has set, every character counts.
    pub letter_case: LetterCase,
    /// How many characters a password has at least.
    pub characters_min: u8,
    /// How often wrong ones can be tried.
    pub tries: Tries,
    /// Whom somebody can ask who does not get in.
    pub contact: Text,
}

/// The first password of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FirstPassword {
    /// The e-mail address of their registration.
    RegisteredEmail,
}

/// Whether capitals and small letters are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LetterCase {
    /// They are.
    Ignored,
    /// They are not.
    Counts,
}

/// So many tries within so many minutes. They come back one by one, each after its part of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tries {
    /// How many there are at most.
    pub max: u8,
    /// Within how many minutes all of them come back.
    pub minutes: u16,
}

impl Tries {
    /// Returns after how long one try comes back.
    pub fn each(self) -> TimeDelta {
        // Whole milliseconds, as instants are kept.
        TimeDelta::milliseconds(i64::from(self.minutes) * 60_000 / i64::from(self.max.max(1)))
    }

    /// Returns after how many minutes one try has certainly come back.
    pub fn minutes_each(self) -> u16 {
        self.minutes.div_ceil(u16::from(self.max.max(1)))
    }
}
