//! `[[check]]`: what is asked of a register, and what each field of its answer must be.

use super::text::{both, ours};
use crate::{
    check::{Check, Condition, FieldKind, Register, Rule},
    document::{Mistake, Table, Value},
    slug::FieldId,
};
use serde::Deserialize;

/// What a day can be compared with.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Event {
    Submission,
}

pub(super) fn check(entry: &mut Table<'_>) -> Result<Check, Mistake> {
    let register = entry.need("register")?.word()?;
    let conditions = entry.need("conditions")?;
    ours(entry)?;
    Ok(Check {
        id: entry.need("id")?.parse()?,
        name: both(entry, "name", "name-en")?,
        register,
        conditions: conditions.list(1, |entry| entry.table(|entry| condition(entry, register)))?,
    })
}

/// Reads one field, and exactly one thing that it must be: with the kind of field that this is said of, and why.
fn condition(entry: &mut Table<'_>, register: Register) -> Result<Condition, Mistake> {
    ours(entry)?;
    let (field, kind) = field(entry.need("field")?, register)?;
    let rules = [
        entry.maybe("claimed", |claim| {
            Ok((Rule::Claimed(claim.word()?), FieldKind::Text, "what is claimed is compared with a text"))
        })?,
        entry.maybe("within", |region| {
            Ok((Rule::Within(region.parse()?), FieldKind::Region, "only a region lies within another"))
        })?,
        entry.maybe("not-before", |event| {
            let Event::Submission = event.word()?;
            Ok((Rule::NotBeforeSubmission, FieldKind::Day, "only a day can be before the submission"))
        })?,
        entry.maybe("one-of", |list| {
            Ok((Rule::OneOf(words(list)?), FieldKind::Text, "words are compared with a text"))
        })?,
        entry.maybe("one-of-for", |entry| {
            let rule = entry.table(|entry| one_of_for(entry, register))?;
            Ok((rule, FieldKind::Text, "words are compared with a text"))
        })?,
        entry.maybe("same-as", |entry| {
            let (rule, kind) = entry.table(same_as)?;
            Ok((rule, kind, "the two fields are of different kinds"))
        })?,
    ];
    let mut rules = rules.into_iter().flatten();
    let (Some((rule, wanted, why)), None) = (rules.next(), rules.next()) else {
        let why = "a condition says exactly one of claimed, within, not-before, one-of, one-of-for, same-as";
        return Err(entry.refuse(why));
    };
    if kind == wanted { Ok(Condition { field, rule }) } else { Err(entry.refuse(why)) }
}

fn one_of_for(entry: &mut Table<'_>, register: Register) -> Result<Rule, Mistake> {
    let (field, kind) = field(entry.need("field")?, register)?;
    if kind != FieldKind::Text {
        return Err(entry.refuse("a table goes by the words of a text"));
    }
    Ok(Rule::OneOfFor { field, table: entry.need("table")?.by_key(words)? })
}

fn same_as(entry: &mut Table<'_>) -> Result<(Rule, FieldKind), Mistake> {
    let register = entry.need("register")?.word()?;
    let (field, kind) = field(entry.need("field")?, register)?;
    Ok((Rule::SameAs { register, field }, kind))
}

fn words(list: Value<'_>) -> Result<Vec<String>, Mistake> {
    list.list(0, |word| Ok(word.text()?.to_owned()))
}

fn field(name: Value<'_>, register: Register) -> Result<(FieldId, FieldKind), Mistake> {
    let field: FieldId = name.parse()?;
    let known = register.fields().iter().find(|(name, _)| *name == field.as_str());
    let (_, kind) = known.ok_or_else(|| name.unknown("field of this register"))?;
    Ok((field, *kind))
}
