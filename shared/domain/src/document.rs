//! TOML documents that people write, read key by key, so that everything that is wrong is named with its line.
//!
//! A reader of an entry is a function of a `Table`: it takes what it knows, and what nobody has taken is refused. There
//! is no code for each type but its own function, which keeps components small.

use std::cell::RefCell;
use toml::{Spanned, de::DeTable};

mod mistake;
mod table;
mod value;

pub use mistake::{Mistake, MistakeKind};
pub(crate) use table::Table;
pub(crate) use value::Value;

/// Of whatever a document lists, a person can look through so many, and no handler goes through more.
pub(crate) const ENTRIES_MAX: usize = 32;

/// What the values of a document share.
struct Source<'t> {
    text: &'t str,
    /// What readers have noted on the way, each once, sorted.
    notes: RefCell<Vec<String>>,
}

impl Source<'_> {
    /// Makes the mistake that is `offset` bytes into the text.
    fn mistake(&self, offset: usize, kind: MistakeKind) -> Mistake {
        Mistake { line: line_at(self.text.as_bytes(), offset), kind }
    }
}

/// Returns the line on which the byte at `offset` is, counting from 1.
pub fn line_at(bytes: &[u8], offset: usize) -> usize {
    bytes.iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

/// Reads a document with the reader of its outermost table.
pub(crate) fn read<T>(
    bytes: &[u8],
    read: impl FnOnce(&mut Table<'_>) -> Result<T, Mistake>,
) -> Result<T, Mistake> {
    let text = text(bytes)?;
    let tree = tree(text)?;
    let source = Source { text, notes: RefCell::default() };
    Table::new(&source, tree.span().start, tree.get_ref()).read(read)
}

fn text(bytes: &[u8]) -> Result<&str, Mistake> {
    std::str::from_utf8(bytes)
        .map_err(|error| Mistake { line: line_at(bytes, error.valid_up_to()), kind: MistakeKind::NotUtf8 })
}

fn tree(text: &str) -> Result<Spanned<DeTable<'_>>, Mistake> {
    DeTable::parse(text).map_err(|error| Mistake {
        line: line_at(text.as_bytes(), error.span().map_or(text.len(), |span| span.start)),
        kind: MistakeKind::Syntax(in_plain_words(error.message()).to_owned()),
    })
}

/// What the parser of TOML says is about the text, but for this one thing that it says about itself.
fn in_plain_words(message: &str) -> &str {
    if message.contains("recurs") { "the value is nested too deeply" } else { message }
}

#[cfg(test)]
mod tests;
