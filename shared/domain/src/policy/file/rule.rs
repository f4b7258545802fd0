//! `[[rule]]`: a predicate over checks, by which a category is approved without a person.

use super::text::ours;
use crate::{
    check::Check,
    document::{Mistake, Table, Value},
    policy::Approval,
    predicate::Predicate,
    slug::CheckId,
};

/// Reads a rule, which speaks of `checks`.
pub(super) fn rule(entry: &mut Table<'_>, checks: &[Check]) -> Result<Approval, Mistake> {
    ours(entry)?;
    let holds = entry.need("holds")?;
    let predicate = predicate(holds, checks, Predicate::DEPTH_MAX)?;
    if predicate.negates() {
        return Err(holds.refuse("a rule approves by what registers say, and never by what they do not say"));
    }
    Ok(Approval { rule: entry.need("id")?.parse()?, predicate })
}

pub(super) fn predicate(value: Value<'_>, checks: &[Check], depth_left: usize) -> Result<Predicate, Mistake> {
    let Some(depth_left) = depth_left.checked_sub(1) else {
        return Err(value.refuse("the predicate is nested too deeply to be understood"));
    };
    let parts = |list: Value<'_>| list.list(1, |part| predicate(part, checks, depth_left));
    value.table(|entry| {
        let said = ["check", "all", "any", "not"].map(|key| entry.take(key));
        match said {
            [Some(name), None, None, None] => check(name, checks).map(Predicate::Check),
            [None, Some(all), None, None] => parts(all).map(Predicate::All),
            [None, None, Some(any), None] => parts(any).map(Predicate::Any),
            [None, None, None, Some(part)] => {
                Ok(Predicate::Not(Box::new(predicate(part, checks, depth_left)?)))
            }
            _ => Err(entry.refuse("a predicate says exactly one of check, all, any, not")),
        }
    })
}

fn check(name: Value<'_>, checks: &[Check]) -> Result<CheckId, Mistake> {
    let text = name.text()?;
    let named = checks.iter().find(|check| check.id.as_str() == text);
    named.map(|check| check.id.clone()).ok_or_else(|| name.unknown("check"))
}
