//! `[[category]]`: who is approved by which rule, and hands in what.

use super::derivation::derived_if;
use super::text::{both, ours};
use crate::{
    check::Check,
    document::{Mistake, Table, Value},
    policy::{Approval, Category, Material, Row},
    slug::MaterialId,
};

pub(super) fn category(
    entry: &mut Table<'_>,
    checks: &[Check],
    rules: &[Approval],
    materials: &[Material],
) -> Result<Category, Mistake> {
    ours(entry)?;
    Ok(Category {
        id: entry.need("id")?.parse()?,
        name: both(entry, "name", "name-en")?,
        derived_if: entry.maybe("derived-if", |predicate| derived_if(predicate, checks))?,
        approved_by: entry.maybe("approved-by", |name| approval(name, rules))?,
        materials: entry.maybe("materials", |list| rows(list, checks, materials))?.unwrap_or_default(),
    })
}

fn approval(name: Value<'_>, rules: &[Approval]) -> Result<Approval, Mistake> {
    let text = name.text()?;
    let named = rules.iter().find(|approval| approval.rule.as_str() == text);
    named.cloned().ok_or_else(|| name.unknown("rule"))
}

/// Reads the rows of a list, of which no two name the same material.
fn rows(list: Value<'_>, checks: &[Check], materials: &[Material]) -> Result<Vec<Row>, Mistake> {
    let mut seen: Vec<MaterialId> = Vec::new();
    list.named(0, |value| {
        let row = row(value, checks, materials)?;
        if row.any_of.iter().any(|id| seen.contains(id)) {
            return Err(value.refuse("a material stands in a list once"));
        }
        seen.extend(row.any_of.iter().cloned());
        Ok(row)
    })
}

/// Reads a row: the name of a material, or several of which one is enough, or one that not everybody needs.
fn row(value: Value<'_>, checks: &[Check], materials: &[Material]) -> Result<Row, Mistake> {
    if value.is_text() {
        return Ok(Row { any_of: vec![material(value, materials)?], required_if: None });
    }
    value.table(|entry| {
        ours(entry)?;
        Ok(Row {
            any_of: entry.need("any-of")?.named(1, |name| material(name, materials))?,
            required_if: entry.maybe("required-if", |predicate| derived_if(predicate, checks))?,
        })
    })
}

fn material(name: Value<'_>, materials: &[Material]) -> Result<MaterialId, Mistake> {
    let text = name.text()?;
    let named = materials.iter().find(|material| material.id.as_str() == text);
    named.map(|material| material.id.clone()).ok_or_else(|| name.unknown("material"))
}
