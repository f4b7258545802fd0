//! Who runs out of time although nobody is late: an office that uses all its hours is in time.

use super::{Subject, written};
use crate::report::{Code, Remark};
use chrono::{DateTime, Utc};
use domain::{
    instant::Cutoff,
    policy::{Policy, Registration},
};

pub(super) fn look(subject: &Subject<'_>) -> Vec<Remark> {
    let mut remarks = vec![to_correct(subject)];
    if let Some(registration) = subject.policy.registration() {
        remarks.extend([to_call_at_once(subject, registration), to_call_later(subject, registration)]);
    }
    remarks.into_iter().flatten().collect()
}

/// S1-F05: a case that is returned in time comes back when the supplement has closed.
fn to_correct(subject: &Subject<'_>) -> Option<Remark> {
    let supplement = subject.policy.supplement();
    let from = first(subject.policy, |filed| has_no_time_to_correct(subject.policy, filed))?;
    let (who, closes) = (whoever_files(subject.policy, from), written(supplement.closes.too_late));
    let hours = u16::from(supplement.after_late_return);
    let sentence = format!(
        "{who} can get the case back, from an office that uses all its hours, when the supplement has closed at \
         {closes}: theirs then closes {hours} hours after that, and whatever follows it moves as well"
    );
    Some(Remark { from: Some(from), ..subject.remark(Code::NoTimeToCorrect, &["closes"], sentence) })
}

/// Tells whether what is filed at `filed` can come back, from an office that is in time, when the supplement has closed.
pub(crate) fn has_no_time_to_correct(policy: &Policy, filed: DateTime<Utc>) -> bool {
    let supplement = policy.supplement();
    supplement.rounds != 0 && !supplement.closes.is_open(policy.review().due(filed).last())
}

/// S1-F06, for whoever is approved by a rule, which is when they file.
fn to_call_at_once(subject: &Subject<'_>, registration: &Registration) -> Option<Remark> {
    if subject.policy.categories().iter().all(|category| category.approved_by.is_none()) {
        return None;
    }
    let from = first(subject.policy, |filed| is_stuck(registration, filed))?;
    let who = whoever_files(subject.policy, from);
    Some(to_call(subject, registration.contact, from, &format!("{who} and is approved by a rule at once")))
}

/// S1-F06, for whoever is passed by a person at the end of the hours for that.
fn to_call_later(subject: &Subject<'_>, registration: &Registration) -> Option<Remark> {
    let review = subject.policy.review();
    let from = first(subject.policy, |filed| is_stuck(registration, review.due(filed).last()))?;
    let who = whoever_files(subject.policy, from);
    Some(to_call(
        subject,
        registration.contact,
        from,
        &format!("{who} and is passed by a person in the last moment"),
    ))
}

/// Tells whether the office may still be in time with what was approved at `approved` when nobody can be called about it.
fn is_stuck(registration: &Registration, approved: DateTime<Utc>) -> bool {
    !registration.contact.is_open(registration.due(approved).last())
}

fn to_call(subject: &Subject<'_>, contact: Cutoff, from: DateTime<Utc>, who: &str) -> Remark {
    let last = written(contact.last());
    let sentence = format!(
        "{who} may wait for 待支付, within the hours that the office has for it, until nobody can be called about it any \
         more, which is after {last}"
    );
    let remark = subject.remark(Code::NoTimeToCall, &["registration", "contact"], sentence);
    Remark { from: Some(from), ..remark }
}

/// Returns the first instant at which filing has such a consequence, if there is one. It has it from then on: each of the
/// domain's clocks ends the later, the later it begins.
fn first(policy: &Policy, has: impl Fn(DateTime<Utc>) -> bool) -> Option<DateTime<Utc>> {
    let last = policy.closes().last();
    let at = |milliseconds| DateTime::from_timestamp_millis(milliseconds).unwrap_or(last);
    let (mut from, mut to) = (policy.opens().timestamp_millis(), last.timestamp_millis());
    while from < to {
        let middle = from + (to - from) / 2;
        if has(at(middle)) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    Some(at(to)).filter(|first| has(*first))
}

fn whoever_files(policy: &Policy, from: DateTime<Utc>) -> String {
    if from == policy.opens() {
        "whoever files, at whatever instant,".to_owned()
    } else {
        format!("whoever files from {} on", written(from))
    }
}

#[cfg(test)]
mod tests;
