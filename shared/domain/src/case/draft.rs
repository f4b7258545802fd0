//! What a candidate fills in before filing. Every field may still be missing; none can be wrong in form.

use crate::{
    identity::IdentityDocument,
    person::{Email, PersonName, Telephone},
    slug::{CategoryId, StatementId},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What has been filled in so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The category that was picked.
    #[serde(default)]
    pub category: Option<CategoryId>,
    /// The form.
    #[serde(default)]
    pub form: Form,
    /// What has been read and confirmed.
    #[serde(default)]
    pub confirmed: BTreeSet<StatementId>,
}

/// The form of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The name, as on the document.
    #[serde(default)]
    pub name: Option<PersonName>,
    /// The identity document.
    #[serde(default)]
    pub document: Option<IdentityDocument>,
    /// Where messages go.
    #[serde(default)]
    pub telephone: Option<Telephone>,
    /// Where letters go.
    #[serde(default)]
    pub email: Option<Email>,
}
