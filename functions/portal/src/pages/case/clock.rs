//! The clocks of a case: what happens until when, and what follows.

use edge::Locale;

use super::Desk;
use crate::texts::candidate::Texts;
use crate::words::{self, Instant};

/// A clock that runs.
pub(crate) struct Clock {
    pub(crate) name: &'static str,
    pub(crate) instant: Instant,
    /// What follows from it, if it is not plain.
    pub(crate) follows: Option<String>,
    /// Whether the page counts down to it.
    pub(crate) counts: bool,
}

pub(crate) fn clocks(desk: &Desk, now: &str, w: &'static Texts, locale: Locale) -> Vec<Clock> {
    let case = &desk.case;
    let mut clocks = Vec::new();
    let mut add = |name, machine: Option<&str>, follows: Option<&str>, counts| {
        let Some(machine) = machine else { return };
        let instant = words::before(machine, locale);
        clocks.push(Clock { name, instant, follows: follows.map(str::to_owned), counts });
    };
    // What is over is said already, and a draft has another name for it.
    let closes = case.closes.as_deref().filter(|_| !desk.is_over(now));
    add(w.clock_correct, closes, Some(w.clock_correct_follows), true);
    add(w.clock_due, case.due.as_deref(), Some(w.clock_due_follows), true);
    if let Some(registration) = &case.registration {
        let message = registration.message.as_ref().map(|message| message.of(&locale));
        let due = Some(registration.due.as_str()).filter(|_| registration.status == "awaiting-review");
        add(w.clock_registration, due, message, !registration.is_late);
        add(w.clock_contact, registration.contact_before.as_deref(), None, true);
        let pay = registration.pay_before.as_deref().filter(|_| registration.status != "paid");
        add(w.clock_pay, pay, Some(w.clock_pay_follows), true);
    }
    add(w.clock_erased, case.erased_from.as_deref(), None, false);
    clocks
}
