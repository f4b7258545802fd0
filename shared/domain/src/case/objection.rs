//! What a reviewer objects to, item by item: a reason of the policy, what it is about, and what is to be done.

use super::Case;
use crate::{
    Rejection,
    note::Note,
    policy::Policy,
    slug::{MaterialId, ReasonId},
};
use serde::{Deserialize, Serialize};

/// One thing that is wrong with what was filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objection {
    /// The reason, as the policy has it.
    pub reason: ReasonId,
    /// The material that it is about, or nothing if it is about the form or the case as a whole.
    pub material: Option<MaterialId>,
    /// What the reviewer adds.
    pub note: Option<Note>,
}

/// Everything that is wrong with what was filed: at least one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Objection>", into = "Vec<Objection>")]
pub struct Objections(Vec<Objection>);

/// There is nothing objected to, or too much for anybody to put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a list of 1 to {max} objections", max = Objections::COUNT_MAX)]
pub struct InvalidObjections;

impl Objections {
    /// Every material of the longest list once, and a few words about the form.
    pub const COUNT_MAX: usize = 16;

    /// Returns them in the order in which they were written.
    pub fn iter(&self) -> impl Iterator<Item = &Objection> {
        self.0.iter()
    }

    /// Checks that the policy has every reason, and the case's category every material.
    pub(super) fn check(&self, case: &Case, policy: &Policy) -> Result<(), Rejection> {
        let category = case.state.filing().and_then(|filing| policy.category(&filing.category));
        for (place, objection) in self.0.iter().enumerate() {
            if policy.reason(&objection.reason).is_none() {
                return Err(Rejection::UnknownReason { place });
            }
            let known = |id| category.is_some_and(|category| category.asks_for(id));
            if objection.material.as_ref().is_some_and(|id| !known(id)) {
                return Err(Rejection::ObjectedMaterial { place });
            }
        }
        Ok(())
    }
}

impl TryFrom<Vec<Objection>> for Objections {
    type Error = InvalidObjections;

    fn try_from(list: Vec<Objection>) -> Result<Self, InvalidObjections> {
        if (1..=Self::COUNT_MAX).contains(&list.len()) { Ok(Self(list)) } else { Err(InvalidObjections) }
    }
}

impl From<Objections> for Vec<Objection> {
    fn from(objections: Objections) -> Self {
        objections.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_list_has_one_to_sixteen_objections() {
        let list = |count: usize| {
            let one = Objection { reason: "illegible".parse().unwrap(), material: None, note: None };
            Objections::try_from(vec![one; count]).map(|list| list.iter().count())
        };
        assert_eq!(list(0), Err(InvalidObjections));
        assert_eq!(list(1), Ok(1));
        assert_eq!(list(Objections::COUNT_MAX), Ok(Objections::COUNT_MAX));
        assert_eq!(list(Objections::COUNT_MAX + 1), Err(InvalidObjections));
    }
}
