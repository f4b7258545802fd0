//! What there is to say about a policy file.

use chrono::{DateTime, Utc};
use std::fmt;

/// What there is to say about a policy file, in the order of its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    remarks: Vec<Remark>,
}

/// One thing that there is to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What it is.
    pub code: Code,
    /// Where in the file, counting from 1, if it is about a place.
    pub line: Option<usize>,
    /// From when on whoever files is concerned, if it is a matter of that.
    pub from: Option<DateTime<Utc>>,
    /// What is wrong, in plain words.
    pub sentence: String,
}

/// Whether a policy may be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It works, and perhaps not as it was meant.
    Warning,
    /// It is none, or something in it can never work.
    Error,
}

/// What a remark says, for programs. A name is never changed, and never used for something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// The file is no policy.
    InvalidPolicy,
    /// Whatever a register answers, the check is not passed.
    CheckNeverPassed,
    /// Whatever the checks come to, the rule does not hold.
    RuleNeverHolds,
    /// Whatever the checks come to, the rule holds.
    RuleAlwaysHolds,
    /// No picture keeps all limits.
    NoPictureFits,
    /// A telephone has to be verified, and no message brings a code.
    NoCodeMessage,
    /// The supplement does not close after the window.
    SupplementBeforeWindow,
    /// Who files late gets their case back when the supplement has closed (S1-F05).
    NoTimeToCorrect,
    /// The office's time to review corrections ends when they may still arrive.
    NoTimeToReview,
    /// The office's time to set 待支付 ends when nobody can be called any more (S1-F06).
    NoTimeToCall,
    /// The office's time to set 待支付 ends before its time to review corrections.
    SetBeforeReviewed,
    /// A clock starts before there is anything that it could be about.
    StartWithoutEffect,
    /// A reminder falls before whatever it reminds of can have begun.
    ReminderNeverSent,
    /// Nothing can be returned or rejected, for want of a reason.
    NoReturnReason,
    /// Two checks ask the same.
    SameCheck,
    /// Two rules hold of the same.
    SameRule,
    /// A rule comes to the same whatever a check in it comes to.
    CheckWithoutEffect,
    /// A rule speaks of too much for anybody to try everything out.
    RuleNotWeighed,
    /// For somebody who can be on the roster, no category is derived, and no reason for none.
    NoOutcome,
    /// For somebody who can be on the roster, several outcomes are derived of which none comes before the others.
    SeveralOutcomes,
    /// Nobody who can be on the roster falls under it.
    OutcomeNeverReached,
    /// The derivation tells too many people apart for anybody to try them all.
    DerivationNotTried,
    /// Nobody is approved by what the check says.
    UnusedCheck,
    /// Nobody is approved by the rule.
    UnusedRule,
    /// Nobody hands the material in.
    UnusedMaterial,
    /// There are limits for pictures and no materials.
    UnusedPictures,
    /// There is nothing that the message could be sent for.
    UnusedMessage,
}

impl Code {
    /// Returns the name that programs and people know it by.
    pub const fn name(self) -> &'static str {
        self.entry().1
    }

    /// Returns whether a policy of which this is said may be published.
    pub const fn severity(self) -> Severity {
        self.entry().0
    }

    const fn entry(self) -> (Severity, &'static str) {
        use Severity::{Error, Warning};
        match self {
            Self::InvalidPolicy => (Error, "invalid-policy"),
            Self::CheckNeverPassed => (Error, "check-never-passed"),
            Self::RuleNeverHolds => (Error, "rule-never-holds"),
            Self::RuleAlwaysHolds => (Error, "rule-always-holds"),
            Self::NoPictureFits => (Error, "no-picture-fits"),
            Self::NoCodeMessage => (Error, "no-code-message"),
            Self::SupplementBeforeWindow => (Warning, "supplement-before-window"),
            Self::NoTimeToCorrect => (Warning, "no-time-to-correct"),
            Self::NoTimeToReview => (Warning, "no-time-to-review"),
            Self::NoTimeToCall => (Warning, "no-time-to-call"),
            Self::SetBeforeReviewed => (Warning, "set-before-reviewed"),
            Self::StartWithoutEffect => (Warning, "start-without-effect"),
            Self::ReminderNeverSent => (Warning, "reminder-never-sent"),
            Self::NoReturnReason => (Warning, "no-return-reason"),
            Self::SameCheck => (Warning, "same-check"),
            Self::SameRule => (Warning, "same-rule"),
            Self::CheckWithoutEffect => (Warning, "check-without-effect"),
            Self::RuleNotWeighed => (Warning, "rule-not-weighed"),
            Self::NoOutcome => (Error, "no-outcome"),
            Self::SeveralOutcomes => (Error, "several-outcomes"),
            Self::OutcomeNeverReached => (Warning, "outcome-never-reached"),
            Self::DerivationNotTried => (Warning, "derivation-not-tried"),
            Self::UnusedCheck => (Warning, "unused-check"),
            Self::UnusedRule => (Warning, "unused-rule"),
            Self::UnusedMaterial => (Warning, "unused-material"),
            Self::UnusedPictures => (Warning, "unused-pictures"),
            Self::UnusedMessage => (Warning, "unused-message"),
        }
    }
}

impl Severity {
    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Report {
    pub(crate) fn new(said: Vec<Remark>) -> Self {
        let mut remarks: Vec<Remark> = Vec::new();
        for remark in said {
            // What is about the file as a whole comes first. There are few, and a component has no room for a sort of its own.
            let place = (remark.line, remark.code);
            let at = remarks.partition_point(|known| (known.line, known.code) <= place);
            remarks.insert(at, remark);
        }
        Self { remarks }
    }

    /// Returns everything that there is to say, in the order of the lines.
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// Returns how many remarks are as severe as that.
    pub fn count(&self, severity: Severity) -> usize {
        self.remarks.iter().filter(|remark| remark.code.severity() == severity).count()
    }
}

/// Writes it without its line, for whoever shows that beside it.
impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.code.severity().name(), self.code.name(), self.sentence)
    }
}
