//! What is there for nothing, and what is not there and needed.

use super::Subject;
use crate::report::{Code, Remark};
use domain::predicate::Predicate;

pub(super) fn look(subject: &Subject<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    remarks.extend(rules(subject));
    remarks.extend(checks(subject));
    remarks.extend(materials(subject));
    remarks.extend(pictures(subject));
    remarks.extend(messages(subject));
    remarks.extend(code(subject));
    remarks.extend(reasons(subject));
    remarks
}

/// The rules are those of the file: what is read of it keeps those alone that a category names.
fn rules(subject: &Subject<'_>) -> impl Iterator<Item = Remark> {
    let approvals =
        || subject.policy.categories().iter().filter_map(|category| category.approved_by.as_ref());
    let names = subject.lines.names("rule").into_iter();
    names.filter(move |name| approvals().all(|approval| approval.rule.as_str() != *name)).map(|name| {
        let sentence = format!("no category is approved by the rule {name}");
        subject.remark(Code::UnusedRule, &["rule", name], sentence)
    })
}

fn checks(subject: &Subject<'_>) -> impl Iterator<Item = Remark> {
    let named: Vec<_> = subject.policy.predicates().flat_map(Predicate::checks).collect();
    subject.policy.checks().iter().filter(move |check| !named.contains(&&check.id)).map(|check| {
        let sentence = format!("nobody is approved, or in a category, by the check {}", check.id);
        subject.remark(Code::UnusedCheck, &["check", check.id.as_str()], sentence)
    })
}

fn materials(subject: &Subject<'_>) -> impl Iterator<Item = Remark> {
    let handed_in = |id| subject.policy.categories().iter().any(|category| category.asks_for(id));
    subject.policy.materials().iter().filter(move |material| !handed_in(&material.id)).map(|material| {
        let sentence = format!("no category hands in the material {}", material.id);
        subject.remark(Code::UnusedMaterial, &["material", material.id.as_str()], sentence)
    })
}

fn pictures(subject: &Subject<'_>) -> Option<Remark> {
    let limits = subject.policy.pictures()?;
    if subject.policy.materials().is_empty() {
        let sentence = "there are limits for pictures, and no material is handed in as one".to_owned();
        return Some(subject.remark(Code::UnusedPictures, &["pictures"], sentence));
    }
    // The smallest one that is not too small.
    limits.check(limits.side_min, limits.side_min).is_err().then(|| {
        let sentence =
            "no picture keeps these limits: the smallest one whose sides are long enough is too large"
                .to_owned();
        subject.remark(Code::NoPictureFits, &["pictures"], sentence)
    })
}

fn messages(subject: &Subject<'_>) -> impl Iterator<Item = Remark> {
    let (policy, messages) = (subject.policy, subject.policy.messages());
    let of_returning = "no case can be returned, since there are no rounds";
    let never = [
        ("code", messages.code.is_some() && policy.verification().is_none(), "no telephone is verified"),
        ("returned", messages.returned.is_some() && policy.supplement().rounds == 0, of_returning),
        (
            "supplement-closes",
            messages.supplement_closes.is_some() && policy.supplement().rounds == 0,
            of_returning,
        ),
    ];
    never.into_iter().filter(|(_, is_never, _)| *is_never).map(|(name, _, why)| {
        let sentence = format!("the message {name} is never sent: {why}");
        subject.remark(Code::UnusedMessage, &["message", name], sentence)
    })
}

fn code(subject: &Subject<'_>) -> Option<Remark> {
    subject.policy.verification()?;
    subject.policy.messages().code.is_none().then(|| {
        let sentence =
            "a telephone has to be verified, and there is no message that brings a code: nobody can file"
                .to_owned();
        subject.remark(Code::NoCodeMessage, &["verification"], sentence)
    })
}

fn reasons(subject: &Subject<'_>) -> Option<Remark> {
    subject.policy.reasons().is_empty().then(|| {
        let sentence =
            "there is no return-reason: a reviewer can neither return nor reject anything".to_owned();
        Remark { code: Code::NoReturnReason, line: None, from: None, sentence }
    })
}

#[cfg(test)]
mod tests;
