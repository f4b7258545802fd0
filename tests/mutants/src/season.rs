//! A season as it is published: its instants, who comes, and what they live through. Which policy it is makes no difference to a
//! journey; a further policy is a further file of [`Set`]s below.

use chrono::{DateTime, TimeDelta, Utc};
use domain::check::{Entry, Register};
use domain::policy::{Category, Outcome, Policy};

use crate::journeys::Journey;

mod shenzhen;
mod wuhan;

/// Every published policy that is played.
pub(crate) const SETS: [&Set; 2] = [&shenzhen::SET, &wuhan::SET];

/// The columns of a registration behind its person's name and number.
pub(crate) const COLUMNS: [&str; 9] = [
    "document-kind",
    "enrolled",
    "grade",
    "school",
    "school-kind",
    "school-place",
    "household",
    "qualification",
    "subject",
];

/// Who comes under a published policy, and what they live through.
pub(crate) struct Set {
    pub(crate) file: &'static [u8],
    pub(crate) roles: &'static [Role],
    /// What registers say of some beside what they usually say.
    pub(crate) answers: &'static [Answers],
    /// What nobody can be told of and is in the file all the same, by where it is, and why.
    pub(crate) unheard: &'static [(&'static str, &'static str)],
    /// What fails for most values comes first.
    pub(crate) journeys: &'static [Journey],
}

/// Somebody who comes.
pub(crate) enum Role {
    /// They choose a category. Registers say of them what they usually say, but for these fields.
    Choosing(&'static str, &'static [Field]),
    /// They are on the roster, with a row of [`COLUMNS`].
    Registered(&'static str),
}

/// A field of what a register says.
pub(crate) type Field = (Register, &'static str, &'static str);

/// What registers say of whoever comes in that place of the roles.
pub(crate) type Answers = (usize, &'static [Field]);

/// A policy as it is published, with its set.
pub(crate) struct Season<'a> {
    pub(crate) set: &'static Set,
    pub(crate) file: &'a str,
    pub(crate) policy: Policy,
}

impl<'a> Season<'a> {
    /// Returns the season of a policy, if somebody is played under its programme.
    pub(crate) fn of(file: &'a str, policy: Policy) -> Option<Self> {
        let is_same =
            |set: &&&Set| Policy::parse(set.file).is_ok_and(|known| known.programme() == policy.programme());
        SETS.iter().find(is_same).map(|set| Self { set, file, policy })
    }

    /// Tells whether nobody can be told of what is there.
    pub(crate) fn is_unheard(&self, path: &str) -> bool {
        self.set.unheard.iter().any(|(unheard, _)| path.starts_with(unheard))
    }

    /// Returns an instant within the window at which all clocks have started.
    pub(crate) fn begun(&self) -> DateTime<Utc> {
        self.policy.opens().max(self.policy.review().starts) + TimeDelta::hours(1)
    }

    /// Returns the first instant at which nothing can be filed any more.
    pub(crate) fn closed(&self) -> DateTime<Utc> {
        self.policy.closes().too_late
    }

    /// Returns the first instant at which nothing can be corrected any more.
    pub(crate) fn supplemented(&self) -> DateTime<Utc> {
        self.policy.supplement().closes.too_late
    }

    /// Returns the place of somebody whose case a person decides.
    pub(crate) fn by_hand(&self) -> usize {
        let is_by_hand =
            |role: &Role| self.category(role).is_some_and(|category| category.approved_by.is_none());
        self.set.roles.iter().position(is_by_hand).expect("somebody is decided about by a person")
    }

    /// Returns the places of those whose case a rule may approve.
    pub(crate) fn by_rule(&self) -> Vec<usize> {
        let roles = self.set.roles.iter().enumerate();
        let by_rule = roles
            .filter(|(_, role)| self.category(role).is_some_and(|category| category.approved_by.is_some()));
        by_rule.map(|(place, _)| place).collect()
    }

    /// Returns the category of somebody, if they have one.
    pub(crate) fn category(&self, role: &Role) -> Option<&Category> {
        match role {
            Role::Choosing(category, _) => self.policy.category(&category.parse().ok()?),
            Role::Registered(row) => match self.policy.derive(&entry(row)?, self.policy.opens()).ok()? {
                Outcome::Category(category) => Some(category),
                Outcome::WithoutCategory(_) => None,
            },
        }
    }
}

/// Returns the fields of a row that are not empty, by their columns.
pub(crate) fn fields(row: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    COLUMNS.into_iter().zip(row.split(',')).filter(|(_, value)| !value.is_empty())
}

fn entry(row: &'static str) -> Option<Entry> {
    // Whose it is makes no difference.
    let somebody = [("name", "甲"), ("document-number", "1")];
    let said = |name: &str| fields(row).chain(somebody).find(|(column, _)| *column == name);
    Entry::new(Register::Roster, |name| said(name).map(|(_, value)| value)).ok()
}

/// Returns the last instant before one.
pub(crate) fn before(instant: DateTime<Utc>) -> DateTime<Utc> {
    instant - TimeDelta::milliseconds(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_policy_has_somebody_who_is_played_under_it() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/policies");
        let mut policies = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let file = std::fs::read_to_string(&path).unwrap();
                let policy = Policy::parse(file.as_bytes()).unwrap();
                assert!(Season::of(&file, policy).is_some(), "{}", path.display());
                policies += 1;
            }
        }
        assert_eq!(policies, SETS.len());
    }

    #[test]
    fn every_row_of_a_set_is_a_registration_and_somebody_comes_in_each_category() {
        for set in SETS {
            let file = std::str::from_utf8(set.file).unwrap();
            let season = Season::of(file, Policy::parse(set.file).unwrap()).unwrap();
            for role in set.roles {
                match role {
                    Role::Choosing(..) => assert!(season.category(role).is_some()),
                    Role::Registered(row) => {
                        assert_eq!(row.split(',').count(), COLUMNS.len(), "{row}");
                        assert!(entry(row).is_some(), "{row}");
                    }
                }
            }
            for category in season.policy.categories() {
                let comes = set.roles.iter().any(|role| season.category(role) == Some(category));
                assert!(comes, "{}", category.id);
            }
        }
    }
}
