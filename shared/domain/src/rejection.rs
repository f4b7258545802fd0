//! Why a command is refused: one variant per reason.

use crate::{
    case::{Hindrance, InvalidUpload, Required},
    policy::{Text, Underivable},
    slug::{CategoryId, StatementId},
};
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
    /// The reviewer's groups are for other programmes.
    #[error("the programme of the case is none of the reviewer's groups")]
    OutsideGroups,
    /// The region has as many groups as a region can have.
    #[error("the region has no room for another group")]
    TooManyGroups,
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
    /// Something is missing without which nothing can be filed.
    #[error("the draft lacks {missing:?}")]
    Incomplete {
        /// Everything that is missing.
        missing: Vec<Required>,
    },
    /// The form names somebody else than who has logged in.
    #[error("the form is not about who has logged in: {fields:?}")]
    NotAsLoggedIn {
        /// What differs.
        fields: Vec<Required>,
    },
    /// The candidate's telephone was not verified in this session, or too long ago.
    #[error("the telephone is not verified")]
    NotVerified,
    /// The case has been filed already.
    #[error("the case is filed already")]
    AlreadySubmitted,
    /// No registers are being asked about this case.
    #[error("no checks are pending")]
    NoChecksPending,
    /// Somebody is asking the registers.
    #[error("checks are under way until {until}")]
    ChecksUnderWay {
        /// From when on somebody else may.
        until: DateTime<Utc>,
    },
    /// The case is nothing that a reviewer could decide.
    #[error("the case is not under review")]
    NotUnderReview,
    /// Another reviewer is deciding about it.
    #[error("the case is claimed until {until}")]
    Claimed {
        /// The first instant at which it can be claimed.
        until: DateTime<Utc>,
    },
    /// The reviewer has not claimed the case, or the claim has ended.
    #[error("the case is not claimed by the decider")]
    NotClaimed,
    /// The case has been corrected since the reviewer looked at it.
    #[error("the case was corrected meanwhile")]
    CorrectedMeanwhile,
    /// The case is decided, or over.
    #[error("the case is decided already")]
    AlreadyDecided,
    /// The candidate has not been given the chance to correct the case.
    #[error("the case can be returned and has not been corrected")]
    NotCorrectedYet,
    /// The case has been returned as often as the policy has it.
    #[error("the case cannot be returned again")]
    NoRoundLeft,
    /// The case has not been returned.
    #[error("there is nothing to correct")]
    NothingToCorrect,
    /// The time for supplement and correction is over.
    #[error("the supplement closed at {closed}")]
    SupplementClosed {
        /// The first instant that was too late.
        closed: DateTime<Utc>,
    },
    /// The policy does not know this category.
    #[error("the policy has no such category")]
    UnknownCategory,
    /// The category follows from the registration, and nobody chooses another one.
    #[error("the category follows from the registration")]
    CategoryIsDerived,
    /// Nobody like that was imported for this season.
    #[error("the roster has nobody like that")]
    NotRegistered,
    /// The programme has no category for somebody like that.
    #[error("there is no category, because of {id}")]
    WithoutCategory {
        /// Why, by its name in the policy.
        id: CategoryId,
        /// What the candidate reads.
        text: Text,
        /// Whom they can ask.
        contact: Text,
    },
    /// The policy does not say what follows from a registration.
    #[error(transparent)]
    Underivable(#[from] Underivable),
    /// The policy does not ask for this to be confirmed.
    #[error("the policy has no statement {id}")]
    UnknownStatement {
        /// What was confirmed.
        id: StatementId,
    },
    /// The policy has no such reason to return or reject a case.
    #[error("the policy has no reason as in the objection at {place}")]
    UnknownReason {
        /// The place of the objection in the list, from 0.
        place: usize,
    },
    /// The category has no such material to object to.
    #[error("the category has no material as in the objection at {place}")]
    ObjectedMaterial {
        /// The place of the objection in the list, from 0.
        place: usize,
    },
    /// The case has no registration on the examination site.
    #[error("there is no registration yet")]
    NoRegistration,
    /// The category does not ask for this material, or there is no category yet.
    #[error("the category asks for no such material")]
    UnknownMaterial,
    /// The material takes fewer pictures.
    #[error("the material takes fewer pictures")]
    TooManyPictures,
    /// No electronic certificate takes the place of this material.
    #[error("no certificate takes the place of the material")]
    NoCertificate,
    /// The candidate has not agreed to what has to be agreed to before certificates are asked for.
    #[error("not agreed to {missing:?}")]
    NotAgreed {
        /// Every agreement that is not confirmed.
        missing: Vec<StatementId>,
    },
    /// An upload, or a part of one, is not as it must be.
    #[error(transparent)]
    Upload(#[from] InvalidUpload),
    /// Nobody approves or rejects what they have proposed themselves.
    #[error("the proposal is the decider's own")]
    OwnProposal,
    /// Nobody withdraws what somebody else has proposed.
    #[error("the proposal is somebody else's")]
    OthersProposal,
    /// Something was published since, so that nobody can have compared the proposal with what is there.
    #[error("the proposal was made over something that is not current any more")]
    ProposalOutdated,
    /// The proposal is approved, rejected or withdrawn.
    #[error("the proposal is decided already")]
    ProposalDecided,
    /// The case cannot be moved to a policy of another season.
    #[error("the policy is one of another season")]
    OtherSeason,
    /// The candidate would lose by it if the case were moved, or something is under way.
    #[error("the case is kept from being moved by {by:?}")]
    Hindered {
        /// Everything that stands against it.
        by: Vec<Hindrance>,
    },
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
            Self::OutsideGroups => "outside-groups",
            Self::TooManyGroups => "too-many-groups",
            Self::WindowNotOpen { .. } => "window-not-open",
            Self::WindowClosed { .. } => "window-closed",
            Self::AlreadyOpen => "already-open",
            Self::NotOpened => "not-opened",
            Self::NotADraft => "not-a-draft",
            Self::Incomplete { .. } => "incomplete",
            Self::NotAsLoggedIn { .. } => "not-as-logged-in",
            Self::NotVerified => "not-verified",
            Self::AlreadySubmitted => "already-submitted",
            Self::NoChecksPending => "no-checks-pending",
            Self::ChecksUnderWay { .. } => "checks-under-way",
            Self::NotUnderReview => "not-under-review",
            Self::Claimed { .. } => "claimed",
            Self::NotClaimed => "not-claimed",
            Self::CorrectedMeanwhile => "corrected-meanwhile",
            Self::AlreadyDecided => "already-decided",
            Self::NotCorrectedYet => "not-corrected-yet",
            Self::NoRoundLeft => "no-round-left",
            Self::NothingToCorrect => "nothing-to-correct",
            Self::SupplementClosed { .. } => "supplement-closed",
            Self::UnknownCategory => "unknown-category",
            Self::CategoryIsDerived => "category-is-derived",
            Self::NotRegistered => "not-registered",
            Self::WithoutCategory { .. } => "without-category",
            Self::Underivable(_) => "underivable",
            Self::UnknownStatement { .. } => "unknown-statement",
            Self::UnknownReason { .. } => "unknown-reason",
            Self::ObjectedMaterial { .. } => "objected-material",
            Self::NoRegistration => "no-registration",
            Self::UnknownMaterial => "unknown-material",
            Self::TooManyPictures => "too-many-pictures",
            Self::NoCertificate => "no-certificate",
            Self::NotAgreed { .. } => "not-agreed",
            Self::Upload(reason) => reason.code(),
            Self::OwnProposal => "own-proposal",
            Self::OthersProposal => "others-proposal",
            Self::ProposalOutdated => "proposal-outdated",
            Self::ProposalDecided => "proposal-decided",
            Self::OtherSeason => "other-season",
            Self::Hindered { .. } => "hindered",
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
            Rejection::OutsideGroups,
            Rejection::TooManyGroups,
            Rejection::WindowNotOpen { opens: instant },
            Rejection::WindowClosed { closed: instant },
            Rejection::AlreadyOpen,
            Rejection::NotOpened,
            Rejection::NotADraft,
            Rejection::Incomplete { missing: vec![] },
            Rejection::NotAsLoggedIn { fields: vec![] },
            Rejection::NotVerified,
            Rejection::AlreadySubmitted,
            Rejection::NoChecksPending,
            Rejection::ChecksUnderWay { until: instant },
            Rejection::NotUnderReview,
            Rejection::Claimed { until: instant },
            Rejection::NotClaimed,
            Rejection::CorrectedMeanwhile,
            Rejection::AlreadyDecided,
            Rejection::NotCorrectedYet,
            Rejection::NoRoundLeft,
            Rejection::NothingToCorrect,
            Rejection::SupplementClosed { closed: instant },
            Rejection::UnknownCategory,
            Rejection::CategoryIsDerived,
            Rejection::NotRegistered,
            Rejection::WithoutCategory {
                id: "invented".parse().unwrap(),
                text: Text { zh: String::new(), en: String::new() },
                contact: Text { zh: String::new(), en: String::new() },
            },
            Rejection::Underivable(Underivable::Nothing),
            Rejection::UnknownStatement { id: "invented".parse().unwrap() },
            Rejection::UnknownReason { place: 0 },
            Rejection::ObjectedMaterial { place: 0 },
            Rejection::NoRegistration,
            Rejection::UnknownMaterial,
            Rejection::TooManyPictures,
            Rejection::NoCertificate,
            Rejection::NotAgreed { missing: vec![] },
            Rejection::Upload(InvalidUpload::Unknown),
            Rejection::Upload(InvalidUpload::TooMany),
            Rejection::Upload(InvalidUpload::Empty),
            Rejection::Upload(InvalidUpload::TooLarge { bytes_max: 1 }),
            Rejection::Upload(InvalidUpload::Offset { offset: 1 }),
            Rejection::Upload(InvalidUpload::OtherPart),
            Rejection::Upload(InvalidUpload::TooLong { size: 1 }),
            Rejection::Upload(InvalidUpload::TooManyParts),
            Rejection::Upload(InvalidUpload::Incomplete { offset: 0, size: 1 }),
            Rejection::OwnProposal,
            Rejection::OthersProposal,
            Rejection::ProposalOutdated,
            Rejection::ProposalDecided,
            Rejection::OtherSeason,
            Rejection::Hindered { by: vec![] },
            Rejection::OtherPolicy,
        ];
        let codes: BTreeSet<&str> = all.iter().map(Rejection::code).collect();
        assert_eq!(codes.len(), all.len());
        for code in codes {
            assert!(code.parse::<crate::slug::CategoryId>().is_ok(), "{code}");
        }
    }
}
