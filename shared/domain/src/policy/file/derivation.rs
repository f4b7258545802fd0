//! `[derivation]` and `[[without-category]]`: who falls into which category, and who into none.

use super::retention;
use super::rule::predicate;
use super::text::{both, chosen, ours};
use crate::{
    check::{Check, Condition, Register, Rule},
    document::{Mistake, Table, Value},
    policy::{Category, Derivation, WithoutCategory},
    predicate::Predicate,
    slug::CategoryId,
};

/// Reads how categories are derived, if they are. Then each of them says for whom it is, and otherwise none does.
pub(super) fn derivation(
    file: &mut Table<'_>,
    checks: &[Check],
    categories: &[Category],
) -> Result<Option<Derivation>, Mistake> {
    let without_category = file.entries("without-category", |entry| without_category(entry, checks))?;
    let Some(entry) = file.take("derivation") else {
        if categories.iter().any(|category| category.derived_if.is_some()) || !without_category.is_empty() {
            return Err(file.refuse("categories that are derived need a table called derivation"));
        }
        return Ok(None);
    };
    let names: Vec<&CategoryId> = categories
        .iter()
        .map(|category| &category.id)
        .chain(without_category.iter().map(|without| &without.id))
        .collect();
    let (precedence, registration_days) = entry.table(|entry| {
        ours(entry)?;
        if categories.iter().any(|category| category.derived_if.is_none()) {
            return Err(entry.refuse("where categories are derived, each says derived-if"));
        }
        let days = entry.maybe("registration-days", |days| chosen(days, retention::days))?;
        Ok((precedence(entry.need("precedence")?, &names)?, days))
    })?;
    Ok(Some(Derivation { precedence, without_category, registration_days }))
}

/// Reads the rows, in which each outcome stands exactly once.
fn precedence(rows: Value<'_>, names: &[&CategoryId]) -> Result<Vec<Vec<CategoryId>>, Mistake> {
    let mut seen: Vec<CategoryId> = Vec::new();
    let read = rows.list(1, |row| {
        row.list(1, |name| {
            let id: CategoryId = name.parse()?;
            if !names.contains(&&id) {
                return Err(name.unknown("category"));
            }
            if seen.contains(&id) {
                return Err(name.refuse("each category stands in the precedence once"));
            }
            seen.push(id.clone());
            Ok(id)
        })
    })?;
    if names.iter().all(|name| seen.contains(name)) {
        Ok(read)
    } else {
        Err(rows.refuse("each category, and each reason for none, stands in the precedence"))
    }
}

fn without_category(entry: &mut Table<'_>, checks: &[Check]) -> Result<WithoutCategory, Mistake> {
    ours(entry)?;
    Ok(WithoutCategory {
        id: entry.need("id")?.parse()?,
        name: both(entry, "name", "name-en")?,
        derived_if: derived_if(entry.need("derived-if")?, checks)?,
        text: both(entry, "text", "text-en")?,
        contact: both(entry, "contact", "contact-en")?,
    })
}

/// Reads for whom an outcome is. The registration alone decides: nobody outside is asked before there is a case.
pub(super) fn derived_if(value: Value<'_>, checks: &[Check]) -> Result<Predicate, Mistake> {
    let predicate = predicate(value, checks, Predicate::DEPTH_MAX)?;
    // Nobody has claimed anything by then, either.
    let is_of_the_roster = |check: &Check| {
        let claimed = |condition: &Condition| matches!(condition.rule, Rule::Claimed(_));
        check.registers().all(|register| register == Register::Roster)
            && !check.conditions.iter().any(claimed)
    };
    let named = predicate.checks();
    let others = checks.iter().any(|check| named.contains(&&check.id) && !is_of_the_roster(check));
    if others {
        Err(value
            .refuse("a category is derived from checks of the roster alone, and of nothing that is claimed"))
    } else {
        Ok(predicate)
    }
}
