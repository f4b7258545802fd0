//! `[message.*]`: what is sent to telephones.

use super::{Flag, line_at};
use crate::policy::{Hours, Messages, PolicyError, Reminder, Template};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct MessageEntry {
    text: Spanned<String>,
    hours_before: Option<Hours>,
    ours: Option<Flag>,
}

pub(super) type MessageTable = BTreeMap<Spanned<String>, MessageEntry>;

pub(super) fn flags(table: &MessageTable) -> impl Iterator<Item = &Option<Flag>> {
    table.values().map(|entry| &entry.ours)
}

pub(super) fn messages(table: MessageTable, bytes: &[u8]) -> Result<Messages, PolicyError> {
    let mut messages = Messages::default();
    for (name, entry) in table {
        let line = line_at(bytes, name.span().start);
        let unknown = |name: &str| PolicyError::UnknownName { line, what: "message", name: name.to_owned() };
        let text_line = line_at(bytes, entry.text.span().start);
        let template = |places: &[&'static str]| {
            Template::new(entry.text.get_ref().clone(), places)
                .map_err(|why| PolicyError::Message { line: text_line, why })
        };
        let reminder = |places: &[&'static str], before: Hours| {
            Ok::<_, PolicyError>(Some(Reminder { before, text: template(places)? }))
        };
        match (name.get_ref().as_str(), entry.hours_before) {
            ("code", None) => messages.code = Some(template(&["code", "minutes"])?),
            ("returned", None) => messages.returned = Some(template(&["closes"])?),
            ("rejected", None) => messages.rejected = Some(template(&["reason"])?),
            ("supplement-closes", Some(before)) => {
                messages.supplement_closes = reminder(&["closes"], before)?
            }
            ("window-closes", Some(before)) => messages.window_closes = reminder(&["closes"], before)?,
            ("code" | "returned" | "rejected", Some(_)) => return Err(unknown("hours-before")),
            ("supplement-closes" | "window-closes", None) => {
                return Err(PolicyError::MissingText { line, name: "hours-before" });
            }
            (other, _) => return Err(unknown(other)),
        }
    }
    Ok(messages)
}
