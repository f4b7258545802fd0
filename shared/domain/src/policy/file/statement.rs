//! `[[statement]]`: what a candidate reads and confirms.

use super::{Flag, Words, line_at, text};
use crate::{
    policy::{PolicyError, Statement, StatementKind},
    slug::StatementId,
};
use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct StatementEntry {
    id: Spanned<StatementId>,
    kind: StatementKind,
    name: Words,
    name_en: Words,
    text: Words,
    text_en: Words,
    pub(super) ours: Option<Flag>,
}

/// Reads the statements of a file.
pub(super) fn statements(entries: Vec<StatementEntry>, bytes: &[u8]) -> Result<Vec<Statement>, PolicyError> {
    let mut statements: Vec<Statement> = Vec::new();
    for entry in entries {
        let line = line_at(bytes, entry.id.span().start);
        let id = entry.id.into_inner();
        if statements.iter().any(|statement| statement.id == id) {
            return Err(PolicyError::DuplicateName { line, name: id.to_string() });
        }
        let (name, text) = (text(entry.name, entry.name_en), text(entry.text, entry.text_en));
        statements.push(Statement { id, kind: entry.kind, name, text });
    }
    Ok(statements)
}
