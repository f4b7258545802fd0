//! Whether everybody who can be on the roster falls under exactly one outcome.

use super::Subject;
use crate::report::{Code, Remark};
use people::Person;

pub(crate) mod people;

pub(super) fn look(subject: &Subject<'_>) -> Vec<Remark> {
    let Some(derivation) = subject.policy.derivation() else { return Vec::new() };
    let found = people::coverage(subject.policy);
    let at = |code, sentence| subject.remark(code, &["derivation"], sentence);
    let mut remarks = Vec::new();
    remarks.extend(found.nobody.map(|person| {
        let sentence = format!("nothing is derived for somebody like this: {}", described(&person));
        at(Code::NoOutcome, sentence)
    }));
    remarks.extend(found.several.map(|(person, ids)| {
        let names: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
        let sentence = format!(
            "{} stand in one row of the precedence, and are all for somebody like this: {}",
            names.join(" and "),
            described(&person)
        );
        at(Code::SeveralOutcomes, sentence)
    }));
    if found.is_cut_short {
        let sentence =
            "more kinds of people are told apart than can be tried out: nobody has looked whether each of them has an outcome"
                .to_owned();
        remarks.push(at(Code::DerivationNotTried, sentence));
        return remarks;
    }
    remarks.extend(found.unreached.iter().map(|id| {
        let is_without = derivation.without_category.iter().any(|without| without.id == *id);
        let list = if is_without { "without-category" } else { "category" };
        let sentence = format!("nobody who can be on the roster falls under {id}");
        subject.remark(Code::OutcomeNeverReached, &[list, id.as_str()], sentence)
    }));
    remarks
}

/// Describes somebody by what counts.
fn described(person: &Person) -> String {
    let said = person.iter().filter(|(name, _)| !["name", "document-number"].contains(name));
    said.map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
