//! Reads rosters: the registrations of a season, as an office exports them in CSV or JSON Lines.
//!
//! Everything here is pure. A roster is right as a whole or not at all, and what is wrong with it is told by line and column,
//! never by value: all values are about people.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]
#![deny(clippy::wildcard_enum_match_arm)]

mod cells;
mod column;
mod csv;
mod encoding;
mod error;
mod jsonl;
mod record;
mod row;
mod seen;

pub use column::Column;
pub use error::{Invalid, Place, Reason, Wrong};
pub use row::Row;

use error::Wrongs;
use record::Records;
use seen::{Again, Seen};

/// A roster is held whole in the memory of a component, and no request is longer. In CSV, where a row has some 140 bytes, these
/// are 60,000 registrations. A million are refused before they are read: who has so many sends several files, of which each is
/// right or wrong by itself.
pub const BYTES_MAX: usize = 8 * 1024 * 1024;

/// Of each row 72 bytes are kept, by which it is recognised when it comes again: 7 MB of so many. No file that is not too long has
/// more, but for rows that are nearly empty.
pub const ROWS_MAX: usize = 100_000;

/// How a roster is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values (RFC 4180). The first row names the columns.
    Csv,
    /// One JSON object a line. Members are named as the columns are.
    JsonLines,
}

/// How much there is in a roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// How many rows it has.
    pub rows: usize,
    /// How many of them say once more what an earlier one has said.
    pub duplicates: usize,
}

/// A roster in which nothing is wrong, still as it is written: its rows are read once more, one by one, so that memory holds no
/// more than one of them.
pub struct Roster<'a> {
    text: &'a str,
    format: Format,
    counts: Counts,
    /// The lines of the rows that say something again, in order.
    again: Vec<usize>,
}

impl<'a> Roster<'a> {
    /// Reads all of `bytes`.
    ///
    /// # Errors
    ///
    /// Returns all that is wrong, as far as somebody could correct it in one go.
    pub fn read(bytes: &'a [u8], format: Format) -> Result<Self, Invalid> {
        if BYTES_MAX < bytes.len() {
            return Err(Wrongs::alone(Place::File, Reason::TooLarge));
        }
        let text = encoding::text(bytes)?;
        let mut wrongs = Wrongs::default();
        let mut seen = Seen::default();
        let (mut rows, mut again) = (0, Vec::new());
        for record in Records::of(text, format, &mut wrongs) {
            if rows == ROWS_MAX {
                wrongs.push(record.line, Place::Row, Reason::TooManyRows);
                break;
            }
            rows += 1;
            let line = record.line;
            match row::read(record, &mut wrongs).map(|row| seen.add(&row)) {
                Some(Again::Same) => again.push(line),
                Some(Again::Other { line: first }) => {
                    wrongs.push(line, Place::Row, Reason::Contradiction { line: first });
                }
                Some(Again::No) | None => {}
            }
        }
        if rows == 0 && wrongs.is_empty() {
            wrongs.push(1, Place::File, Reason::NoRows);
        }
        wrongs.finish()?;
        Ok(Self { text, format, counts: Counts { rows, duplicates: again.len() }, again })
    }

    /// Returns how much there is.
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// Returns each registration once, in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        // Nothing is wrong with any of them.
        let mut wrongs = Wrongs::default();
        let records = Records::of(self.text, self.format, &mut wrongs);
        let first = records.filter(|record| self.again.binary_search(&record.line).is_err());
        first.filter_map(move |record| row::read(record, &mut wrongs))
    }
}

/// Shows how much there is alone.
impl std::fmt::Debug for Roster<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Roster").field(&self.counts).finish()
    }
}

#[cfg(test)]
mod tests;
