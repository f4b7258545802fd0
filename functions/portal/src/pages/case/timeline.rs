//! What has happened to a case, oldest first.

use edge::Locale;

use crate::texts::candidate::Texts;
use crate::wire::case::Event;
use crate::words::{self, Instant};

/// Something that has happened, as people say it.
pub(crate) struct Happening<'a> {
    pub(crate) name: &'static str,
    /// When. What the clock has ended was over when its time had come, whenever the sweep came to it.
    pub(crate) at: Instant,
    /// When that was written down, if it was not within the same second: more exact than that nobody is told.
    pub(crate) recorded: Option<Instant>,
    pub(crate) reason: Option<&'a str>,
}

/// Returns what has happened.
pub(crate) fn timeline<'a>(events: &'a [Event], w: &'static Texts, locale: Locale) -> Vec<Happening<'a>> {
    let happening = |event: &'a Event| {
        let recorded = words::at(&event.at, locale);
        let at = event.due.as_ref().map_or_else(|| recorded.clone(), |due| words::at(due, locale));
        Happening {
            name: happened(&event.event, w),
            recorded: (second(&recorded) != second(&at)).then_some(recorded),
            at,
            reason: event.moved.as_ref().map(|moved| moved.reason.as_str()),
        }
    };
    let mut timeline: Vec<Happening<'a>> = events.iter().map(happening).collect();
    // Something else may have been done between the end of a duty and its record. Functions write instants in one form, which sorts
    // as instants do.
    timeline.sort_by(|one, other| one.at.machine.cmp(&other.at.machine));
    timeline
}

/// Returns an instant without its milliseconds.
fn second(instant: &Instant) -> &str {
    instant.machine.split('.').next().unwrap_or_default()
}

fn happened(event: &str, w: &'static Texts) -> &'static str {
    match event {
        "opened" => w.e_opened,
        "draft-discarded" => w.e_draft_discarded,
        "submitted" => w.e_submitted,
        "approved-by-rule" => w.e_approved_by_rule,
        "handed-over" => w.e_handed_over,
        "passed" => w.e_passed,
        "registration-read" => w.e_registration_read,
        "returned" => w.e_returned,
        "corrected" => w.e_corrected,
        "rejected" => w.e_rejected,
        "escalated" => w.e_escalated,
        "lapsed" => w.e_lapsed,
        "category-derived" => w.e_category_derived,
        "moved" => w.e_moved,
        _ => w.e_other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn told(events: Value) -> Vec<(&'static str, String, Option<String>)> {
        let events: Vec<Event> = serde_json::from_value(events).unwrap();
        let locale = Locale::English;
        let told = timeline(&events, Texts::of(locale), locale).into_iter();
        told.map(|one| (one.name, one.at.words, one.recorded.map(|recorded| recorded.words))).collect()
    }

    #[test]
    fn what_the_clock_has_ended_happened_when_it_fell_due() {
        let lapsed = |at: &str| {
            let told = told(json!([{ "event": "lapsed", "at": at, "due": "2027-04-17T07:00:00.000Z" }]));
            let [(_, at, recorded)] = told.try_into().unwrap();
            assert_eq!(at, "17 April 2027, 15:00");
            recorded
        };
        assert_eq!(lapsed("2027-04-18T01:30:00.000Z").as_deref(), Some("18 April 2027, 09:30"));
        assert_eq!(lapsed("2027-04-17T07:00:01.000Z").as_deref(), Some("17 April 2027, 15:00:01"));
        assert_eq!(lapsed("2027-04-17T07:00:00.999Z"), None);
    }

    #[test]
    fn the_end_of_a_duty_stands_before_what_was_done_until_it_was_written_down() {
        let told = told(json!([
            { "event": "submitted", "at": "2027-04-15T01:00:00.000Z" },
            { "event": "moved", "at": "2027-04-17T02:00:00.000Z" },
            { "event": "escalated", "at": "2027-04-17T03:00:00.000Z", "due": "2027-04-17T01:00:00.001Z" },
        ]));
        let names: Vec<&str> = told.iter().map(|(name, _, _)| *name).collect();
        let w = Texts::of(Locale::English);
        assert_eq!(names, [w.e_submitted, w.e_escalated, w.e_moved]);
    }
}
