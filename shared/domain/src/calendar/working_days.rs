//! Working days: Monday to Friday, as changed by the State Council's yearly notice.

use super::{day, end_of};
use crate::{
    calendar::date_at,
    document::{self, Mistake, Table, Value},
    instant::Cutoff,
};
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use std::collections::BTreeSet;

/// Longer than any holiday so far, the Spring Festival of 2020 included (10 days). A slip of the pen is longer.
const HOLIDAY_DAYS_MAX: usize = 16;

/// The working days of every year whose notice has been published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkingDays {
    years: BTreeSet<i32>,
    off: BTreeSet<NaiveDate>,
    made_up: BTreeSet<NaiveDate>,
}

/// The year's notice is not among the tables, and a guess would be worse than an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the working days of {year} have not been published")]
pub struct YearNotPublished {
    /// The year that is missing.
    pub year: i32,
}

impl WorkingDays {
    /// Joins the tables of several years. A notice may reach into the last days of the year before.
    pub fn new(tables: impl IntoIterator<Item = YearTable>) -> Self {
        let mut joined = Self::default();
        for table in tables {
            joined.years.insert(table.year);
            joined.off.extend(table.off);
            joined.made_up.extend(table.made_up);
        }
        joined
    }

    /// Tells whether `date` is a working day.
    ///
    /// # Errors
    ///
    /// Returns [`YearNotPublished`] if the date's year is not among the tables.
    pub fn is_working(&self, date: NaiveDate) -> Result<bool, YearNotPublished> {
        if !self.years.contains(&date.year()) {
            return Err(YearNotPublished { year: date.year() });
        }
        Ok(self.made_up.contains(&date) || (!is_weekend(date) && !self.off.contains(&date)))
    }

    /// Returns the first working day after `date`, which itself does not count.
    ///
    /// # Errors
    ///
    /// Returns [`YearNotPublished`] if the search reaches a year that is not among the tables.
    pub fn next_after(&self, date: NaiveDate) -> Result<NaiveDate, YearNotPublished> {
        let mut date = date;
        loop {
            date = date.checked_add_days(Days::new(1)).ok_or(YearNotPublished { year: date.year() })?;
            if self.is_working(date)? {
                return Ok(date);
            }
        }
    }

    /// Returns the working day that is `count` working days after `date`; for zero, `date` itself.
    ///
    /// # Errors
    ///
    /// Returns [`YearNotPublished`] if the count reaches a year that is not among the tables.
    pub fn add(&self, date: NaiveDate, count: u8) -> Result<NaiveDate, YearNotPublished> {
        (0..count).try_fold(date, |date, _| self.next_after(date))
    }

    /// Returns the end of a duty that began at `start` and may take `count` working days: the day it began on does
    /// not count, and the whole of the last one does.
    ///
    /// # Errors
    ///
    /// Returns [`YearNotPublished`] if the count reaches a year that is not among the tables.
    pub fn due(&self, start: DateTime<Utc>, count: u8) -> Result<Cutoff, YearNotPublished> {
        Ok(Cutoff { too_late: end_of(self.add(date_at(start), count)?) })
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// What the notice for one year changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearTable {
    year: i32,
    notice: String,
    off: BTreeSet<NaiveDate>,
    made_up: BTreeSet<NaiveDate>,
}

/// Why a file is not the table of a year.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTable {
    /// It is not TOML, or its keys are not those of a table.
    #[error("not a table of working days: {0}")]
    Malformed(#[from] Mistake),
    /// A day is written wrong or does not exist.
    #[error("not a day: {0}")]
    Day(String),
    /// The holiday ends before it begins, or is longer than any has been.
    #[error("the holiday from {from} to {to} has no sensible length")]
    Length {
        /// Its first day.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
    },
    /// The day is in another year than the table's, and not in the December before it.
    #[error("{0} does not belong to the year of the table")]
    OtherYear(NaiveDate),
    /// Two holidays share the day.
    #[error("{0} is in two holidays")]
    Twice(NaiveDate),
    /// The day is to be worked but is no weekend, or is a holiday of the same table.
    #[error("{0} cannot be made up on: it is an ordinary working day or a holiday")]
    MadeUp(NaiveDate),
}

/// A holiday as the notice has it.
struct Holiday {
    from: String,
    to: String,
    /// Weekend days that are worked in exchange.
    worked: Vec<String>,
}

impl YearTable {
    /// Reads the table of a year.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidTable`] for the first thing that cannot be what a notice says.
    pub fn parse(text: &str) -> Result<Self, InvalidTable> {
        let (year, notice, holidays) = document::read(text.as_bytes(), |file| {
            let notice = file.need("notice")?.text()?.to_owned();
            let holidays = file.need("holiday")?.list(0, |entry| entry.table(holiday))?;
            Ok((file.need("year")?.number(1..=9_999)?, notice, holidays))
        })?;
        let mut off = BTreeSet::new();
        for holiday in &holidays {
            for date in span(read(&holiday.from)?, read(&holiday.to)?)? {
                within(date, year)?;
                if !off.insert(date) {
                    return Err(InvalidTable::Twice(date));
                }
            }
        }
        let mut made_up = BTreeSet::new();
        for text in holidays.iter().flat_map(|holiday| &holiday.worked) {
            let date = read(text)?;
            within(date, year)?;
            if !is_weekend(date) || off.contains(&date) || !made_up.insert(date) {
                return Err(InvalidTable::MadeUp(date));
            }
        }
        Ok(Self { year, notice, off, made_up })
    }

    /// Returns the year that the table is for.
    pub const fn year(&self) -> i32 {
        self.year
    }

    /// Returns number and date of the notice.
    pub fn notice(&self) -> &str {
        &self.notice
    }
}

fn holiday(entry: &mut Table<'_>) -> Result<Holiday, Mistake> {
    // The name is for the people who compare the file with the notice.
    entry.need("name")?.text()?;
    let days = |list: Value<'_>| list.list(0, |day| Ok(day.text()?.to_owned()));
    Ok(Holiday {
        from: entry.need("from")?.text()?.to_owned(),
        to: entry.need("to")?.text()?.to_owned(),
        worked: entry.maybe("worked", days)?.unwrap_or_default(),
    })
}

fn read(text: &str) -> Result<NaiveDate, InvalidTable> {
    day(text).map_err(|_| InvalidTable::Day(text.to_owned()))
}

fn span(from: NaiveDate, to: NaiveDate) -> Result<Vec<NaiveDate>, InvalidTable> {
    let dates: Vec<NaiveDate> =
        from.iter_days().take(HOLIDAY_DAYS_MAX).take_while(|date| *date <= to).collect();
    if dates.last() == Some(&to) { Ok(dates) } else { Err(InvalidTable::Length { from, to }) }
}

fn within(date: NaiveDate, year: i32) -> Result<(), InvalidTable> {
    let december_before = date.month() == 12 && date.year().checked_add(1) == Some(year);
    if date.year() == year || december_before { Ok(()) } else { Err(InvalidTable::OtherYear(date)) }
}

#[cfg(test)]
mod tests;
