//! Rows in CSV.

use csv_core::{ReadRecordResult, Reader};

use crate::cells::Cells;
use crate::column::Column;
use crate::encoding::breaks;
use crate::error::{Place, Reason, Wrongs};
use crate::record::{RECORD_BYTES_MAX, Record};

/// A table of the office can have more columns than ours before it is refused for them.
const FIELDS_MAX: usize = 256;

/// The rows of a table below the one that names its columns.
pub(crate) struct Rows<'a> {
    table: Table<'a>,
    columns: Vec<Column>,
}

impl<'a> Rows<'a> {
    /// Reads the first row, or tells `wrongs` why it does not name the columns.
    pub(crate) fn of(text: &'a str, wrongs: &mut Wrongs) -> Option<Self> {
        let mut table = Table::of(text);
        let (line, read) = match table.read() {
            Some(row) => row,
            None => (1, Err(Reason::NoRows)),
        };
        let fields = match read {
            Ok(fields) => fields,
            Err(reason) => {
                wrongs.push(line, Place::Row, reason);
                return None;
            }
        };
        let named: Vec<_> = table.fields(fields).map(|name| Column::named(name.trim())).collect();
        let columns = named.iter().copied().flatten().collect();
        are_right(line, &named, wrongs).then_some(Self { table, columns })
    }
}

/// Looks at the names of the columns.
fn are_right(line: usize, named: &[Option<Column>], wrongs: &mut Wrongs) -> bool {
    if named.iter().all(Option::is_none) {
        wrongs.push(line, Place::Row, Reason::NoHeader);
        return false;
    }
    let mut is_right = true;
    let mut wrong = |place, reason| {
        wrongs.push(line, place, reason);
        is_right = false;
    };
    for (place, column) in named.iter().enumerate() {
        match column {
            None => wrong(Place::Nth(place + 1), Reason::UnknownColumn),
            Some(known) if named.iter().take(place).any(|earlier| earlier == column) => {
                wrong(Place::Column(*known), Reason::DoubleColumn);
            }
            Some(_) => {}
        }
    }
    for column in Column::ALL {
        if !column.may_be_left_out() && !named.contains(&Some(column)) {
            wrong(Place::Column(column), Reason::MissingColumn);
        }
    }
    is_right
}

impl Iterator for Rows<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        loop {
            let (line, read) = self.table.read()?;
            let fields = match read {
                Ok(fields) => fields,
                Err(reason) => return Some(Record::wrong(line, Place::Row, reason)),
            };
            // What programs leave below a table are rows in which nothing stands.
            if self.table.fields(fields).all(|field| field.trim().is_empty()) {
                continue;
            }
            if fields != self.columns.len() {
                return Some(Record::wrong(line, Place::Row, Reason::FieldCount));
            }
            let mut cells = Cells::default();
            for (column, text) in self.columns.iter().zip(self.table.fields(fields)) {
                cells.set(*column, text);
            }
            return Some(Record { line, cells: Ok(cells) });
        }
    }
}

/// A table that is read row by row.
struct Table<'a> {
    reader: Reader,
    rest: &'a [u8],
    /// The line in which the rest begins.
    line: usize,
    /// The fields of the row that was read last, one behind the other, and where each ends.
    values: Vec<u8>,
    ends: Vec<usize>,
}

impl<'a> Table<'a> {
    fn of(text: &'a str) -> Self {
        let (values, ends) = (vec![0; RECORD_BYTES_MAX], vec![0; FIELDS_MAX]);
        Self { reader: Reader::new(), rest: text.as_bytes(), line: 1, values, ends }
    }

    /// Reads the next row. Returns the line in which it begins, and how many fields it has or what is wrong with how it is written.
    fn read(&mut self) -> Option<(usize, Result<usize, Reason>)> {
        let blank = self.rest.iter().take_while(|byte| is_break(byte)).count();
        self.skip(blank);
        if self.rest.is_empty() {
            return None;
        }
        let line = self.line;
        let (read, mut fields) = self.fill();
        // Behind what is too long, nobody knows where the next row begins.
        let is_lost = fields == Err(Reason::RowTooLong);
        let row = self.rest.get(..read).unwrap_or_default();
        if !row.iter().filter(|byte| **byte == b'"').count().is_multiple_of(2) {
            // The reader takes what it is given. One mark too many has swallowed something, or will.
            fields = Err(Reason::QuotationMark);
        }
        // The end of the row stays: a CR whose LF follows ends one line and not two.
        let end = row.iter().rev().take_while(|byte| is_break(byte)).count();
        self.skip(if is_lost { self.rest.len() } else { read - end });
        Some((line, fields))
    }

    fn skip(&mut self, bytes: usize) {
        if let Some((before, after)) = self.rest.split_at_checked(bytes) {
            self.line += breaks(before);
            self.rest = after;
        }
    }

    /// Returns how many bytes the row has, and how many fields.
    fn fill(&mut self) -> (usize, Result<usize, Reason>) {
        self.reader.reset();
        let (result, read, written, fields) =
            self.reader.read_record(self.rest, &mut self.values, &mut self.ends);
        let (result, more) = match result {
            // The file ends here, and with it the row.
            ReadRecordResult::InputEmpty => {
                let values = self.values.get_mut(written..).unwrap_or_default();
                let ends = self.ends.get_mut(fields..).unwrap_or_default();
                let (result, _, _, more) = self.reader.read_record(&[], values, ends);
                (result, more)
            }
            ReadRecordResult::Record
            | ReadRecordResult::End
            | ReadRecordResult::OutputFull
            | ReadRecordResult::OutputEndsFull => (result, 0),
        };
        match result {
            ReadRecordResult::Record | ReadRecordResult::End => (read, Ok(fields + more)),
            ReadRecordResult::InputEmpty
            | ReadRecordResult::OutputFull
            | ReadRecordResult::OutputEndsFull => (read, Err(Reason::RowTooLong)),
        }
    }

    /// Returns the fields of the row that was read last, which has so many.
    fn fields(&self, fields: usize) -> impl Iterator<Item = &str> {
        let ends = self.ends.iter().take(fields);
        let begins = [0].into_iter().chain(ends.clone().copied());
        // What was cut at commas out of a text is a text.
        begins.zip(ends).map(|(begin, end)| {
            let field = self.values.get(begin..*end).unwrap_or_default();
            std::str::from_utf8(field).unwrap_or_default()
        })
    }
}

const fn is_break(byte: &u8) -> bool {
    matches!(*byte, b'\r' | b'\n')
}
