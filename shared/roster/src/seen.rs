//! Which documents have been seen already, and what was said of them.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use domain::digest::{Digest, Digesting};

use crate::row::Row;

/// What is kept of each row: two digests and a line, however long it is.
#[derive(Default)]
pub(crate) struct Seen(HashMap<Digest, (usize, Digest)>);

/// Whether a document comes once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Again {
    No,
    /// It does, and all the rest is the same.
    Same,
    /// It does, and something differs from what this line says.
    Other {
        line: usize,
    },
}

impl Seen {
    pub(crate) fn add(&mut self, row: &Row) -> Again {
        let content = content(row);
        match self.0.entry(Digest::of(&row.document.unique())) {
            Slot::Vacant(slot) => {
                slot.insert((row.line, content));
                Again::No
            }
            Slot::Occupied(slot) => match *slot.get() {
                (_, known) if known == content => Again::Same,
                (line, _) => Again::Other { line },
            },
        }
    }
}

/// Digests what a row says, however it is written. No value contains the sign between them.
fn content(row: &Row) -> Digest {
    let mut digesting = Digesting::default();
    let mut add = |text: &str| {
        digesting.add(text.as_bytes());
        digesting.add(b"\0");
    };
    for (field, value) in row.entry.fields() {
        add(field.as_str());
        add(&value);
    }
    add(row.email.as_ref().map_or("", |email| email.as_str()));
    digesting.end()
}
