//! Civil dates and times in China (Asia/Shanghai). Nothing else in the workspace names an offset.

use crate::instant::Cutoff;
use chrono::{
    DateTime, Datelike as _, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta,
    Timelike as _, Utc,
};
use std::{fmt, str::FromStr};

mod working_days;
pub use working_days::{InvalidTable, WorkingDays, YearNotPublished, YearTable};

/// UTC+8 all year. Correct for every instant after 1991, and we store none before it.
const CHINA: FixedOffset = FixedOffset::east_opt(8 * 60 * 60).expect("eight hours is in range");

/// The finest step of an instant.
const MILLISECOND: TimeDelta = TimeDelta::milliseconds(1);

/// Returns the civil date in China at `instant`.
pub fn date_at(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&CHINA).date_naive()
}

/// Returns the first instant of `date` in China.
pub fn start_of(date: NaiveDate) -> DateTime<Utc> {
    instant_of(date.and_time(NaiveTime::MIN))
}

/// Returns the first instant after `date` in China, which is 24:00 of that day.
pub fn end_of(date: NaiveDate) -> DateTime<Utc> {
    start_of(date.checked_add_days(Days::new(1)).unwrap_or(date))
}

/// Returns 24:00 of the day that is so many days after the one of `instant` in China.
pub fn end_of_days_after(instant: DateTime<Utc>, days: u16) -> DateTime<Utc> {
    let date = date_at(instant);
    end_of(date.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX))
}

/// Writes an instant as people in China read it: `4月19日15:00`. Midnight is the end of the day before, as in 24:00.
pub fn words(instant: DateTime<Utc>) -> String {
    let local = instant.with_timezone(&CHINA);
    if local.time() == NaiveTime::MIN {
        let day = local.date_naive().pred_opt().unwrap_or(local.date_naive());
        return std::format!("{}月{}日24:00", day.month(), day.day());
    }
    std::format!("{}月{}日{:02}:{:02}", local.month(), local.day(), local.hour(), local.minute())
}

fn instant_of(civil: NaiveDateTime) -> DateTime<Utc> {
    civil.checked_sub_offset(CHINA).unwrap_or(NaiveDateTime::MIN).and_utc()
}

/// A civil day, or a civil time on a day, as people write deadlines: `2027-04-19`, `2027-04-19T15:00`,
/// `2027-04-19T15:00:30`, `2027-04-19T24:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Civil {
    /// The whole of a day.
    Day(NaiveDate),
    /// An instant on the clock.
    Time(DateTime<Utc>),
}

impl Civil {
    /// Returns the instant, of a day the first one.
    pub fn start(self) -> DateTime<Utc> {
        match self {
            Self::Day(date) => start_of(date),
            Self::Time(instant) => instant,
        }
    }
}

/// Writes it as people write deadlines. Seconds and milliseconds are there only where they are not zero, and midnight is the
/// beginning of a day.
impl fmt::Display for Civil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = match self {
            Self::Day(date) => return write!(f, "{date}"),
            Self::Time(instant) => instant.with_timezone(&CHINA),
        };
        write!(f, "{}T{:02}:{:02}", local.date_naive(), local.hour(), local.minute())?;
        match (local.second(), local.timestamp_subsec_millis()) {
            (0, 0) => Ok(()),
            (second, 0) => write!(f, ":{second:02}"),
            (second, milliseconds) => write!(f, ":{second:02}.{milliseconds:03}"),
        }
    }
}

/// The text is no civil day or time of four-digit year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a day as in 2027-04-19 or a time as in 2027-04-19T15:00, at most 24:00, without an offset")]
pub struct InvalidCivil;

impl FromStr for Civil {
    type Err = InvalidCivil;

    fn from_str(text: &str) -> Result<Self, InvalidCivil> {
        let Some((day, time)) = text.split_once('T') else {
            return Ok(Self::Day(day(text)?));
        };
        let date = self::day(day)?;
        if matches!(time, "24:00" | "24:00:00") {
            return Ok(Self::Time(end_of(date)));
        }
        let fields: Vec<u32> = time.split(':').map(|field| number(field, 2)).collect::<Result<_, _>>()?;
        let (hour, minute, second) = match fields.as_slice() {
            [hour, minute] => (*hour, *minute, 0),
            [hour, minute, second] => (*hour, *minute, *second),
            _ => return Err(InvalidCivil),
        };
        let time = NaiveTime::from_hms_opt(hour, minute, second).ok_or(InvalidCivil)?;
        Ok(Self::Time(instant_of(date.and_time(time))))
    }
}

/// Reads a day in the one form `2027-04-19`.
///
/// # Errors
///
/// Returns [`InvalidCivil`] for another form, or for a day that does not exist.
pub fn day(text: &str) -> Result<NaiveDate, InvalidCivil> {
    let mut fields = text.split('-');
    let (Some(year), Some(month), Some(day), None) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err(InvalidCivil);
    };
    let year = i32::try_from(number(year, 4)?).map_err(|_| InvalidCivil)?;
    NaiveDate::from_ymd_opt(year, number(month, 2)?, number(day, 2)?).ok_or(InvalidCivil)
}

fn number(text: &str, digits: usize) -> Result<u32, InvalidCivil> {
    // `parse` alone would accept a sign.
    if text.len() != digits || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InvalidCivil);
    }
    text.parse().map_err(|_| InvalidCivil)
}

/// How a text of the law puts the end of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// 之前: the named instant is too late, and of a named day the first one.
    Before(Civil),
    /// 以内, 不超过, 最迟: the named instant is in time, and so is the whole of a named day.
    Until(Civil),
}

impl Bound {
    /// Turns the words into the first instant that is too late.
    pub fn cutoff(self) -> Cutoff {
        let too_late = match self {
            Self::Before(civil) => civil.start(),
            Self::Until(Civil::Day(date)) => end_of(date),
            Self::Until(Civil::Time(instant)) => instant.checked_add_signed(MILLISECOND).unwrap_or(instant),
        };
        Cutoff { too_late }
    }
}

#[cfg(test)]
mod tests;
