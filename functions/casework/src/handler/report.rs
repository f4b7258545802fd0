//! What became of the cases of a season that were to be moved. Cases are named by their ids alone.

use domain::case::Hindrance;
use domain::instant;
use edge::cases;
use serde::Serialize;
use store::RecordId;

/// What became of them, of those that this call has come to.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Report {
    /// Whether nothing was written.
    dry_run: bool,
    /// Cases that would be moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    would_move: Option<usize>,
    /// Cases that were moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<usize>,
    /// Cases that are pinned to the new policy already.
    already_there: usize,
    /// Cases that are pinned to a third one.
    elsewhere: usize,
    /// Cases that are decided, have lapsed, or were given up.
    over: usize,
    /// Cases that stay, since their candidates would lose by it, or since something is under way.
    refused: usize,
    /// Cases of which it is not known what has become.
    failed: usize,
    /// Which stay, and everything that stands against each, of the first of them.
    refusals: Vec<Refusal>,
    /// Which have failed, of the first of them.
    failures: Vec<Failure>,
    /// The last case that was come to, if there are more.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    /// Call again with `after`: the time was spent before all were come to.
    more: bool,
}

#[derive(Debug, Serialize)]
struct Refusal {
    case: String,
    reasons: Vec<Reason>,
}

/// One thing that stands against moving a case.
#[derive(Debug, Serialize)]
pub(super) struct Reason {
    code: &'static str,
    /// A key of the policy's file, or with a stroke before it a field of the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The first instant that is too late now.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    /// The one that would be.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
}

#[derive(Debug, Serialize)]
struct Failure {
    case: String,
    code: &'static str,
}

/// What became of a case.
#[derive(Debug)]
pub(super) enum Outcome {
    Moved,
    AlreadyThere,
    Elsewhere,
    Over,
    Refused(Vec<Reason>),
}

impl Report {
    /// Returns the numbers of a call that has written, by name.
    pub(super) fn counts(&self) -> Vec<(&'static str, usize)> {
        let (moved, refused) = (self.moved.unwrap_or_default(), self.refused);
        vec![("moved", moved), ("refused", refused), ("failed", self.failed)]
    }

    /// Whoever has read this many knows what is wrong with the policy.
    const LISTED_MAX: usize = 100;

    pub(super) fn of_a_trial() -> Self {
        Self { dry_run: true, would_move: Some(0), ..Self::default() }
    }

    pub(super) fn of_moves() -> Self {
        Self { moved: Some(0), ..Self::default() }
    }

    pub(super) fn count(&mut self, id: RecordId, outcome: Outcome) {
        match outcome {
            Outcome::Moved => {
                let counters = [&mut self.would_move, &mut self.moved].into_iter();
                counters.flatten().for_each(|counter| *counter += 1);
            }
            Outcome::AlreadyThere => self.already_there += 1,
            Outcome::Elsewhere => self.elsewhere += 1,
            Outcome::Over => self.over += 1,
            Outcome::Refused(reasons) => {
                self.refused += 1;
                if self.refusals.len() < Self::LISTED_MAX {
                    self.refusals.push(Refusal { case: cases::case_id(id).to_string(), reasons });
                }
            }
        }
    }

    pub(super) fn fail(&mut self, id: RecordId, code: &'static str) {
        self.failed += 1;
        if self.failures.len() < Self::LISTED_MAX {
            self.failures.push(Failure { case: cases::case_id(id).to_string(), code });
        }
    }

    pub(super) fn stop_after(&mut self, id: RecordId) {
        self.after = Some(cases::case_id(id).to_string());
        self.more = true;
    }
}

impl Reason {
    /// Something is under way, and over by itself in a moment.
    pub(super) const fn passing(code: &'static str) -> Self {
        Self { code, field: None, from: None, to: None }
    }
}

impl From<&Hindrance> for Reason {
    fn from(hindrance: &Hindrance) -> Self {
        let (from, to) = match hindrance {
            Hindrance::EarlierCutoff { what: _, from, to } => {
                (from.map(|cutoff| cutoff.too_late), Some(to.too_late))
            }
            Hindrance::WindowNotOpen { opens } => (None, Some(*opens)),
            Hindrance::TooOften
            | Hindrance::MessageUnderWay
            | Hindrance::FewerRounds
            | Hindrance::FewerHours
            | Hindrance::RegistrationGone
            | Hindrance::CategoryGone
            | Hindrance::CategoryDerivedOtherwise
            | Hindrance::MaterialMissing(_)
            | Hindrance::Unconfirmed(_)
            | Hindrance::FormInvalid(_) => (None, None),
        };
        let (from, to) = (from.map(instant::format), to.map(instant::format));
        Self { code: hindrance.code(), field: Some(hindrance.field()), from, to }
    }
}
