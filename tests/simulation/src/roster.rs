//! Rosters: what the office has exported of the registrations, in files that change from one to the next, and some of which have a
//! mistake in their last row.

use std::fmt::Write as _;

use domain::check::{Entry, Register};
use people::Person;
use store::records::RosterRecord;

use crate::dice::Dice;
use crate::people::person;
use crate::plan::CANDIDATES;

/// A file of the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Roster {
    /// Which registration each candidate has, if they are in it.
    pub(crate) rows: [Option<usize>; CANDIDATES],
    /// By what its addresses differ from those of other files.
    pub(crate) mark: u64,
    /// Whether its last row is wrong.
    pub(crate) is_wrong: bool,
}

/// Whoever is on every roster and never comes, by their place among the invented people: so that there is something to interrupt.
const OTHERS: [u32; 4] = [20, 31, 42, 53];

const COLUMNS: &str = "name,document-kind,document-number,enrolled,grade,school,school-kind,school-place,household,qualification,subject,email";

/// The name of a school that appears nowhere else.
pub(crate) const SCHOOL: &str = "江城大学";
/// The end of all addresses.
pub(crate) const ADDRESSES: &str = "@roster.example";

/// What registrations say behind name and document: somebody of each category, and each who has none.
const REGISTRATIONS: [&str; 9] = [
    "yes,3,江城大学,regular-higher-education,420106,420500,senior-secondary,语文",
    "yes,4,江城大学,regular-higher-education,110108,420106,senior-secondary,语文",
    "no,,,,,420106,primary,数学",
    "no,,,,,420500,primary,数学",
    "yes,1,江城大学,regular-higher-education,420106,420500,senior-secondary,japanese",
    "no,,,,,420500,secondary-vocational-course,机械",
    "no,,,,,420500,practice-instruction,机械",
    "yes,2,江城大学,regular-higher-education,420106,420106,senior-secondary,语文",
    "yes,3,江城大学,regular-higher-education,110108,110108,senior-secondary,语文",
];

impl Roster {
    /// Draws the file that comes after `before`, in which most are as they were.
    pub(crate) fn after(before: Option<&Self>, dice: &Dice) -> Self {
        let draw = || {
            let place = usize::try_from(dice.below(REGISTRATIONS.len() as u64)).unwrap_or_default();
            (!dice.happens(150)).then_some(place)
        };
        let rows = std::array::from_fn(|candidate| match before {
            Some(before) if dice.happens(600) => before.rows[candidate],
            _ => draw(),
        });
        let is_wrong = dice.happens(250);
        // Of what is wrong nothing may ever be found again, so it looks like nothing else.
        let mark = if is_wrong { dice.between(1_000, 1_000_000) } else { dice.below(3) };
        Self { rows, mark, is_wrong }
    }

    /// Returns the rows that it would have if none were wrong, with whose they are.
    fn registrations(&self) -> impl Iterator<Item = (Person, &'static str)> {
        let known = self.rows.into_iter().enumerate();
        let candidates = known.filter_map(|(candidate, row)| Some((person(candidate), REGISTRATIONS[row?])));
        let others = OTHERS.into_iter().zip(REGISTRATIONS);
        let others = others.filter_map(|(place, row)| Some((Person::new(place)?, row)));
        others.chain(candidates)
    }

    /// Returns the file as it is sent.
    pub(crate) fn file(&self) -> String {
        let mut file = format!("{COLUMNS}\n");
        for (person, row) in self.registrations() {
            let (name, number, mark) = (person.name(), person.number(), self.mark);
            // Nothing that is written into a text can fail.
            let _ = writeln!(file, "{name},resident-identity-card,{number},{row},{mark}{ADDRESSES}");
        }
        if self.is_wrong {
            file.push_str("王小明,resident-identity-card,440304190001010003,maybe,,,,,,primary,,\n");
        }
        file
    }

    /// Returns what has to be stored of it, by the numbers of documents.
    pub(crate) fn records(&self) -> impl Iterator<Item = (String, RosterRecord)> {
        let email = format!("{}{ADDRESSES}", self.mark);
        self.registrations().map(move |(person, row)| {
            let number = person.number();
            let own = [person.name(), "resident-identity-card".to_owned(), number.clone()];
            let values: Vec<&str> = own.iter().map(String::as_str).chain(row.split(',')).collect();
            let value = |column: &str| {
                let place = COLUMNS.split(',').position(|known| known == column)?;
                values.get(place).copied().filter(|value| !value.is_empty())
            };
            let entry = Entry::new(Register::Roster, value).expect("a registration");
            (number, RosterRecord::new(entry, email.parse().ok()))
        })
    }

    /// Returns what may appear nowhere in clear.
    pub(crate) fn secrets() -> impl Iterator<Item = String> {
        let others = OTHERS.into_iter().filter_map(Person::new);
        let others = others.flat_map(|person| [person.name(), person.number()]);
        others.chain([SCHOOL.to_owned(), ADDRESSES.to_owned()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use roster::{Format, Roster as Read};

    fn roster(is_wrong: bool) -> Roster {
        Roster { rows: [Some(0), Some(6), None, Some(8)], mark: 1, is_wrong }
    }

    #[test]
    fn a_roster_is_read_as_what_has_to_be_stored_of_it() {
        let roster = roster(false);
        let file = roster.file();
        let read = Read::read(file.as_bytes(), Format::Csv).unwrap();
        let rows: Vec<_> = read.rows().map(|row| RosterRecord::new(row.entry, row.email)).collect();
        assert_eq!(rows, roster.records().map(|(_, record)| record).collect::<Vec<_>>());
        assert_eq!(rows.len(), OTHERS.len() + 3);
    }

    #[test]
    fn a_mistake_is_one() {
        assert!(Read::read(roster(true).file().as_bytes(), Format::Csv).is_err());
    }
}
