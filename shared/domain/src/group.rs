//! Groups of reviewers: who of them decides about which programmes. What a region has of them is one value, since it is small and
//! read as a whole.
//!
//! No source knows of groups, so the rule is ours: whoever is in a group decides about the programmes of their groups alone, and
//! whoever is in none about all of the region. A group opens nothing: what is outside the region stays so.

use crate::{
    Rejection,
    id::AccountId,
    person::InvalidField,
    slug::{GroupId, ProgrammeId},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a group is called by people: 1 to 40 characters, none of them for control, and no blank at an end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GroupName(String);

impl GroupName {
    /// A line of a list.
    pub const CHARACTERS_MAX: usize = 40;

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for GroupName {
    type Error = InvalidField;

    fn try_from(text: String) -> Result<Self, InvalidField> {
        if text.trim().is_empty() {
            return Err(InvalidField::Empty);
        }
        if text.trim() != text {
            return Err(InvalidField::OuterBlank);
        }
        if Self::CHARACTERS_MAX < text.chars().count() {
            return Err(InvalidField::TooLong);
        }
        if text.chars().any(char::is_control) {
            return Err(InvalidField::Character);
        }
        Ok(Self(text))
    }
}

impl From<GroupName> for String {
    fn from(name: GroupName) -> Self {
        name.0
    }
}

/// The programmes of a group: at least one, or its members would have nothing to decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeSet<ProgrammeId>", into = "BTreeSet<ProgrammeId>")]
pub struct Programmes(BTreeSet<ProgrammeId>);

/// There is no programme, or there are too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 1 to {max} programmes", max = Programmes::COUNT_MAX)]
pub struct InvalidProgrammes;

impl Programmes {
    /// A bureau offers a handful.
    pub const COUNT_MAX: usize = 16;

    /// Returns them in the order of their names.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &ProgrammeId> {
        self.0.iter()
    }
}

impl TryFrom<BTreeSet<ProgrammeId>> for Programmes {
    type Error = InvalidProgrammes;

    fn try_from(programmes: BTreeSet<ProgrammeId>) -> Result<Self, InvalidProgrammes> {
        if (1..=Self::COUNT_MAX).contains(&programmes.len()) {
            Ok(Self(programmes))
        } else {
            Err(InvalidProgrammes)
        }
    }
}

impl From<Programmes> for BTreeSet<ProgrammeId> {
    fn from(programmes: Programmes) -> Self {
        programmes.0
    }
}

/// The members of a group. There may be none: it has no effect then, and keeps its programmes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeSet<AccountId>", into = "BTreeSet<AccountId>")]
pub struct Members(BTreeSet<AccountId>);

/// There are too many members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("more than {max} members", max = Members::COUNT_MAX)]
pub struct TooManyMembers;

impl Members {
    /// More than work under one roof. With that, all groups of a region have room in one body.
    pub const COUNT_MAX: usize = 100;

    /// Returns them in the order of their ids.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &AccountId> {
        self.0.iter()
    }
}

impl TryFrom<BTreeSet<AccountId>> for Members {
    type Error = TooManyMembers;

    fn try_from(members: BTreeSet<AccountId>) -> Result<Self, TooManyMembers> {
        if members.len() <= Self::COUNT_MAX { Ok(Self(members)) } else { Err(TooManyMembers) }
    }
}

impl From<Members> for BTreeSet<AccountId> {
    fn from(members: Members) -> Self {
        members.0
    }
}

/// A group of reviewers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What people call it.
    pub name: GroupName,
    /// What its members decide about.
    pub programmes: Programmes,
    /// Who is in it.
    pub members: Members,
}

/// All groups of a region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Groups(BTreeMap<GroupId, Group>);

impl Groups {
    /// A region has fewer kinds of work.
    pub const COUNT_MAX: usize = 32;

    /// Returns one of them.
    pub fn get(&self, id: &GroupId) -> Option<&Group> {
        self.0.get(id)
    }

    /// Returns them in the order of their names in addresses.
    pub fn iter(&self) -> impl Iterator<Item = (&GroupId, &Group)> {
        self.0.iter()
    }

    /// Returns them with this one, in the place of the one before, if there is one.
    ///
    /// # Errors
    ///
    /// Returns [`Rejection::TooManyGroups`] if there is no room for another one.
    pub fn with(&self, id: GroupId, group: Group) -> Result<Self, Rejection> {
        let mut groups = self.0.clone();
        groups.insert(id, group);
        if groups.len() <= Self::COUNT_MAX { Ok(Self(groups)) } else { Err(Rejection::TooManyGroups) }
    }

    /// Returns them without this one.
    #[must_use]
    pub fn without(&self, id: &GroupId) -> Self {
        let mut groups = self.0.clone();
        groups.remove(id);
        Self(groups)
    }

    /// Returns which cases are left to somebody by the groups that they are in.
    pub fn scope(&self, account: AccountId) -> Scope {
        let own = || self.0.values().filter(|group| group.members.0.contains(&account));
        if own().next().is_none() {
            return Scope::Region;
        }
        Scope::Programmes(own().flat_map(|group| group.programmes.iter().cloned()).collect())
    }
}

/// Which cases somebody can claim, of those of their region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of them: they are in no group.
    Region,
    /// Those of these programmes.
    Programmes(BTreeSet<ProgrammeId>),
}

impl Scope {
    /// Tells whether cases of this programme are among them.
    pub fn admits(&self, programme: &str) -> bool {
        match self {
            Self::Region => true,
            Self::Programmes(programmes) => programmes.iter().any(|own| own.as_str() == programme),
        }
    }
}

#[cfg(test)]
mod tests;
