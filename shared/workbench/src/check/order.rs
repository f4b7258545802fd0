//! Whether the instants of a season follow each other. What nobody could run a season by is refused when the file is read;
//! here is what can be run, and can hardly have been meant.

use super::{Subject, written};
use crate::report::{Code, Remark};
use chrono::{DateTime, Utc};
use domain::{
    instant::Cutoff,
    policy::{Hours, Reminder},
};

pub(super) fn look(subject: &Subject<'_>) -> Vec<Remark> {
    let registration = subject.policy.registration().map(|registration| registration.starts);
    let mut remarks = vec![
        start(subject, "review", subject.policy.review().starts),
        registration.and_then(|starts| start(subject, "registration", starts)),
        window_reminder(subject),
    ];
    if subject.policy.supplement().rounds != 0 {
        remarks.extend([supplement(subject), reviewed(subject), set(subject), supplement_reminder(subject)]);
    }
    remarks.into_iter().flatten().collect()
}

/// A clock that starts before anybody can have filed never counts from its start.
fn start(subject: &Subject<'_>, key: &str, starts: DateTime<Utc>) -> Option<Remark> {
    let opens = subject.policy.opens();
    (starts < opens).then(|| {
        let (starts, opens) = (written(starts), written(opens));
        let sentence = format!(
            "the clock of {key} starts at {starts}, and nobody can file before {opens}: the hours always count from \
             what they are about; if that is meant, write {opens}"
        );
        subject.remark(Code::StartWithoutEffect, &[key, "starts"], sentence)
    })
}

fn supplement(subject: &Subject<'_>) -> Option<Remark> {
    let (window, supplement) = (subject.policy.closes(), subject.policy.supplement().closes);
    (supplement <= window).then(|| {
        let (window, supplement) = (written(window.too_late), written(supplement.too_late));
        let sentence = format!(
            "the supplement closes at {supplement}, and cases can be filed until {window}: it has to close later, or \
             whoever files last has never had time to correct"
        );
        subject.remark(Code::SupplementBeforeWindow, &["supplement", "closes"], sentence)
    })
}

fn reviewed(subject: &Subject<'_>) -> Option<Remark> {
    let supplement = subject.policy.supplement();
    (supplement.reviewed <= supplement.closes).then(|| {
        let closes = written(supplement.closes.too_late);
        let sentence = format!(
            "corrections can be handed in until {closes}, and the office is to have reviewed all of them by then: the \
             last ones are overdue when they arrive"
        );
        subject.remark(Code::NoTimeToReview, &["supplement", "reviewed"], sentence)
    })
}

fn set(subject: &Subject<'_>) -> Option<Remark> {
    let reviewed = subject.policy.supplement().reviewed;
    let set = subject.policy.registration()?.after_correction.set;
    (set < reviewed).then(|| {
        let (set, reviewed) = (written(set.too_late), written(reviewed.too_late));
        let sentence = format!(
            "the office may approve corrections until {reviewed}, and is to have set their registrations to 待支付 by \
             {set}: what is approved in between is overdue at once"
        );
        subject.remark(Code::SetBeforeReviewed, &["registration", "after-correction", "set"], sentence)
    })
}

fn window_reminder(subject: &Subject<'_>) -> Option<Remark> {
    let Reminder { before, text: _ } = subject.policy.messages().window_closes.as_ref()?;
    never_sent(subject, *before, subject.policy.closes(), "window-closes")
}

/// Whoever has less time than a reminder's from the beginning gets none. So it is sent to nobody if that holds of whoever is
/// returned first, and of whoever is returned so late that the closing moves.
fn supplement_reminder(subject: &Subject<'_>) -> Option<Remark> {
    let Reminder { before, text: _ } = subject.policy.messages().supplement_closes.as_ref()?;
    let supplement = subject.policy.supplement();
    let returned = supplement.closes.too_late;
    let moved = supplement.after_late_return.after(returned);
    if returned < before.before(moved) {
        return None;
    }
    never_sent(subject, *before, supplement.closes, "supplement-closes")
}

fn never_sent(subject: &Subject<'_>, before: Hours, closes: Cutoff, message: &str) -> Option<Remark> {
    let (at, opens) = (before.before(closes), subject.policy.opens());
    (at <= opens).then(|| {
        let (at, opens) = (written(at), written(opens));
        let sentence = format!(
            "the reminder falls on {at}, and nobody can have a case before {opens}: whoever has less time than that has \
             just been told, and is not reminded, so it is never sent"
        );
        subject.remark(Code::ReminderNeverSent, &["message", message, "hours-before"], sentence)
    })
}

#[cfg(test)]
mod tests;
