//! Conditions that no answer of a register meets together.

use domain::{
    check::{Check, Condition, Rule},
    region::Region,
    slug::{CheckId, FieldId},
};

/// The checks of a policy of which only one can be passed. A check that is never passed excludes itself.
pub(super) struct Exclusions<'p>(Vec<(&'p CheckId, &'p CheckId)>);

impl<'p> Exclusions<'p> {
    /// Finds them. A register is asked once, so what two checks say of it is about one answer.
    pub(super) fn of(checks: &'p [Check]) -> Self {
        let pairs = checks.iter().flat_map(|one| checks.iter().map(move |other| (one, other)));
        let excluding =
            pairs.filter(|(one, other)| one.register == other.register && disputed(one, other).is_some());
        Self(excluding.map(|(one, other)| (&one.id, &other.id)).collect())
    }

    /// Tells whether the two are never passed together.
    pub(super) fn has(&self, one: &CheckId, other: &CheckId) -> bool {
        self.0.contains(&(one, other))
    }
}

/// Returns the field of which two checks of one register demand what cannot be true together.
pub(super) fn disputed<'p>(one: &'p Check, other: &Check) -> Option<&'p FieldId> {
    let is_disputed =
        |condition: &&Condition| other.conditions.iter().any(|other| is_contradiction(condition, other));
    one.conditions.iter().find(is_disputed).map(|condition| &condition.field)
}

/// Tells whether no value meets both: they lie apart, or nothing meets one of them.
fn is_contradiction(one: &Condition, other: &Condition) -> bool {
    let are_apart = |one: Region, other: Region| !one.covers(other) && !other.covers(one);
    let regions = region(&one.rule).zip(region(&other.rule));
    let words = words(&one.rule).zip(words(&other.rule));
    one.field == other.field
        && (regions.is_some_and(|(one, other)| are_apart(one, other))
            || words.is_some_and(|(one, other)| !one.iter().any(|word| other.contains(word))))
}

fn region(rule: &Rule) -> Option<Region> {
    match rule {
        Rule::Within(region) => Some(*region),
        Rule::Claimed(_)
        | Rule::NotBeforeSubmission
        | Rule::OneOf(_)
        | Rule::OneOfFor { .. }
        | Rule::SameAs { .. }
        | Rule::AtLeast(_) => None,
    }
}

/// Returns every word that meets the rule, for one value of another field or another.
fn words(rule: &Rule) -> Option<Vec<&str>> {
    match rule {
        Rule::OneOf(words) => Some(words.iter().map(String::as_str).collect()),
        Rule::OneOfFor { field: _, table } => Some(table.values().flatten().map(String::as_str).collect()),
        Rule::Claimed(_)
        | Rule::Within(_)
        | Rule::NotBeforeSubmission
        | Rule::SameAs { .. }
        | Rule::AtLeast(_) => None,
    }
}
