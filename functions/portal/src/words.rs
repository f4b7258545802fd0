//! Instants as people say them, in Beijing time.

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use domain::calendar::{self, Civil};
use edge::Locale;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// An instant as it stands on a page: for people, and for programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Instant {
    /// As people say it.
    pub(crate) words: String,
    /// In RFC 3339, as functions say it.
    pub(crate) machine: String,
}

/// Writes when something is or was.
pub(crate) fn at(machine: &str, locale: Locale) -> Instant {
    let words = domain::instant::parse(machine).map(|instant| spoken(instant, locale));
    Instant { words: words.unwrap_or_else(|_| machine.to_owned()), machine: machine.to_owned() }
}

/// Writes the first instant that is too late: what people have to be earlier than, or the last instant that counts where that is a
/// full minute.
pub(crate) fn before(machine: &str, locale: Locale) -> Instant {
    let Ok(too_late) = domain::instant::parse(machine) else { return at(machine, locale) };
    let is_inclusive = too_late.timestamp_subsec_millis() == 1;
    let words = if is_inclusive {
        let last = spoken(too_late - TimeDelta::milliseconds(1), locale);
        match locale {
            Locale::Chinese => format!("{last}（含）"),
            Locale::English => format!("{last} inclusive"),
        }
    } else {
        let limit = ending(too_late, locale);
        match locale {
            Locale::Chinese => format!("{limit}之前"),
            Locale::English => format!("before {limit}"),
        }
    };
    Instant { words, machine: machine.to_owned() }
}

/// Midnight is the end of a day for whoever has to be earlier.
fn ending(instant: DateTime<Utc>, locale: Locale) -> String {
    let (_, time) = civil(instant);
    if time != "00:00" {
        return spoken(instant, locale);
    }
    let day = day(instant - TimeDelta::milliseconds(1), locale);
    match locale {
        Locale::Chinese => format!("{day} 24:00"),
        Locale::English => format!("{day}, 24:00"),
    }
}

fn spoken(instant: DateTime<Utc>, locale: Locale) -> String {
    let (day, (_, time)) = (day(instant, locale), civil(instant));
    // Nobody is told milliseconds, and seconds only where they are not zero.
    let time = time.split('.').next().unwrap_or_default();
    match locale {
        Locale::Chinese => format!("{day} {time}"),
        Locale::English => format!("{day}, {time}"),
    }
}

fn day(instant: DateTime<Utc>, locale: Locale) -> String {
    let date = calendar::date_at(instant);
    match locale {
        Locale::Chinese => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Locale::English => {
            let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
            format!("{} {month} {}", date.day(), date.year())
        }
    }
}

/// Splits an instant into its date and its time, as they are on clocks in Beijing.
fn civil(instant: DateTime<Utc>) -> (String, String) {
    let text = Civil::Time(instant).to_string();
    let (date, time) = text.split_once('T').unwrap_or((&text, ""));
    (date.to_owned(), time.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(machine: &str, zh: &str, en: &str) {
        let said = |locale| before(machine, locale).words;
        assert_eq!((said(Locale::Chinese).as_str(), said(Locale::English).as_str()), (zh, en));
    }

    #[test]
    fn when_something_is_is_said_in_beijing_time() {
        let at = |locale| at("2027-04-15T01:00:00.000Z", locale).words;
        assert_eq!(at(Locale::Chinese), "2027年4月15日 09:00");
        assert_eq!(at(Locale::English), "15 April 2027, 09:00");
    }

    #[test]
    fn what_is_too_late_is_said_as_what_has_to_come_before_it() {
        says("2027-04-19T07:00:00.000Z", "2027年4月19日 15:00之前", "before 19 April 2027, 15:00");
        says("2027-04-19T16:00:00.000Z", "2027年4月19日 24:00之前", "before 19 April 2027, 24:00");
    }

    #[test]
    fn an_instant_that_itself_is_in_time_is_said_to_be_so() {
        says("2027-04-19T10:00:00.001Z", "2027年4月19日 18:00（含）", "19 April 2027, 18:00 inclusive");
    }

    #[test]
    fn seconds_are_said_where_there_are_any_and_milliseconds_never() {
        assert_eq!(at("2027-04-15T01:00:59.999Z", Locale::Chinese).words, "2027年4月15日 09:00:59");
    }

    #[test]
    fn what_is_no_instant_stands_as_it_is() {
        assert_eq!(at("soon", Locale::Chinese).words, "soon");
    }
}
