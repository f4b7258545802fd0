//! Whether a check can be passed at all, and whether it asks what another one has asked already.

use super::{Subject, conditions::disputed};
use crate::report::{Code, Remark};
use domain::check::{Check, Condition};

pub(super) fn look(subject: &Subject<'_>) -> Vec<Remark> {
    let checks = subject.policy.checks();
    let earlier = |place: usize| checks.iter().take(place);
    let mut remarks = Vec::new();
    for (place, check) in checks.iter().enumerate() {
        remarks.extend(never_passed(subject, check));
        let same = earlier(place).find(|other| are_same(check, other));
        remarks.extend(same.map(|other| {
            let (one, other) = (&check.id, &other.id);
            let sentence =
                format!("the check {one} asks the same as the check {other}: one of them is enough");
            subject.remark(Code::SameCheck, &["check", one.as_str()], sentence)
        }));
    }
    remarks
}

fn never_passed(subject: &Subject<'_>, check: &Check) -> Option<Remark> {
    let field = disputed(check, check)?;
    let sentence = format!(
        "the check {} is never passed: whatever {} answers, its field {field} does not meet all conditions",
        check.id,
        check.register.name()
    );
    Some(subject.remark(Code::CheckNeverPassed, &["check", check.id.as_str()], sentence))
}

fn are_same(one: &Check, other: &Check) -> bool {
    let has_all =
        |some: &[Condition], all: &[Condition]| some.iter().all(|condition| all.contains(condition));
    one.register == other.register
        && has_all(&one.conditions, &other.conditions)
        && has_all(&other.conditions, &one.conditions)
}

#[cfg(test)]
mod tests;
