//! What was filed: a draft in which nothing is missing.

use super::{Draft, HandedIn, PictureId};
use crate::{
    check::Claim,
    identity::IdentityDocument,
    person::{Email, PersonName, Telephone},
    slug::{CategoryId, MaterialId, StatementId},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a candidate has filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// The category.
    pub category: CategoryId,
    /// The name as on the identity document.
    pub name: PersonName,
    /// The identity document.
    pub document: IdentityDocument,
    /// The mobile number.
    pub telephone: Telephone,
    /// The e-mail address, if there is one.
    pub email: Option<Email>,
    /// The pictures that the category asks for, by what proves them.
    pub materials: BTreeMap<PictureId, HandedIn>,
}

/// Something without which nothing can be filed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Required {
    /// The category.
    Category,
    /// The name.
    Name,
    /// The identity document.
    Document,
    /// The mobile number.
    Telephone,
    /// Something that has to be confirmed.
    Statement(StatementId),
    /// A picture of one of these.
    OneOf(Vec<MaterialId>),
}

impl TryFrom<&Draft> for Filing {
    type Error = Vec<Required>;

    /// Returns everything that is missing, and not the first thing alone. Pictures are no part of a draft.
    fn try_from(draft: &Draft) -> Result<Self, Vec<Required>> {
        let Draft { category, form, confirmed: _ } = draft;
        match (category, &form.name, &form.document, &form.telephone) {
            (Some(category), Some(name), Some(document), Some(telephone)) => Ok(Self {
                category: category.clone(),
                name: name.clone(),
                document: document.clone(),
                telephone: telephone.clone(),
                email: form.email.clone(),
                materials: BTreeMap::new(),
            }),
            (category, name, document, telephone) => {
                let missing = [
                    (category.is_none(), Required::Category),
                    (name.is_none(), Required::Name),
                    (document.is_none(), Required::Document),
                    (telephone.is_none(), Required::Telephone),
                ];
                Err(missing.into_iter().filter(|(is, _)| *is).map(|(_, required)| required).collect())
            }
        }
    }
}

impl Filing {
    /// Returns what registers know as well.
    pub fn claims(&self) -> BTreeMap<Claim, String> {
        BTreeMap::from([
            (Claim::Name, self.name.as_str().to_owned()),
            (Claim::DocumentNumber, self.document.number().to_owned()),
        ])
    }
}
