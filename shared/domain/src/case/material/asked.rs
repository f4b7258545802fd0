//! What is asked for, and whether it is there.

use super::{HandedIn, PictureId};
use crate::{
    case::Case,
    policy::{Policy, Row},
    predicate::Truth,
    slug::{CategoryId, MaterialId},
};
use std::collections::BTreeMap;

impl Policy {
    /// Tells whether the material has room for this picture.
    pub(super) fn takes(&self, picture: &PictureId) -> bool {
        self.material(&picture.material).is_some_and(|material| picture.number <= material.pictures_max)
    }
}

impl Case {
    /// Tells whether this candidate has to hand in something of `row`.
    pub fn requires(&self, row: &Row, policy: &Policy) -> bool {
        match (&row.required_if, self.derived()) {
            // What depends on something unknown is asked for: a reviewer can do without it, and not the other way round.
            (Some(predicate), Some((registration, _))) => {
                policy.look_into(registration, predicate, self.opened()).1.truth != Truth::False
            }
            (Some(_) | None, _) => true,
        }
    }

    /// Returns what is filed for `category`, or which of its rows are empty that may not be.
    pub(in crate::case) fn complete_materials(
        &self,
        category: &CategoryId,
        policy: &Policy,
    ) -> Result<BTreeMap<PictureId, HandedIn>, Vec<Vec<MaterialId>>> {
        let rows = policy.category(category).into_iter().flat_map(|category| &category.materials);
        let (mut filed, mut missing) = (BTreeMap::new(), Vec::new());
        for row in rows {
            let held = row.any_of.iter().flat_map(|material| self.materials.held_of(material));
            // More than the policy takes can be there if the case was moved.
            let held = held.filter(|(picture, _)| policy.takes(picture));
            let held: Vec<_> = held.map(|(picture, held)| (picture.clone(), held.handed_in)).collect();
            if held.is_empty() && self.requires(row, policy) {
                missing.push(row.any_of.clone());
            }
            filed.extend(held);
        }
        if missing.is_empty() { Ok(filed) } else { Err(missing) }
    }
}
