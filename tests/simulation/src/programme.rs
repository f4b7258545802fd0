//! The two programmes that are played, and all that differs between them.

use chrono::TimeDelta;

/// Which programme a run plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Programme {
    /// Candidates choose their category, registers are asked, telephones verified and messages sent.
    Choosing,
    /// Categories follow from the roster that the office imports, and a person decides.
    Deriving,
}

impl Programme {
    /// Every third run derives: what only one of them has is mostly what is older.
    pub(crate) const fn of(seed: u64) -> Self {
        if seed % 3 == 2 { Self::Deriving } else { Self::Choosing }
    }

    pub(crate) const fn file(self) -> &'static [u8] {
        match self {
            Self::Choosing => kit::POLICY,
            Self::Deriving => kit::DERIVING.0,
        }
    }

    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Choosing => "shenzhen-interview",
            Self::Deriving => "wuhan-interview",
        }
    }

    /// Where the rosters of its season go.
    pub(crate) const fn rosters(self) -> Option<&'static str> {
        match self {
            Self::Choosing => None,
            Self::Deriving => Some("/internal/rosters/wuhan-interview/2027-autumn"),
        }
    }

    pub(crate) const fn region(self) -> &'static str {
        match self {
            Self::Choosing => "440300",
            Self::Deriving => "420100",
        }
    }

    pub(crate) const fn opens(self) -> &'static str {
        match self {
            Self::Choosing => "2027-04-12T01:00:00Z",
            Self::Deriving => "2027-11-08T01:00:00Z",
        }
    }

    /// When the clock of the review starts. Where that is at once, this is an instant as good as any.
    pub(crate) const fn review_starts(self) -> &'static str {
        match self {
            Self::Choosing => "2027-04-15T01:00:00Z",
            Self::Deriving => "2027-11-10T01:00:00Z",
        }
    }

    pub(crate) const fn closes(self) -> &'static str {
        match self {
            Self::Choosing => "2027-04-17T07:00:00Z",
            Self::Deriving => "2027-11-15T09:00:00Z",
        }
    }

    pub(crate) const fn supplement_closes(self) -> &'static str {
        match self {
            Self::Choosing => "2027-04-19T07:00:00Z",
            Self::Deriving => "2027-11-20T09:00:00Z",
        }
    }

    /// What the published policy gives to whoever is told late what is wrong.
    pub(crate) const fn after_late_return(self) -> TimeDelta {
        TimeDelta::hours(match self {
            Self::Choosing => 24,
            Self::Deriving => 48,
        })
    }

    /// How many pictures somebody hands in, more or less.
    pub(crate) const fn pictures(self) -> usize {
        match self {
            Self::Choosing => 3,
            Self::Deriving => 6,
        }
    }

    /// A reason for which a case is rejected.
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Self::Choosing => "conditions-not-met",
            Self::Deriving => "mismatch",
        }
    }
}
