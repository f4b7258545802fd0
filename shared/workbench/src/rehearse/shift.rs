//! The hours of whoever works at the office, and how few of them are enough.

use super::Desk;
use chrono::{DateTime, TimeDelta, Utc};
use domain::calendar::{date_at, end_of, start_of};

/// When people work, and how long one thing takes them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shift {
    from: TimeDelta,
    until: TimeDelta,
    pub(super) takes: TimeDelta,
}

impl Shift {
    /// Whatever a plan says, a day has an hour at least, ends at 24, and has room for one thing.
    pub(super) fn new(desk: Desk, minutes: u16) -> Self {
        let (from, until) = (desk.from.min(23), desk.until.min(24));
        let until = until.max(from + 1);
        let takes = minutes.clamp(1, u16::from(until - from) * 60);
        let hours = |hours: u8| TimeDelta::hours(i64::from(hours));
        Self { from: hours(from), until: hours(until), takes: TimeDelta::minutes(i64::from(takes)) }
    }

    /// Returns the first instant from `at` on at which something can be begun that is over on the same day.
    pub(super) fn begins(self, at: DateTime<Utc>) -> DateTime<Utc> {
        let today = start_of(date_at(at));
        if at <= today + self.until - self.takes {
            at.max(today + self.from)
        } else {
            end_of(date_at(at)) + self.from
        }
    }
}

/// Returns the least number that is enough, up to one for each of `things`, if any is. Of more than enough there is enough.
pub(super) fn least(things: usize, are_enough: impl Fn(u32) -> bool) -> Option<u32> {
    if things == 0 {
        return Some(0);
    }
    let most = u32::try_from(things).unwrap_or(u32::MAX);
    let mut to = 1;
    while !are_enough(to) {
        if most <= to {
            return None;
        }
        to = to.saturating_mul(2).min(most);
    }
    let mut from = 1;
    while from < to {
        let middle = from + (to - from) / 2;
        if are_enough(middle) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    Some(to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rehearse::Plan;
    use domain::instant::parse;

    #[test]
    fn nobody_begins_before_the_morning_nor_what_would_not_end_on_the_same_day() {
        let at = |text: &str| parse(&format!("2027-04-{text}+08:00")).unwrap();
        for (from, begins) in [
            ("15T00:00:00", "15T09:00:00"),
            ("15T08:59:59.999", "15T09:00:00"),
            ("15T09:00:00.001", "15T09:00:00.001"),
            ("15T16:54:00", "15T16:54:00"),
            ("15T16:54:00.001", "16T09:00:00"),
            ("15T23:59:59.999", "16T09:00:00"),
        ] {
            assert_eq!(Shift::new(Plan::new(1, 1).desk, 6).begins(at(from)), at(begins), "{from}");
        }
    }

    #[test]
    fn a_day_that_has_no_room_for_anything_has_room_for_one_thing() {
        let morning = parse("2027-04-15T00:00:00+08:00").unwrap();
        for (from, until, minutes) in
            [(9, 9, 6), (17, 9, 0), (23, 24, 600), (24, 24, 6), (255, 255, u16::MAX)]
        {
            let shift = Shift::new(Desk { from, until, ..Plan::new(1, 1).desk }, minutes);
            let begins = shift.begins(morning);
            assert_eq!(shift.begins(begins), begins, "{shift:?}");
            assert_ne!(shift.begins(begins + shift.takes), begins, "{shift:?}");
        }
    }

    #[test]
    fn the_least_that_is_enough_is_found_and_nothing_where_one_for_each_is_not() {
        for enough in 1..=20 {
            assert_eq!(least(20, |number| enough <= number), Some(enough));
        }
        assert_eq!(least(20, |number| 21 <= number), None);
        assert_eq!(least(0, |_| false), Some(0));
    }
}
