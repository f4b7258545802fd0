//! `[[rule]]`: a predicate over checks, by which a category is approved without a person.

use super::{Flag, line_at};
use crate::{
    check::Check,
    policy::PolicyError,
    predicate::Predicate,
    slug::{CheckId, RuleId},
};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleEntry {
    id: Spanned<RuleId>,
    holds: PredicateEntry,
    pub(super) ours: Option<Flag>,
}

/// Exactly one of these.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PredicateEntry {
    check: Option<CheckId>,
    all: Option<Vec<PredicateEntry>>,
    any: Option<Vec<PredicateEntry>>,
}

/// Reads the rules of a file, which speak of its `checks`.
pub(super) fn rules(
    entries: Vec<RuleEntry>,
    checks: &[Check],
    bytes: &[u8],
) -> Result<BTreeMap<RuleId, Predicate>, PolicyError> {
    let mut rules = BTreeMap::new();
    for entry in entries {
        let line = line_at(bytes, entry.id.span().start);
        let predicate = entry.holds.read(Predicate::DEPTH_MAX, line)?;
        let unknown = |id: &&&CheckId| checks.iter().all(|check| check.id != ***id);
        if let Some(id) = predicate.checks().iter().find(unknown) {
            return Err(PolicyError::UnknownName { line, what: "check", name: id.to_string() });
        }
        let id = entry.id.into_inner();
        if rules.contains_key(&id) {
            return Err(PolicyError::DuplicateName { line, name: id.to_string() });
        }
        rules.insert(id, predicate);
    }
    Ok(rules)
}

impl PredicateEntry {
    fn read(self, depth_left: usize, line: usize) -> Result<Predicate, PolicyError> {
        let refuse = |why| Err(PolicyError::Predicate { line, why });
        let Some(depth_left) = depth_left.checked_sub(1) else {
            return refuse("the predicate is nested too deeply to be understood");
        };
        let parts = |parts: Vec<Self>| -> Result<Vec<Predicate>, PolicyError> {
            if parts.is_empty() {
                return Err(PolicyError::Predicate { line, why: "there is nothing in the list" });
            }
            parts.into_iter().map(|part| part.read(depth_left, line)).collect()
        };
        match (self.check, self.all, self.any) {
            (Some(id), None, None) => Ok(Predicate::Check(id)),
            (None, Some(all), None) => parts(all).map(Predicate::All),
            (None, None, Some(any)) => parts(any).map(Predicate::Any),
            (None, None, None)
            | (_, Some(_), Some(_))
            | (Some(_), Some(_), None)
            | (Some(_), None, Some(_)) => refuse("a predicate says exactly one of check, all, any"),
        }
    }
}
