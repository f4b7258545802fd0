//! What a candidate fills in before filing. Every field may still be missing; none can be wrong in form.

use super::{Case, Filing, Required};
use crate::{
    Rejection,
    account::VerifiedIdentity,
    identity::IdentityDocument,
    person::{Email, PersonName, Telephone},
    policy::{FormIdentity, Policy},
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

impl Draft {
    /// Returns the draft of a case that `applicant` has just opened.
    pub fn of(applicant: &VerifiedIdentity) -> Self {
        let VerifiedIdentity { name, document, telephone } = applicant.clone();
        let form = Form { name: Some(name), document: Some(document), telephone, email: None };
        Self { form, ..Self::default() }
    }
}

impl From<&Filing> for Form {
    fn from(filing: &Filing) -> Self {
        Self {
            name: Some(filing.name.clone()),
            document: Some(filing.document.clone()),
            telephone: Some(filing.telephone.clone()),
            email: filing.email.clone(),
        }
    }
}

impl Form {
    /// Checks that whoever it names is the applicant of `case`, where the policy wants that. What is left out is missing, and
    /// not wrong.
    ///
    /// # Errors
    ///
    /// Returns what differs.
    pub(super) fn check_identity(&self, case: &Case, policy: &Policy) -> Result<(), Rejection> {
        match policy.form_identity() {
            FormIdentity::FilledIn => return Ok(()),
            FormIdentity::LoggedIn => {}
        }
        let applicant = case.applicant();
        let (own_name, own_document) =
            (applicant.map(|applicant| &applicant.name), applicant.map(|applicant| &applicant.document));
        let differs = [
            (self.name.is_some() && self.name.as_ref() != own_name, Required::Name),
            (self.document.is_some() && self.document.as_ref() != own_document, Required::Document),
        ];
        let fields: Vec<Required> =
            differs.into_iter().filter(|(differs, _)| *differs).map(|(_, field)| field).collect();
        if fields.is_empty() { Ok(()) } else { Err(Rejection::NotAsLoggedIn { fields }) }
    }
}
