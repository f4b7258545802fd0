//! Instants and numbers of the clocks.

use chrono::{DateTime, Utc};
use domain::{calendar::Civil, instant::Cutoff, policy::Policy};

/// An instant or a number of the clocks that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Which one, as it is called in the file.
    pub name: &'static str,
    /// What it was, if there was one.
    pub from: Option<String>,
    /// What it is, if there is one.
    pub to: Option<String>,
}

/// Returns what has moved, in the order of the manual.
pub(super) fn moved(old: &Policy, new: &Policy) -> Vec<Moved> {
    let pairs = clocks(old).into_iter().zip(clocks(new));
    let moved = pairs.map(|((name, from), (_, to))| Moved { name, from, to });
    moved.filter(|moved| moved.from != moved.to).collect()
}

/// Returns every instant and number of the clocks. A cut-off is the first instant that is too late.
fn clocks(policy: &Policy) -> [(&'static str, Option<String>); 15] {
    let (review, supplement) = (policy.review(), policy.supplement());
    let registration = policy.registration();
    let registration_days = policy.derivation().and_then(|derivation| derivation.registration_days);
    let of_registration =
        |cutoff: fn(&domain::policy::Registration) -> Cutoff| registration.map(cutoff).and_then(too_late);
    [
        ("opens", at(policy.opens())),
        ("closes", too_late(policy.closes())),
        ("review.starts", at(review.starts)),
        ("review.hours", number(review.within.into())),
        ("supplement.closes", too_late(supplement.closes)),
        ("supplement.reviewed", too_late(supplement.reviewed)),
        ("supplement.rounds", number(supplement.rounds.into())),
        ("supplement.hours-after-late-return", number(supplement.after_late_return.into())),
        ("registration.starts", registration.and_then(|clocks| at(clocks.starts))),
        ("registration.hours", registration.and_then(|clocks| number(clocks.within.into()))),
        ("registration.contact", of_registration(|clocks| clocks.contact)),
        ("registration.after-correction.set", of_registration(|clocks| clocks.after_correction.set)),
        ("registration.after-correction.paid", of_registration(|clocks| clocks.after_correction.paid)),
        ("retention.case-days", policy.retention().and_then(|days| number(days.case_days))),
        ("derivation.registration-days", registration_days.and_then(number)),
    ]
}

fn at(instant: DateTime<Utc>) -> Option<String> {
    Some(Civil::Time(instant).to_string())
}

fn too_late(cutoff: Cutoff) -> Option<String> {
    at(cutoff.too_late)
}

fn number(number: u16) -> Option<String> {
    Some(number.to_string())
}
