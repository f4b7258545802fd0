//! Records: the rows of a roster before any value is looked at, however they are written.

use crate::Format;
use crate::cells::Cells;
use crate::csv;
use crate::error::{Place, Reason, Wrongs};
use crate::jsonl;

/// Twelve values of 200 characters, of which each may be written with six bytes, and their names stay below it. What is longer is
/// mostly the rest of the file behind a quotation mark that is not paired.
pub(crate) const RECORD_BYTES_MAX: usize = 32 * 1024;

/// One row.
pub(crate) struct Record {
    /// The line in which it begins.
    pub(crate) line: usize,
    /// What stands in it, or all that is wrong with how it is written.
    pub(crate) cells: Result<Cells, Vec<(Place, Reason)>>,
}

impl Record {
    pub(crate) fn wrong(line: usize, place: Place, reason: Reason) -> Self {
        Self { line, cells: Err(vec![(place, reason)]) }
    }
}

/// The rows of a roster.
pub(crate) enum Records<'a> {
    Csv(Box<csv::Rows<'a>>),
    JsonLines(jsonl::Rows<'a>),
    /// It is not known which column is which.
    None,
}

impl<'a> Records<'a> {
    /// Begins to read `text`, and tells `wrongs` what keeps it from being read any further.
    pub(crate) fn of(text: &'a str, format: Format, wrongs: &mut Wrongs) -> Self {
        match format {
            Format::Csv => csv::Rows::of(text, wrongs).map_or(Self::None, |rows| Self::Csv(Box::new(rows))),
            Format::JsonLines => Self::JsonLines(jsonl::Rows::of(text)),
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        match self {
            Self::Csv(rows) => rows.next(),
            Self::JsonLines(rows) => rows.next(),
            Self::None => None,
        }
    }
}
