//! Why a command is refused: one variant per reason.

use chrono::{DateTime, Utc};

/// The reason a command, an edit or a read is refused. It made sense, and a rule says no.
///
/// `Display` is for operators and holds no personal data; [`Rejection::code`] is what clients branch on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The actor's kind or role does not include this action.
    #[error("the actor's role does not include this action")]
    NotPermitted,
    /// A candidate touched a case of somebody else.
    #[error("the case belongs to somebody else")]
    NotTheOwner,
    /// Staff touched a case, or a programme, outside the region they work for.
    #[error("the region is not one that this member of staff works for")]
    OutsideRegion,
    /// Nobody decides a case of their own.
    #[error("the case is the decider's own")]
    OwnCase,
    /// The season's window has not opened.
    #[error("the window opens at {opens}")]
    WindowNotOpen {
        /// The first instant that is in time.
        opens: DateTime<Utc>,
    },
    /// The season's window has closed.
    #[error("the window closed at {closed}")]
    WindowClosed {
        /// The first instant that was too late.
        closed: DateTime<Utc>,
    },
    /// There is a case already, opened by another command.
    #[error("the case is open already")]
    AlreadyOpen,
    /// There is no case to do this to.
    #[error("there is no case yet")]
    NotOpened,
    /// The case is no draft any more, or never was.
    #[error("the case is not a draft")]
    NotADraft,
    /// The policy does not know this category.
    #[error("the policy has no such category")]
    UnknownCategory,
    /// The policy at hand is not the one that the case is pinned to.
    #[error("the case is pinned to another policy")]
    OtherPolicy,
}

impl Rejection {
    /// Returns the stable code of the reason. Codes are never renamed and never used again for something else.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotPermitted => "not-permitted",
            Self::NotTheOwner => "not-the-owner",
            Self::OutsideRegion => "outside-region",
            Self::OwnCase => "own-case",
            Self::WindowNotOpen { .. } => "window-not-open",
            Self::WindowClosed { .. } => "window-closed",
            Self::AlreadyOpen => "already-open",
            Self::NotOpened => "not-opened",
            Self::NotADraft => "not-a-draft",
            Self::UnknownCategory => "unknown-category",
            Self::OtherPolicy => "other-policy",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_reason_has_a_code_of_its_own_in_kebab_case() {
        let instant = DateTime::UNIX_EPOCH;
        let all = [
            Rejection::NotPermitted,
            Rejection::NotTheOwner,
            Rejection::OutsideRegion,
            Rejection::OwnCase,
            Rejection::WindowNotOpen { opens: instant },
            Rejection::WindowClosed { closed: instant },
            Rejection::AlreadyOpen,
            Rejection::NotOpened,
            Rejection::NotADraft,
            Rejection::UnknownCategory,
            Rejection::OtherPolicy,
        ];
        let codes: BTreeSet<&str> = all.iter().map(Rejection::code).collect();
        assert_eq!(codes.len(), all.len());
        for code in codes {
            assert!(code.parse::<crate::slug::CategoryId>().is_ok(), "{code}");
        }
    }
}
