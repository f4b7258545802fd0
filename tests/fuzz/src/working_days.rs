//! Tables of working days, as operators write them by a notice.

use chrono::{Datelike as _, NaiveDate, Weekday};
use domain::calendar::{WorkingDays, YearTable, end_of, start_of};

/// Reads a table, and counts working days by it.
pub fn working_days(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let table = match YearTable::parse(&text) {
        Ok(table) => table,
        Err(why) => return assert!(!why.to_string().is_empty()),
    };
    let year = table.year();
    let days = WorkingDays::new([table]);
    let Some(first) = NaiveDate::from_ymd_opt(year, 1, 1) else { return };
    let mut working = Vec::new();
    for date in first.iter_days().take_while(|date| date.year() == year) {
        if days.is_working(date).expect("the year is published") {
            working.push(date);
        }
    }
    assert!(days.is_working(first.pred_opt().unwrap()).is_err(), "a year is guessed");
    for pair in working.windows(2) {
        assert_eq!(days.next_after(pair[0]), Ok(pair[1]));
        assert_eq!(days.add(pair[0], 0), Ok(pair[0]));
        // A duty of a day that begins on a working day has the whole of the next one.
        assert_eq!(days.due(start_of(pair[0]), 1).unwrap().too_late, end_of(pair[1]));
    }
    if let [from, .., to] = working.as_slice() {
        let count = u8::try_from(working.len() - 1).unwrap_or(u8::MAX);
        let reached = days.add(*from, count).expect("they are in the year");
        assert!(count == u8::MAX || reached == *to);
        assert!(days.next_after(*to).is_err(), "the year after is guessed");
    }
    // Only exchanged weekends are made up on, and no more days are off than holidays have.
    let weekdays =
        working.iter().filter(|date| !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)).count();
    assert!(weekdays <= 262);
}
