//! The values of one row, by their columns.

use crate::column::Column;

/// What stands in each column, without blanks around it. An empty text is nothing.
#[derive(Default)]
pub(crate) struct Cells([Option<Box<str>>; Column::ALL.len()]);

impl Cells {
    /// Keeps what stands in `column`.
    pub(crate) fn set(&mut self, column: Column, text: &str) {
        // Blanks at an end come with the export, and so do line breaks. They mean nothing, and whoever looks sees none.
        let text = text.trim();
        if let Some(place) = self.0.get_mut(column as usize).filter(|_| !text.is_empty()) {
            *place = Some(text.into());
        }
    }

    /// Returns what stands in `column`, if anything.
    pub(crate) fn get(&self, column: Column) -> Option<&str> {
        self.0.get(column as usize)?.as_deref()
    }
}
