//! What a candidate reads and confirms before filing.

use super::Text;
use crate::slug::StatementId;
use serde::{Deserialize, Serialize};

/// Something that a candidate reads and confirms. Nothing is filed before all of them are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Its name in files and over HTTP.
    pub id: StatementId,
    /// What kind of statement it is, which says at which step it is shown.
    pub kind: StatementKind,
    /// Its title.
    pub name: Text,
    /// What is confirmed.
    pub text: Text,
}

/// What a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatementKind {
    /// Read before anything else (温馨提示, S1-26).
    Notice,
    /// The candidate answers for having checked it (自检, S1-33).
    SelfCheck,
    /// An agreement to how the office works (协议、知情同意, S1-49).
    Agreement,
    /// A promise of the candidate's (承诺书, S1-52, S1-53).
    Commitment,
}

impl StatementKind {
    /// Returns the name of the kind over HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::SelfCheck => "self-check",
            Self::Agreement => "agreement",
            Self::Commitment => "commitment",
        }
    }
}
