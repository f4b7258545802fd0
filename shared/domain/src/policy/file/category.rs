//! `[[category]]`: who is approved by which rule, and hands in what.

use super::text::{both, ours};
use crate::{
    document::{Mistake, Table, Value},
    policy::{Approval, Category, Material},
    slug::MaterialId,
};

pub(super) fn category(
    entry: &mut Table<'_>,
    rules: &[Approval],
    materials: &[Material],
) -> Result<Category, Mistake> {
    let handed_in = |list: Value<'_>| list.named(0, |name| material(name, materials));
    ours(entry)?;
    Ok(Category {
        id: entry.need("id")?.parse()?,
        name: both(entry, "name", "name-en")?,
        approved_by: entry.maybe("approved-by", |name| approval(name, rules))?,
        materials: entry.maybe("materials", handed_in)?.unwrap_or_default(),
    })
}

fn approval(name: Value<'_>, rules: &[Approval]) -> Result<Approval, Mistake> {
    let text = name.text()?;
    let named = rules.iter().find(|approval| approval.rule.as_str() == text);
    named.cloned().ok_or_else(|| name.unknown("rule"))
}

fn material(name: Value<'_>, materials: &[Material]) -> Result<MaterialId, Mistake> {
    let text = name.text()?;
    let named = materials.iter().find(|material| material.id.as_str() == text);
    named.map(|material| material.id.clone()).ok_or_else(|| name.unknown("material"))
}
