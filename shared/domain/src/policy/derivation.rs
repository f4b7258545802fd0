//! Categories that follow from the registration of a candidate, and who falls into none.

use super::{Category, Policy, Text};
use crate::{
    check::{Answer, Entry, Evidence, Finding, Register},
    predicate::{Explanation, Predicate, Truth},
    slug::CategoryId,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a policy derives the category of a candidate. Without it, candidates choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derivation {
    /// The outcomes by their names: those of an earlier row come before those of a later one, and of one row nobody
    /// falls into two.
    pub precedence: Vec<Vec<CategoryId>>,
    /// Those who have no category, each for another reason.
    pub without_category: Vec<WithoutCategory>,
    /// For so many days imported registrations are kept after the window has closed. Otherwise they are kept without end.
    pub registration_days: Option<u16>,
}

/// Candidates for whom the programme has no category. They are told, and told whom to ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithoutCategory {
    /// Its name in files and over HTTP.
    pub id: CategoryId,
    /// Its name for people.
    pub name: Text,
    /// Who they are.
    pub derived_if: Predicate,
    /// What they read.
    pub text: Text,
    /// Whom they can ask.
    pub contact: Text,
}

/// What follows from a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<'p> {
    /// This category.
    Category(&'p Category),
    /// None, for this reason.
    WithoutCategory(&'p WithoutCategory),
}

/// Why nothing follows from a registration: a mistake in the policy, which a check of it would have shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Underivable {
    /// No outcome is for somebody like that.
    #[error("no category is for somebody like that")]
    Nothing,
    /// Several outcomes are, of which none comes before the others.
    #[error("the categories {0:?} are for the same person, and none comes before the others")]
    Several(Vec<CategoryId>),
}

impl Policy {
    /// Derives what follows from `registration` at `now`.
    ///
    /// # Errors
    ///
    /// Returns why nothing does.
    pub fn derive(&self, registration: &Entry, now: DateTime<Utc>) -> Result<Outcome<'_>, Underivable> {
        let answers = answers(registration);
        for row in self.derivation().into_iter().flat_map(|derivation| &derivation.precedence) {
            let is_held = |id: &&CategoryId| {
                let derived_if = self.derived_if(id);
                derived_if
                    .is_some_and(|predicate| self.weigh(&answers, predicate, now).1.truth == Truth::True)
            };
            let held: Vec<&CategoryId> = row.iter().filter(is_held).collect();
            match held.as_slice() {
                [] => {}
                [one] => return self.outcome(one).ok_or(Underivable::Nothing),
                several => {
                    return Err(Underivable::Several(several.iter().copied().cloned().collect()));
                }
            }
        }
        Err(Underivable::Nothing)
    }

    /// Says of each outcome why `registration` falls under it or not, in the order of their precedence.
    pub fn explain_derivation(
        &self,
        registration: &Entry,
        now: DateTime<Utc>,
    ) -> Vec<(CategoryId, Explanation)> {
        let rows = self.derivation().into_iter().flat_map(|derivation| &derivation.precedence);
        let answers = answers(registration);
        let explain = |predicate| self.weigh(&answers, predicate, now).1;
        rows.flatten().filter_map(|id| Some((id.clone(), explain(self.derived_if(id)?)))).collect()
    }

    /// Says whether `predicate` holds of `registration`, and what each of its checks came to.
    pub fn look_into(
        &self,
        registration: &Entry,
        predicate: &Predicate,
        now: DateTime<Utc>,
    ) -> (Vec<Finding>, Explanation) {
        self.weigh(&answers(registration), predicate, now)
    }

    /// The only way to find out what is true of a registration, so that an outcome and its explanation cannot disagree.
    fn weigh(
        &self,
        answers: &BTreeMap<Register, Answer>,
        predicate: &Predicate,
        now: DateTime<Utc>,
    ) -> (Vec<Finding>, Explanation) {
        let evidence = Evidence { claims: &BTreeMap::new(), answers, submitted: now };
        let named = predicate.checks();
        let checks = self.checks.iter().filter(|check| named.contains(&&check.id));
        let findings: Vec<Finding> = checks.map(|check| check.carry_out(evidence)).collect();
        let explanation = predicate.explain(&|id| {
            let finding = findings.iter().find(|finding| finding.check == *id);
            finding.map_or(Truth::Unknown, |finding| finding.verdict.truth())
        });
        (findings, explanation)
    }

    fn derived_if(&self, id: &CategoryId) -> Option<&Predicate> {
        match self.outcome(id)? {
            Outcome::Category(category) => category.derived_if.as_ref(),
            Outcome::WithoutCategory(without) => Some(&without.derived_if),
        }
    }

    fn outcome(&self, id: &CategoryId) -> Option<Outcome<'_>> {
        let without = self.derivation()?.without_category.iter().find(|without| without.id == *id);
        without.map(Outcome::WithoutCategory).or_else(|| self.category(id).map(Outcome::Category))
    }
}

fn answers(registration: &Entry) -> BTreeMap<Register, Answer> {
    BTreeMap::from([(Register::Roster, Answer::Found(registration.clone()))])
}
