//! What was read. Nothing else can be printed, since nothing else makes a [`Reading`].

use std::fmt;

use serde_json::Value;

/// Something that was read from an answer, with a label that says what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    label: &'static str,
    text: String,
}

impl Reading {
    /// Reads what a document has at a pointer, if it has anything there.
    pub(crate) fn of(label: &'static str, document: &Value, pointer: &str) -> Option<Self> {
        let text = match document.pointer(pointer)? {
            Value::Null => return None,
            Value::String(text) => text.clone(),
            value => value.to_string(),
        };
        Some(Self { label, text })
    }

    /// Returns what was read.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.label, self.text)
    }
}

/// Reads what a document has of these, each a label and a pointer.
pub(crate) fn read(document: &Value, fields: &[(&'static str, &str)]) -> Vec<Reading> {
    fields.iter().filter_map(|(label, pointer)| Reading::of(label, document, pointer)).collect()
}
