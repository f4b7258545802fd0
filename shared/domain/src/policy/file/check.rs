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

/// What a condition says, the kind of field that it can be said of, and why of no other.
type Said = (Rule, FieldKind, &'static str);

/// Reads what is said of a field of a register.
type Reader = fn(Value<'_>, Register) -> Result<Said, Mistake>;

/// The ways to say what a field must be, by their keys.
const RULES: [(&str, Reader); 7] = [
    ("claimed", claimed),
    ("within", within),
    ("not-before", not_before),
    ("one-of", one_of),
    ("one-of-for", one_of_for),
    ("same-as", same_as),
    ("at-least", at_least),
];

/// Reads one field, and exactly one thing that it must be.
fn condition(entry: &mut Table<'_>, register: Register) -> Result<Condition, Mistake> {
    ours(entry)?;
    let (field, kind) = field(entry.need("field")?, register)?;
    let mut said = RULES.iter().filter_map(|(key, read)| Some((entry.take(key)?, read)));
    let (Some((value, read)), None) = (said.next(), said.next()) else {
        let why = "a condition says exactly one of claimed, within, not-before, one-of, one-of-for, same-as, at-least";
        return Err(entry.refuse(why));
    };
    let (rule, wanted, why) = read(value, register)?;
    if kind == wanted { Ok(Condition { field, rule }) } else { Err(entry.refuse(why)) }
}

fn claimed(claim: Value<'_>, _: Register) -> Result<Said, Mistake> {
    Ok((Rule::Claimed(claim.word()?), FieldKind::Text, "what is claimed is compared with a text"))
}

fn within(region: Value<'_>, _: Register) -> Result<Said, Mistake> {
    Ok((Rule::Within(region.parse()?), FieldKind::Region, "only a region lies within another"))
}

fn not_before(event: Value<'_>, _: Register) -> Result<Said, Mistake> {
    let Event::Submission = event.word()?;
    Ok((Rule::NotBeforeSubmission, FieldKind::Day, "only a day can be before the submission"))
}

fn one_of(list: Value<'_>, _: Register) -> Result<Said, Mistake> {
    Ok((Rule::OneOf(words(list)?), FieldKind::Text, "words are compared with a text"))
}

fn one_of_for(entry: Value<'_>, register: Register) -> Result<Said, Mistake> {
    entry.table(|entry| {
        let (field, kind) = field(entry.need("field")?, register)?;
        if kind != FieldKind::Text {
            return Err(entry.refuse("a table goes by the words of a text"));
        }
        let table = entry.need("table")?.by_key(words)?;
        Ok((Rule::OneOfFor { field, table }, FieldKind::Text, "words are compared with a text"))
    })
}

fn same_as(entry: Value<'_>, _: Register) -> Result<Said, Mistake> {
    entry.table(|entry| {
        let register = entry.need("register")?.word()?;
        let (field, kind) = field(entry.need("field")?, register)?;
        Ok((Rule::SameAs { register, field }, kind, "the two fields are of different kinds"))
    })
}

fn at_least(number: Value<'_>, _: Register) -> Result<Said, Mistake> {
    let least = number.number(1..=u64::from(u16::MAX))?;
    Ok((Rule::AtLeast(least), FieldKind::Number, "only a number is compared with a number"))
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
