//! What is assumed of people, registers and the office. How often something happens is said in times of a thousand.

/// What a rehearsal plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How many people there are.
    pub people: u32,
    /// What all chance follows from.
    pub seed: u64,
    /// How many reviewers there are. Without this, as many as keep every duty.
    pub reviewers: Option<u32>,
    /// How candidates behave.
    pub habits: Habits,
    /// What registers answer.
    pub registers: Rates,
    /// How reviewers work.
    pub desk: Desk,
}

/// How candidates behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Habits {
    /// Open a case and never file it.
    pub never_file: u16,
    /// Come to file when the window has closed, within the hour.
    pub file_too_late: u16,
    /// Of the others: file at any instant of the window. The rest comes the more densely, the nearer the closing is.
    pub file_at_any_time: u16,
    /// Do not correct what was returned.
    pub never_correct: u16,
    /// Come to correct when the supplement has closed, within the hour.
    pub correct_too_late: u16,
}

/// What each register that is asked answers about somebody. Otherwise it agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// It disagrees in one field.
    pub differ: u16,
    /// It has nobody like that.
    pub have_nobody: u16,
    /// It cannot be asked.
    pub are_silent: u16,
}

/// How reviewers work: every day, since the clocks go on at weekends as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Desk {
    /// The hour at which they begin.
    pub from: u8,
    /// The hour at which they end, after that.
    pub until: u8,
    /// How many minutes a case takes. Nobody begins one that would not end on the same day.
    pub minutes: u16,
    /// How many minutes it takes to set 待支付 for somebody who was approved in seconds.
    pub minutes_to_set: u16,
    /// How many cases they find something wrong with: these are returned.
    pub wrong: u16,
    /// How many corrections they still find something wrong with: these are rejected, or returned if there is a round left.
    pub still_wrong: u16,
}

impl Plan {
    /// Returns what is assumed where nothing else is said.
    pub const fn new(people: u32, seed: u64) -> Self {
        Self {
            people,
            seed,
            reviewers: None,
            habits: Habits {
                never_file: 30,
                file_too_late: 5,
                file_at_any_time: 500,
                never_correct: 30,
                correct_too_late: 10,
            },
            registers: Rates { differ: 40, have_nobody: 30, are_silent: 10 },
            desk: Desk { from: 9, until: 17, minutes: 6, minutes_to_set: 1, wrong: 180, still_wrong: 200 },
        }
    }
}
