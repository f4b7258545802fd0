//! Rows: the values of a record, each looked at.

use std::fmt;

use domain::check::{Entry, InvalidEntry, Register};
use domain::identity::{DocumentKind, IdentityDocument};
use domain::person::{Email, InvalidField, PersonName};
use domain::region::Region;

use crate::cells::Cells;
use crate::column::Column;
use crate::error::{Place, Reason, Wrongs};
use crate::record::Record;

/// No course of study takes longer. A larger number is a year of the calendar.
const GRADE_MAX: u32 = 12;

/// One registration.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// The line in which it begins.
    pub line: usize,
    /// Whose it is.
    pub document: IdentityDocument,
    /// What it says.
    pub entry: Entry,
    /// Where its person can be written to.
    pub email: Option<Email>,
}

impl Row {
    /// Returns what is unique about its person, as a login has it. It is personal data.
    pub fn unique(&self) -> Vec<u8> {
        self.document.unique()
    }
}

/// Shows the line alone.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row({})", self.line)
    }
}

/// Reads a record, or tells `wrongs` all that is wrong with it.
pub(crate) fn read(record: Record, wrongs: &mut Wrongs) -> Option<Row> {
    let line = record.line;
    let cells = match record.cells {
        Ok(cells) => cells,
        Err(reasons) => {
            reasons.into_iter().for_each(|(place, reason)| wrongs.push(line, place, reason));
            return None;
        }
    };
    let mut reading = Reading { cells: &cells, line, wrongs, is_right: true };
    reading.required(Column::Name, |text| text.parse::<PersonName>().map_err(Reason::Field));
    let document = reading.document();
    let is_student = reading.is_student();
    reading.of_students(is_student);
    reading.optional(Column::Household, region);
    reading.required(Column::Qualification, words);
    reading.optional(Column::Subject, words);
    let email = reading.optional(Column::Email, |text| text.parse::<Email>().map_err(Reason::Field));
    let (document, is_student) = (document?, is_student?);
    if !reading.is_right {
        return None;
    }
    let entry = reading.entry(&document, is_student)?;
    Some(Row { line, document, entry, email })
}

/// A row that is being read.
struct Reading<'a> {
    cells: &'a Cells,
    line: usize,
    wrongs: &'a mut Wrongs,
    is_right: bool,
}

impl Reading<'_> {
    fn wrong(&mut self, column: Column, reason: Reason) {
        self.is_right = false;
        self.wrongs.push(self.line, Place::Column(column), reason);
    }

    /// Returns what stands in `column`, if anything does.
    fn optional<T>(&mut self, column: Column, parse: impl Fn(&str) -> Result<T, Reason>) -> Option<T> {
        match self.cells.get(column).map(parse)? {
            Ok(value) => Some(value),
            Err(reason) => {
                self.wrong(column, reason);
                None
            }
        }
    }

    /// Returns what stands in `column`, where something must.
    fn required<T>(&mut self, column: Column, parse: impl Fn(&str) -> Result<T, Reason>) -> Option<T> {
        if self.cells.get(column).is_none() {
            self.wrong(column, Reason::Field(InvalidField::Empty));
        }
        self.optional(column, parse)
    }

    fn document(&mut self) -> Option<IdentityDocument> {
        let kind = self.required(Column::DocumentKind, document_kind);
        // Whether it is that of the document can only be told once it is known which one that is.
        self.required(Column::DocumentNumber, |number| match kind {
            Some(kind) => IdentityDocument::parse(kind, number).map(Some).map_err(Reason::Document),
            None => Ok(None),
        })?
    }

    fn is_student(&mut self) -> Option<bool> {
        self.required(Column::Enrolled, |text| match text {
            "yes" | "是" => Ok(true),
            "no" | "否" => Ok(false),
            _ => Err(Reason::UnknownWord),
        })
    }

    /// Looks at what students have and nobody else. Whether somebody is one may not be known.
    fn of_students(&mut self, is_student: Option<bool>) {
        for column in Column::ALL.into_iter().filter(|column| column.is_of_students()) {
            match is_student {
                Some(true) => _ = self.required(column, |text| of_a_student(column, text)),
                Some(false) => _ = self.optional(column, |_| Err::<(), _>(Reason::NotOfStudents)),
                None => _ = self.optional(column, |text| of_a_student(column, text)),
            }
        }
    }

    /// Puts the registration together, in the words that policies know.
    fn entry(&mut self, document: &IdentityDocument, is_student: bool) -> Option<Entry> {
        let said = |name: &str| match Column::named(name)? {
            Column::DocumentKind => Some(document.kind().name()),
            Column::DocumentNumber => Some(document.number()),
            Column::Enrolled => Some(if is_student { "yes" } else { "no" }),
            column @ (Column::Name
            | Column::Grade
            | Column::School
            | Column::SchoolKind
            | Column::SchoolPlace
            | Column::Household
            | Column::Qualification
            | Column::Subject
            | Column::Email) => self.cells.get(column),
        };
        match Entry::new(Register::Roster, said) {
            Ok(entry) => Some(entry),
            Err(InvalidEntry::Missing(name) | InvalidEntry::Kind(name) | InvalidEntry::TooLong(name)) => {
                // Each field was looked at. What the register says besides is told in its place.
                let column = Column::named(name).unwrap_or(Column::Name);
                self.wrong(column, Reason::Field(InvalidField::Shape));
                None
            }
        }
    }
}

fn document_kind(text: &str) -> Result<DocumentKind, Reason> {
    let is_called = |kind: &DocumentKind| [kind.name(), in_chinese(*kind)].contains(&text);
    DocumentKind::ALL.into_iter().find(is_called).ok_or(Reason::UnknownWord)
}

/// As the documents are called on themselves (S5-31).
const fn in_chinese(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::ResidentIdentityCard => "居民身份证",
        DocumentKind::MainlandTravelPermitHkMo => "港澳居民来往内地通行证",
        DocumentKind::MainlandTravelPermitTaiwan => "五年有效期台湾居民来往大陆通行证",
        DocumentKind::ResidencePermitHkMoTw => "港澳台居民居住证",
    }
}

fn of_a_student(column: Column, text: &str) -> Result<(), Reason> {
    match column {
        Column::Grade => grade(text),
        Column::SchoolPlace => region(text),
        Column::Name
        | Column::DocumentKind
        | Column::DocumentNumber
        | Column::Enrolled
        | Column::School
        | Column::SchoolKind
        | Column::Household
        | Column::Qualification
        | Column::Subject
        | Column::Email => words(text),
    }
}

fn grade(text: &str) -> Result<(), Reason> {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let year = text.parse::<u32>().ok().filter(|year| is_digits && (1..=GRADE_MAX).contains(year));
    year.map(drop).ok_or(Reason::Grade)
}

fn region(text: &str) -> Result<(), Reason> {
    text.parse::<Region>().map(drop).map_err(Reason::Region)
}

fn words(text: &str) -> Result<(), Reason> {
    if Entry::CHARACTERS_MAX < text.chars().count() {
        return Err(Reason::Field(InvalidField::TooLong));
    }
    // Policies compare words as they are, and nobody sees a line break that is in one.
    if text.chars().any(char::is_control) {
        return Err(Reason::Field(InvalidField::Character));
    }
    Ok(())
}
