//! Accounts: a person, as an identity provider has vouched for them.

use crate::{
    identity::IdentityDocument,
    person::{PersonName, Telephone},
};
use serde::{Deserialize, Serialize};

/// Who somebody is. The document makes them the same person wherever they log in, as a candidate and as staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerifiedIdentity {
    /// The name as on the document.
    pub name: PersonName,
    /// The identity document.
    pub document: IdentityDocument,
    /// The mobile number, if the provider knows it.
    pub telephone: Option<Telephone>,
}

impl VerifiedIdentity {
    /// Returns what is unique about the person.
    pub fn unique(&self) -> Vec<u8> {
        self.document.unique()
    }
}
