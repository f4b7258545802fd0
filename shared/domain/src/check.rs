//! Checks: what a candidate claims, held against what a register says, field by field.
//!
//! A register is asked once for a submission, and any number of checks read its answer. What could not be asked is
//! no verdict: an outage fails nobody.

use crate::{
    calendar::date_at,
    policy::Text,
    predicate::Truth,
    region::Region,
    slug::{CheckId, FieldId},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod register;
pub use register::{Answer, Entry, FieldKind, InvalidEntry, Register, Value};

/// One question of a policy to a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Its name in files and over HTTP.
    pub id: CheckId,
    /// Its name for people.
    pub name: Text,
    /// Who is asked.
    pub register: Register,
    /// What must hold for each of these fields of the answer.
    pub conditions: Vec<Condition>,
}

/// What must hold for one field of a register's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// The field.
    pub field: FieldId,
    /// What it must be.
    pub rule: Rule,
}

/// What a field must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The same as the candidate has claimed.
    Claimed(Claim),
    /// This region, or one within it.
    Within(Region),
    /// The day of the submission, or a later one: the last day on which something is valid.
    NotBeforeSubmission,
    /// One of these words.
    OneOf(Vec<String>),
    /// One of the words that the table has for another field of the same answer.
    OneOfFor {
        /// The other field.
        field: FieldId,
        /// Which words go with which of its values.
        table: BTreeMap<String, Vec<String>>,
    },
    /// The same as a field of another register's answer.
    SameAs {
        /// The other register.
        register: Register,
        /// Its field.
        field: FieldId,
    },
    /// This number, or a larger one.
    AtLeast(u32),
}

/// What a candidate claims that registers know as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// The name.
    Name,
    /// The number of the identity document.
    DocumentNumber,
}

/// What is to be checked: everything that the checks of one submission read.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// What the candidate claims.
    pub claims: &'a BTreeMap<Claim, String>,
    /// What the registers have said so far.
    pub answers: &'a BTreeMap<Register, Answer>,
    /// When the case was submitted.
    pub submitted: DateTime<Utc>,
}

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The check.
    pub check: CheckId,
    /// What it came to.
    pub verdict: Verdict,
    /// Whether each field is as it must be, in the order of the conditions. Empty if there is no entry.
    pub fields: Vec<(FieldId, Truth)>,
}

/// What a check came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every field is as it must be.
    Matched,
    /// At least one field is not.
    Mismatched,
    /// The register has nobody like that.
    NotFound,
    /// The register, or another one that it is compared with, could not be asked.
    Unavailable,
}

impl Verdict {
    /// Returns its name over HTTP and in pages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::Mismatched => "mismatched",
            Self::NotFound => "not-found",
            Self::Unavailable => "unavailable",
        }
    }

    /// Returns what is known about the statement that the check has been passed.
    pub const fn truth(self) -> Truth {
        match self {
            Self::Matched => Truth::True,
            Self::Mismatched | Self::NotFound => Truth::False,
            Self::Unavailable => Truth::Unknown,
        }
    }
}

impl Check {
    /// Returns the registers whose answers the check reads.
    pub fn registers(&self) -> impl Iterator<Item = Register> {
        let compared = self.conditions.iter().filter_map(|condition| match &condition.rule {
            Rule::SameAs { register, field: _ } => Some(*register),
            Rule::Claimed(_)
            | Rule::Within(_)
            | Rule::NotBeforeSubmission
            | Rule::OneOf(_)
            | Rule::OneOfFor { .. }
            | Rule::AtLeast(_) => None,
        });
        [self.register].into_iter().chain(compared)
    }

    /// Carries out the check.
    pub fn carry_out(&self, evidence: Evidence<'_>) -> Finding {
        let (verdict, fields) = match evidence.answers.get(&self.register) {
            None | Some(Answer::Unavailable) => (Verdict::Unavailable, Vec::new()),
            Some(Answer::NotFound) => (Verdict::NotFound, Vec::new()),
            Some(Answer::Found(entry)) => {
                let truth = |condition: &Condition| condition.holds(self.register, entry, evidence);
                let fields: Vec<_> = self
                    .conditions
                    .iter()
                    .map(|condition| (condition.field.clone(), truth(condition)))
                    .collect();
                (verdict(&fields), fields)
            }
        };
        Finding { check: self.id.clone(), verdict, fields }
    }
}

fn verdict(fields: &[(FieldId, Truth)]) -> Verdict {
    let has = |wanted: Truth| fields.iter().any(|(_, truth)| *truth == wanted);
    match (has(Truth::False), has(Truth::Unknown)) {
        (true, _) => Verdict::Mismatched,
        (false, true) => Verdict::Unavailable,
        (false, false) => Verdict::Matched,
    }
}

impl Condition {
    fn holds(&self, register: Register, entry: &Entry, evidence: Evidence<'_>) -> Truth {
        let Some(value) = entry.get(&self.field) else {
            return if register.may_lack(self.field.as_str()) { Truth::False } else { Truth::Unknown };
        };
        let is_among =
            |words: &[String]| value.text().is_some_and(|text| words.iter().any(|word| word == text));
        match &self.rule {
            Rule::Claimed(claim) => {
                let claimed = evidence.claims.get(claim).map(String::as_str);
                known(claimed.is_some() && value.text() == claimed)
            }
            Rule::Within(region) => known(value.region().is_some_and(|inner| region.covers(inner))),
            Rule::NotBeforeSubmission => {
                known(value.day().is_some_and(|last: NaiveDate| date_at(evidence.submitted) <= last))
            }
            Rule::OneOf(words) => known(is_among(words)),
            Rule::OneOfFor { field, table } => match entry.get(field).and_then(Value::text) {
                Some(key) => known(table.get(key).is_some_and(|words| is_among(words))),
                None => Truth::Unknown,
            },
            Rule::SameAs { register, field } => match evidence.answers.get(register) {
                Some(Answer::Found(other)) => {
                    other.get(field).map_or(Truth::Unknown, |other| known(other == value))
                }
                Some(Answer::NotFound) => Truth::False,
                Some(Answer::Unavailable) | None => Truth::Unknown,
            },
            Rule::AtLeast(least) => known(value.number().is_some_and(|number| *least <= number)),
        }
    }
}

const fn known(holds: bool) -> Truth {
    if holds { Truth::True } else { Truth::False }
}

#[cfg(test)]
mod tests;
