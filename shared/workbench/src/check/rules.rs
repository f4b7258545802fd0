//! Whether rules can hold, whether they say different things, and whether everything in them counts.

use super::{Subject, conditions::Exclusions, table::Table};
use crate::report::{Code, Remark};
use domain::{
    policy::{Approval, Policy},
    slug::CheckId,
};

pub(super) fn look(subject: &Subject<'_>) -> Vec<Remark> {
    let exclusions = Exclusions::of(subject.policy.checks());
    let weighed: Vec<_> = rules(subject.policy).map(|rule| (rule, Table::of(&rule.predicate))).collect();
    let mut remarks = Vec::new();
    let mut essences: Vec<(&Approval, _)> = Vec::new();
    for (rule, table) in weighed {
        let Some(table) = &table else {
            remarks.push(not_weighed(subject, rule));
            continue;
        };
        remarks.extend(value(subject, rule, table, &exclusions));
        let essence = table.essence();
        let same = essences.iter().find(|(_, other)| *other == essence);
        remarks.extend(same.map(|(other, _)| same_rule(subject, rule, other)));
        essences.push((rule, essence));
    }
    remarks
}

/// Everything in a policy that says something by checks: the rules by which categories are approved, each once.
fn rules(policy: &Policy) -> impl Iterator<Item = &Approval> {
    let named = || policy.categories().iter().filter_map(|category| category.approved_by.as_ref());
    named()
        .enumerate()
        .filter(move |(place, rule)| named().take(*place).all(|other| other.rule != rule.rule))
        .map(|(_, rule)| rule)
}

/// What the rule can come to. Of one that always comes to the same, nothing more is said: no check in it makes a difference.
fn value(
    subject: &Subject<'_>,
    rule: &Approval,
    table: &Table<'_>,
    exclusions: &Exclusions<'_>,
) -> Vec<Remark> {
    let possible = table.possible(exclusions);
    let values = table.values(&possible);
    if !values.contains(&true) {
        return vec![never_holds(subject, rule)];
    }
    if !values.contains(&false) {
        return vec![always_holds(subject, rule)];
    }
    let is_idle =
        |(place, id): &(usize, &CheckId)| !exclusions.has(id, id) && !table.depends_on(*place, &possible);
    let idle = table.checks().iter().copied().enumerate().filter(is_idle);
    idle.map(|(_, check)| {
        let sentence =
            format!("the rule {} comes to the same whatever the check {check} comes to", rule.rule);
        about(subject, Code::CheckWithoutEffect, rule, sentence)
    })
    .collect()
}

fn never_holds(subject: &Subject<'_>, rule: &Approval) -> Remark {
    let of_it =
        subject.policy.categories().iter().filter(|category| category.approved_by.as_ref() == Some(rule));
    let names: Vec<&str> = of_it.map(|category| category.id.as_str()).collect();
    let sentence = format!(
        "the rule {} never holds, whatever registers answer: nobody of {} is approved by it",
        rule.rule,
        names.join(", ")
    );
    about(subject, Code::RuleNeverHolds, rule, sentence)
}

fn always_holds(subject: &Subject<'_>, rule: &Approval) -> Remark {
    let sentence =
        format!("the rule {} always holds, whatever registers answer: it approves anybody", rule.rule);
    about(subject, Code::RuleAlwaysHolds, rule, sentence)
}

fn same_rule(subject: &Subject<'_>, rule: &Approval, other: &Approval) -> Remark {
    let sentence =
        format!("the rule {} holds of the same as the rule {}: one of them is enough", rule.rule, other.rule);
    about(subject, Code::SameRule, rule, sentence)
}

fn not_weighed(subject: &Subject<'_>, rule: &Approval) -> Remark {
    let sentence = format!(
        "the rule {} speaks of more than can be tried out: nobody has looked whether it can hold, and whether everything \
         in it counts",
        rule.rule
    );
    about(subject, Code::RuleNotWeighed, rule, sentence)
}

fn about(subject: &Subject<'_>, code: Code, rule: &Approval, sentence: String) -> Remark {
    subject.remark(code, &["rule", rule.rule.as_str()], sentence)
}

#[cfg(test)]
mod tests;
