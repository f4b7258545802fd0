//! `[[check]]`: what is asked of a register, and what each field of its answer must be.

use super::{Flag, Words, line_at, text};
use crate::{
    check::{Check, Claim, Condition, FieldKind, Register, Rule},
    policy::PolicyError,
    region::Region,
    slug::{CheckId, FieldId},
};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct CheckEntry {
    id: Spanned<CheckId>,
    name: Words,
    name_en: Words,
    register: Register,
    conditions: Vec<Spanned<ConditionEntry>>,
    ours: Option<Flag>,
}

/// One field, and exactly one thing that it must be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ConditionEntry {
    field: FieldId,
    claimed: Option<Claim>,
    within: Option<Region>,
    not_before: Option<Event>,
    one_of: Option<Vec<String>>,
    one_of_for: Option<Table>,
    same_as: Option<Other>,
    ours: Option<Flag>,
}

/// What a day can be compared with.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Event {
    Submission,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Table {
    field: FieldId,
    table: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Other {
    register: Register,
    field: FieldId,
}

impl CheckEntry {
    pub(super) fn flags(&self) -> impl Iterator<Item = &Option<Flag>> {
        self.conditions.iter().map(|condition| &condition.get_ref().ours).chain([&self.ours])
    }
}

/// Reads the checks of a file.
pub(super) fn checks(entries: Vec<CheckEntry>, bytes: &[u8]) -> Result<Vec<Check>, PolicyError> {
    let mut checks: Vec<Check> = Vec::new();
    for entry in entries {
        let line = line_at(bytes, entry.id.span().start);
        let id = entry.id.into_inner();
        if checks.iter().any(|check| check.id == id) {
            return Err(PolicyError::DuplicateName { line, name: id.to_string() });
        }
        if entry.conditions.is_empty() {
            return Err(PolicyError::Condition { line, why: "a check has at least one condition" });
        }
        let mut conditions = Vec::new();
        for condition in entry.conditions {
            let line = line_at(bytes, condition.span().start);
            conditions.push(condition.into_inner().read(entry.register, line)?);
        }
        checks.push(Check {
            id,
            name: text(entry.name, entry.name_en),
            register: entry.register,
            conditions,
        });
    }
    Ok(checks)
}

impl ConditionEntry {
    fn read(self, register: Register, line: usize) -> Result<Condition, PolicyError> {
        let Self { field, claimed, within, not_before, one_of, one_of_for, same_as, ours: _ } = self;
        let mut rules = [
            claimed.map(Rule::Claimed),
            within.map(Rule::Within),
            not_before.map(|Event::Submission| Rule::NotBeforeSubmission),
            one_of.map(Rule::OneOf),
            one_of_for.map(|Table { field, table }| Rule::OneOfFor { field, table }),
            same_as.map(|Other { register, field }| Rule::SameAs { register, field }),
        ]
        .into_iter()
        .flatten();
        let (Some(rule), None) = (rules.next(), rules.next()) else {
            let why =
                "a condition says exactly one of claimed, within, not-before, one-of, one-of-for, same-as";
            return Err(PolicyError::Condition { line, why });
        };
        let kind = kind(register, &field, line)?;
        let (wanted, why) = match &rule {
            Rule::Claimed(_) => (FieldKind::Text, "what is claimed is compared with a text"),
            Rule::Within(_) => (FieldKind::Region, "only a region lies within another"),
            Rule::NotBeforeSubmission => (FieldKind::Day, "only a day can be before the submission"),
            Rule::OneOf(_) => (FieldKind::Text, "words are compared with a text"),
            Rule::OneOfFor { field, table: _ } => {
                if self::kind(register, field, line)? != FieldKind::Text {
                    let why = "a table goes by the words of a text";
                    return Err(PolicyError::Condition { line, why });
                }
                (FieldKind::Text, "words are compared with a text")
            }
            Rule::SameAs { register, field } => {
                (self::kind(*register, field, line)?, "the two fields are of different kinds")
            }
        };
        if kind == wanted { Ok(Condition { field, rule }) } else { Err(PolicyError::Condition { line, why }) }
    }
}

fn kind(register: Register, field: &FieldId, line: usize) -> Result<FieldKind, PolicyError> {
    let known = register.fields().iter().find(|(name, _)| *name == field.as_str());
    let unknown =
        || PolicyError::UnknownName { line, what: "field of this register", name: field.to_string() };
    known.map(|(_, kind)| *kind).ok_or_else(unknown)
}
