//! The texts of a file, by name. Which of them there must be is said where they are taken.

use super::{Flag, Words, line_at, text};
use crate::policy::{PolicyError, Text};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct TextEntry {
    zh: Words,
    en: Words,
    ours: Option<Flag>,
}

/// A table of texts, as it was read. A table is smaller in code than a struct with as many fields.
pub(super) type TextTable = Spanned<BTreeMap<Spanned<String>, TextEntry>>;

/// The texts of a table that nobody has taken yet.
pub(super) struct Texts<'b> {
    line: usize,
    left: Vec<(Spanned<String>, TextEntry)>,
    bytes: &'b [u8],
}

impl<'b> Texts<'b> {
    pub(super) fn of(table: TextTable, bytes: &'b [u8]) -> Self {
        let line = line_at(bytes, table.span().start);
        Self { line, left: table.into_inner().into_iter().collect(), bytes }
    }

    /// Takes the text that must be there.
    pub(super) fn take(&mut self, name: &'static str) -> Result<Text, PolicyError> {
        match self.left.iter().position(|(known, _)| known.get_ref() == name) {
            Some(place) => {
                let (_, entry) = self.left.swap_remove(place);
                Ok(text(entry.zh, entry.en))
            }
            None => Err(PolicyError::MissingText { line: self.line, name }),
        }
    }

    /// Refuses what nobody has taken.
    pub(super) fn finish(self) -> Result<(), PolicyError> {
        match self.left.first() {
            None => Ok(()),
            Some((name, _)) => Err(PolicyError::UnknownName {
                line: line_at(self.bytes, name.span().start),
                what: "text",
                name: name.get_ref().clone(),
            }),
        }
    }
}

pub(super) fn flags(table: &TextTable) -> impl Iterator<Item = &Option<Flag>> {
    table.get_ref().values().map(|entry| &entry.ours)
}
