//! Why a case stays under the policy that it is pinned to.

use crate::{
    case::Required,
    instant::Cutoff,
    slug::{MaterialId, StatementId},
};
use chrono::{DateTime, Utc};

/// Something that a candidate would lose if their case were moved, or that is under way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Hindrance {
    /// It was moved as often as a case can be.
    TooOften,
    /// A message may have been handed over, and the new policy says something else of what the gateway does with its repeat.
    MessageUnderWay,
    /// The draft could not be edited before the window of the new policy opens.
    WindowNotOpen {
        /// When that is.
        opens: DateTime<Utc>,
    },
    /// Something that is still ahead of the candidate would close earlier, or would have no end now.
    EarlierCutoff {
        /// What.
        what: Ahead,
        /// The first instant that is too late now, if there is one.
        from: Option<Cutoff>,
        /// The one that would be.
        to: Cutoff,
    },
    /// The case could be returned less often before it is rejected.
    FewerRounds,
    /// A late return would leave less time.
    FewerHours,
    /// The office would not have to tell the examination site.
    RegistrationGone,
    /// There is no such category any more.
    CategoryGone,
    /// Something else would follow from the registration on record, or nothing follows from one any more.
    CategoryDerivedOtherwise,
    /// A picture of one of these would be missing, and nothing can be handed in.
    MaterialMissing(Vec<MaterialId>),
    /// What was filed was never confirmed in these words.
    Unconfirmed(StatementId),
    /// The form would have to name somebody else, and cannot be changed.
    FormInvalid(Required),
}

/// Something that closes, and is still ahead of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ahead {
    /// The window for filing.
    Window,
    /// The supplement.
    Supplement,
    /// The time to call if the registration is stuck.
    Contact,
    /// The time to pay after a correction.
    Payment,
}

impl Ahead {
    /// Returns its key in policy files.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Window => "closes",
            Self::Supplement => "supplement.closes",
            Self::Contact => "registration.contact",
            Self::Payment => "registration.after-correction.paid",
        }
    }
}

impl Hindrance {
    /// Returns the stable code. Codes are never renamed and never used again for something else.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooOften => "moved-too-often",
            Self::MessageUnderWay => "message-under-way",
            Self::WindowNotOpen { .. } => "window-not-open",
            Self::EarlierCutoff { .. } => "earlier-cut-off",
            Self::FewerRounds => "fewer-rounds",
            Self::FewerHours => "fewer-hours",
            Self::RegistrationGone => "registration-gone",
            Self::CategoryGone => "category-gone",
            Self::CategoryDerivedOtherwise => "category-derived-otherwise",
            Self::MaterialMissing(_) => "material-missing",
            Self::Unconfirmed(_) => "unconfirmed",
            Self::FormInvalid(_) => "form-invalid",
        }
    }

    /// Returns what it is about: a key of the policy's file, or with a stroke before it a field of the case.
    pub fn field(&self) -> String {
        match self {
            Self::TooOften => "/timeline".to_owned(),
            Self::MessageUnderWay => "messages.gateway".to_owned(),
            Self::WindowNotOpen { .. } => "opens".to_owned(),
            Self::EarlierCutoff { what, .. } => what.field().to_owned(),
            Self::FewerRounds => "supplement.rounds".to_owned(),
            Self::FewerHours => "supplement.hours-after-late-return".to_owned(),
            Self::RegistrationGone => "registration".to_owned(),
            Self::CategoryGone | Self::CategoryDerivedOtherwise => "/category".to_owned(),
            Self::MaterialMissing(any_of) => {
                let names: Vec<&str> = any_of.iter().map(MaterialId::as_str).collect();
                std::format!("/materials/{}", names.join("|"))
            }
            Self::Unconfirmed(id) => std::format!("/confirmed/{id}"),
            Self::FormInvalid(Required::Name) => "/form/name".to_owned(),
            Self::FormInvalid(Required::Document) => "/form/document".to_owned(),
            Self::FormInvalid(Required::Telephone) => "/form/telephone".to_owned(),
            Self::FormInvalid(Required::Category | Required::Statement(_) | Required::OneOf(_)) => {
                "/form".to_owned()
            }
        }
    }
}
