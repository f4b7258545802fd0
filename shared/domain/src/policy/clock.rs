//! The clocks of a season: an office's duties, and a person's time to correct.

use super::Text;
use crate::instant::Cutoff;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// A number of hours on the clock, weekends and holidays not excepted. Working days are something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Hours(u16);

/// The number is no sensible number of hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number of hours from 1 to {max}", max = Hours::MAX)]
pub struct InvalidHours;

impl Hours {
    /// Ninety days: longer than any season.
    pub const MAX: u16 = 90 * 24;

    /// Returns the first instant that is too late for what begins at `start` and may take these hours: their last
    /// instant is in time (以内).
    pub fn after(self, start: DateTime<Utc>) -> Cutoff {
        let span = TimeDelta::hours(i64::from(self.0)) + TimeDelta::milliseconds(1);
        Cutoff { too_late: start.checked_add_signed(span).unwrap_or(DateTime::<Utc>::MAX_UTC) }
    }
}

impl Hours {
    /// Returns the instant that lies so long before `cutoff`.
    pub fn before(self, cutoff: Cutoff) -> DateTime<Utc> {
        let span = TimeDelta::hours(i64::from(self.0));
        cutoff.too_late.checked_sub_signed(span).unwrap_or(DateTime::<Utc>::MIN_UTC)
    }
}

impl TryFrom<u16> for Hours {
    type Error = InvalidHours;

    fn try_from(hours: u16) -> Result<Self, InvalidHours> {
        if (1..=Self::MAX).contains(&hours) { Ok(Self(hours)) } else { Err(InvalidHours) }
    }
}

impl From<Hours> for u16 {
    fn from(hours: Hours) -> Self {
        hours.0
    }
}

/// The office's duty to review what a person has to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The clock starts now or with the submission, whichever is later (S1-63, S1-F02).
    #[serde(with = "crate::text::instant")]
    pub starts: DateTime<Utc>,
    /// How long the review may take (S1-68).
    pub within: Hours,
}

impl Review {
    /// Returns the end of the duty to review what was submitted at `submitted`.
    pub fn due(&self, submitted: DateTime<Utc>) -> Cutoff {
        self.within.after(submitted.max(self.starts))
    }
}

/// A person's time to supplement and correct what was returned, and the office's to review it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    /// From when on a correction is refused (S1-71).
    pub closes: Cutoff,
    /// The end of the duty to review corrections (S1-72).
    pub reviewed: Cutoff,
    /// How often a case can be returned.
    pub rounds: u8,
    /// What a person has left at least if the office returned the case late, or after the closing.
    pub after_late_return: Hours,
}

/// When a returned case closes, and by when its correction is to be reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Correction {
    /// From when on a correction is refused.
    pub closes: Cutoff,
    /// The end of the duty to review it.
    pub reviewed: Cutoff,
}

impl Supplement {
    /// Returns the clocks of a case that is returned at `returned`, whose review was due at `due`.
    ///
    /// Nobody pays for an office's lateness: after a late return, or one that only comes when the supplement has closed,
    /// the person has the policy's hours at least, and what follows the closing moves with it.
    pub fn of(&self, returned: DateTime<Utc>, due: Cutoff) -> Correction {
        let moved = if due.is_open(returned) && self.closes.is_open(returned) {
            self.closes
        } else {
            self.closes.max(self.after_late_return.after(returned))
        };
        let reviewed = self.reviewed.later_by(moved.too_late - self.closes.too_late);
        Correction { closes: moved, reviewed }
    }
}

/// The office's duty to tell the examination site that a case is approved, and the person's to pay there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// The clock starts now or with the approval, whichever is later (S1-62, S1-63).
    #[serde(with = "crate::text::instant")]
    pub starts: DateTime<Utc>,
    /// How long setting 待支付 may take (S1-64).
    pub within: Hours,
    /// Until when a candidate whose registration is stuck is to call (S1-67).
    pub contact: Cutoff,
    /// What a candidate reads whose registration is still 待审核 when the office's time is over (S1-66).
    pub late: Text,
    /// What else holds for a case that was approved after a correction.
    pub after_correction: AfterCorrection,
}

/// The clocks of a registration whose case was approved after a correction. Both move with a closing that was moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AfterCorrection {
    /// The end of the duty to set 待支付, if the hours end later: the person is to pay the same day (S1-72).
    pub set: Cutoff,
    /// Until when the person is to pay (S1-73), and can call if they cannot.
    pub paid: Cutoff,
    /// What they read if the registration is still 待审核 when the office's time is over.
    pub late: Text,
}

impl Registration {
    /// Returns the end of the duty to set 待支付 for what was approved at `approved`.
    pub fn due(&self, approved: DateTime<Utc>) -> Cutoff {
        self.within.after(approved.max(self.starts))
    }

    /// As [`Registration::due`], for what was approved after a correction whose closing had been moved by so much.
    pub fn due_after_correction(&self, approved: DateTime<Utc>, moved: TimeDelta) -> Cutoff {
        self.due(approved).min(self.after_correction.set.later_by(moved))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instant::parse;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn at(text: &str) -> DateTime<Utc> {
        parse(&format!("2027-04-{text}+08:00")).unwrap()
    }

    fn cutoff(text: &str) -> Cutoff {
        Cutoff { too_late: at(text) }
    }

    fn review() -> Review {
        Review { starts: at("15T09:00:00"), within: Hours::try_from(48).unwrap() }
    }

    fn supplement() -> Supplement {
        Supplement {
            closes: cutoff("19T15:00:00"),
            reviewed: cutoff("19T18:00:00"),
            rounds: 1,
            after_late_return: Hours::try_from(24).unwrap(),
        }
    }

    #[test]
    fn what_is_submitted_before_the_clock_starts_counts_from_its_start() {
        let due = cutoff("17T09:00:00.001");
        assert_eq!(review().due(at("13T20:00:00")), due);
        assert_eq!(review().due(at("15T08:59:59.999")), due);
        assert_eq!(review().due(at("15T09:00:00")), due);
        assert_eq!(review().due(at("15T09:00:00.001")), cutoff("17T09:00:00.002"));
    }

    #[test]
    fn the_last_instant_of_the_hours_is_in_time_and_the_next_millisecond_is_late() {
        let due = review().due(at("16T10:00:00"));
        assert!(due.is_open(at("18T10:00:00")));
        assert!(!due.is_open(at("18T10:00:00.001")));
    }

    #[test]
    fn a_return_in_time_leaves_the_closing_where_it_is() {
        let due = cutoff("19T14:00:00");
        let correction = supplement().of(at("19T13:59:59.999"), due);
        let expected = Correction { closes: cutoff("19T15:00:00"), reviewed: cutoff("19T18:00:00") };
        assert_eq!(correction, expected);
    }

    #[test]
    fn a_late_return_moves_the_closing_and_the_second_review_with_it() {
        let due = cutoff("19T14:00:00");
        let correction = supplement().of(at("19T14:00:00"), due);
        let expected = Correction { closes: cutoff("20T14:00:00.001"), reviewed: cutoff("20T17:00:00.001") };
        assert_eq!(correction, expected);
    }

    #[test]
    fn a_return_after_the_closing_leaves_time_although_the_office_was_not_late() {
        let due = cutoff("19T20:00:00");
        assert_eq!(supplement().of(at("19T14:59:59.999"), due).closes, cutoff("19T15:00:00"));
        assert_eq!(supplement().of(at("19T15:00:00"), due).closes, cutoff("20T15:00:00.001"));
    }

    #[test]
    fn a_late_return_with_time_enough_moves_nothing() {
        let correction = supplement().of(at("17T20:00:00"), cutoff("17T09:00:00"));
        assert_eq!(correction.closes, cutoff("19T15:00:00"));
    }

    #[test]
    fn hours_are_between_one_and_a_season() {
        for (hours, is_right) in [(0, false), (1, true), (Hours::MAX, true), (Hours::MAX + 1, false)] {
            assert_eq!(Hours::try_from(hours).is_ok(), is_right, "{hours}");
        }
    }
}
