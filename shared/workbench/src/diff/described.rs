//! Somebody for whom something changes, in a line.

use super::Effect;
use crate::rehearse::{Person, Stand};
use domain::{
    calendar::Civil,
    check::{Answer, Entry},
};

/// Describes somebody by what counts, and what it was and is for them.
pub(super) fn person(person: &Person, effect: Effect, before: &Stand, after: &Stand) -> String {
    let come = match person.files {
        Some(files) => format!("files at {}", Civil::Time(files)),
        None => "does not file".to_owned(),
    };
    let known = match &person.registration {
        Some(entry) => vec![entry_in_words(entry)],
        None => person.answers.iter().map(|(register, answer)| said(register.name(), answer)).collect(),
    };
    let (from, to) = match effect {
        Effect::Category => (named(before), named(after)),
        Effect::Decision => (before.reached.words().to_owned(), after.reached.words().to_owned()),
        Effect::Due => (instant(before), instant(after)),
    };
    let known = known.into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join("; ");
    let known = if known.is_empty() { known } else { format!(" ({known})") };
    format!("number {} {come}{known}: from {from} to {to}", person.number)
}

fn named(stand: &Stand) -> String {
    stand.category.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string)
}

fn instant(stand: &Stand) -> String {
    stand.due.map_or_else(|| "none".to_owned(), |due| Civil::Time(due.too_late).to_string())
}

fn said(register: &str, answer: &Answer) -> String {
    match answer {
        Answer::Found(entry) => format!("{register}: {}", entry_in_words(entry)),
        Answer::NotFound => format!("{register}: nobody like that"),
        Answer::Unavailable => format!("{register}: could not be asked"),
    }
}

/// Writes what a register has of somebody but who they are.
fn entry_in_words(entry: &Entry) -> String {
    let said = entry.fields().filter(|(field, _)| !["name", "document-number"].contains(&field.as_str()));
    said.map(|(field, value)| format!("{field} = {value}")).collect::<Vec<_>>().join(", ")
}
