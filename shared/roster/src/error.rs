//! What can be wrong with a roster: where, and why. The words for people are with whoever tells them.

use domain::identity::InvalidDocument;
use domain::person::InvalidField;
use domain::region::InvalidRegion;

use crate::column::Column;

/// Whoever has more to correct has made one mistake many times.
const SHOWN_MAX: usize = 100;

/// All that is wrong with a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// The first of them, in the order of the file.
    pub shown: Vec<Wrong>,
    /// How many more there are.
    pub more: usize,
}

/// Something that is wrong. It never repeats what is written there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The line in which the row begins.
    pub line: usize,
    /// Where in it.
    pub place: Place,
    /// Why.
    pub reason: Reason,
}

/// Where in a row something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is the file that is wrong.
    File,
    /// It is the row.
    Row,
    /// It is what stands in this column.
    Column(Column),
    /// It is what stands in this place, from the left, beginning with 1: it has no name of ours, and its own could be a person's.
    Nth(usize),
}

/// Why something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There are more bytes than [`crate::BYTES_MAX`].
    TooLarge,
    /// There are more rows than [`crate::ROWS_MAX`].
    TooManyRows,
    /// There is not a single row.
    NoRows,
    /// It is in GBK or GB 18030, as Excel and other programs in China write by default.
    Gbk,
    /// It is in UTF-16, by its mark.
    Utf16,
    /// It is a workbook.
    Workbook,
    /// It is no text in UTF-8.
    NotUtf8,
    /// The first row names no column at all.
    NoHeader,
    /// There is no such column.
    UnknownColumn,
    /// The column is not there.
    MissingColumn,
    /// The column is there twice.
    DoubleColumn,
    /// The row is longer than any that is right.
    RowTooLong,
    /// A quotation mark is not paired.
    QuotationMark,
    /// The row has fewer or more fields than there are columns.
    FieldCount,
    /// The line is no JSON object.
    NoObject,
    /// The value is neither text nor a number, nor true or false.
    WrongType,
    /// It is none of the words that can stand there.
    UnknownWord,
    /// It is no year of study.
    Grade,
    /// It is there, though the person is no student.
    NotOfStudents,
    /// The row of an earlier line is about the same document and says something else.
    Contradiction {
        /// That line.
        line: usize,
    },
    /// The text is not as it must be.
    Field(InvalidField),
    /// The number is not that of the document.
    Document(InvalidDocument),
    /// It is no region.
    Region(InvalidRegion),
}

impl Wrong {
    /// Returns where it is, as a pointer of RFC 6901: the line, and the column by its name or number.
    pub fn pointer(&self) -> String {
        let line = self.line;
        match self.place {
            Place::File => String::new(),
            Place::Row => format!("/{line}"),
            Place::Column(column) => format!("/{line}/{}", column.name()),
            Place::Nth(number) => format!("/{line}/{number}"),
        }
    }
}

/// Collects what is wrong.
#[derive(Debug, Default)]
pub(crate) struct Wrongs {
    shown: Vec<Wrong>,
    more: usize,
}

impl Wrongs {
    /// Returns what is wrong with a file as a whole.
    pub(crate) fn alone(place: Place, reason: Reason) -> Invalid {
        Invalid { shown: vec![Wrong { line: 1, place, reason }], more: 0 }
    }

    pub(crate) fn push(&mut self, line: usize, place: Place, reason: Reason) {
        if self.shown.len() < SHOWN_MAX {
            self.shown.push(Wrong { line, place, reason });
        } else {
            self.more += 1;
        }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    pub(crate) fn finish(self) -> Result<(), Invalid> {
        if self.is_empty() { Ok(()) } else { Err(Invalid { shown: self.shown, more: self.more }) }
    }
}
