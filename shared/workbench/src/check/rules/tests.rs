use super::super::tests::{plain, says, sentence};
use super::*;
use crate::lines::Lines;
use domain::predicate::Predicate;

/// `here` and `elsewhere` exclude each other, since a household is in one place.
const CHECKS: [(&str, &str, &str); 4] = [
    ("here", "resident-register", "{ field = \"household\", within = \"440300\" }"),
    ("elsewhere", "resident-register", "{ field = \"household\", within = \"440100\" }"),
    ("permit", "residence-permits", "{ field = \"name\", claimed = \"name\" }"),
    ("diploma", "diplomas", "{ field = \"name\", claimed = \"name\" }"),
];

/// A policy that has a category for each rule, and the checks that the rules name.
fn ruled(rules: &[&str]) -> String {
    let mut file = plain();
    for (id, register, conditions) in
        CHECKS.iter().filter(|(id, ..)| rules.concat().contains(&format!("\"{id}\"")))
    {
        file +=
            &format!("[[check]]\nid = \"{id}\"\nname = \"甲\"\nname-en = \"A\"\nregister = \"{register}\"\n");
        file += &format!("conditions = [{conditions}]\n");
    }
    for (place, holds) in rules.iter().enumerate() {
        file += &format!("[[rule]]\nid = \"r{place}\"\nholds = {holds}\n");
        file += &format!(
            "[[category]]\nid = \"c{place}\"\nname = \"甲\"\nname-en = \"A\"\napproved-by = \"r{place}\"\n"
        );
    }
    file
}

const HERE: &str = "{ check = \"here\" }";
const ELSEWHERE: &str = "{ check = \"elsewhere\" }";
const PERMIT: &str = "{ check = \"permit\" }";
const DIPLOMA: &str = "{ check = \"diploma\" }";

fn all(parts: &[&str]) -> String {
    format!("{{ all = [{}] }}", parts.join(", "))
}

fn any(parts: &[&str]) -> String {
    format!("{{ any = [{}] }}", parts.join(", "))
}

#[test]
fn a_rule_that_holds_of_some_and_not_of_others_is_nothing_to_speak_of() {
    says(&ruled(&[&all(&[&any(&[HERE, PERMIT]), DIPLOMA])]), &[]);
    says(&ruled(&[&any(&[HERE, ELSEWHERE])]), &[]);
}

#[test]
fn a_rule_that_wants_one_household_in_two_places_never_holds() {
    let file = ruled(&[&all(&[HERE, ELSEWHERE, DIPLOMA])]);
    says(&file, &[(Code::RuleNeverHolds, "[[rule]]")]);
    let expected = "the rule r0 never holds, whatever registers answer: nobody of c0 is approved by it";
    assert_eq!(sentence(&file, Code::RuleNeverHolds), expected);
}

#[test]
fn a_rule_by_which_two_categories_are_approved_is_spoken_of_once_and_names_both() {
    let file = ruled(&[&all(&[HERE, ELSEWHERE])]);
    let other = "[[category]]\nid = \"c1\"\nname = \"甲\"\nname-en = \"A\"\napproved-by = \"r0\"\n";
    let file = file + other;
    says(&file, &[(Code::RuleNeverHolds, "[[rule]]")]);
    assert!(sentence(&file, Code::RuleNeverHolds).contains("nobody of c0, c1 is"));
}

#[test]
fn a_rule_that_always_holds_is_told_although_no_file_can_say_one() {
    let file = plain();
    let policy = Policy::parse(file.as_bytes()).unwrap();
    let subject = Subject { policy: &policy, lines: Lines::new(file.as_bytes()) };
    let rule = Approval { rule: "r".parse().unwrap(), predicate: Predicate::All(vec![]) };
    let table = Table::of(&rule.predicate).unwrap();
    let remarks = value(&subject, &rule, &table, &Exclusions::of(policy.checks()));
    let codes: Vec<_> = remarks.iter().map(|remark| remark.code).collect();
    assert_eq!(codes, [Code::RuleAlwaysHolds]);
}

#[test]
fn a_check_that_makes_no_difference_is_named() {
    let file = ruled(&[&any(&[PERMIT, &all(&[PERMIT, DIPLOMA])])]);
    says(&file, &[(Code::CheckWithoutEffect, "[[rule]]")]);
    let expected = "the rule r0 comes to the same whatever the check diploma comes to";
    assert_eq!(sentence(&file, Code::CheckWithoutEffect), expected);
    // A household that is elsewhere is not here, so that the permit alone decides.
    let file = ruled(&[&all(&[&any(&[HERE, PERMIT]), ELSEWHERE])]);
    says(&file, &[(Code::CheckWithoutEffect, "[[rule]]")]);
    assert!(sentence(&file, Code::CheckWithoutEffect).contains("the check here"));
}

#[test]
fn two_rules_that_hold_of_the_same_are_one_too_many() {
    let one = all(&[&any(&[HERE, PERMIT]), DIPLOMA]);
    let same = any(&[&all(&[DIPLOMA, HERE]), &all(&[PERMIT, DIPLOMA])]);
    let file = ruled(&[&one, &same]);
    says(&file, &[(Code::SameRule, "[[rule]]")]);
    assert!(sentence(&file, Code::SameRule).starts_with("the rule r1 holds of the same as the rule r0"));
    says(&ruled(&[&one, &all(&[HERE, DIPLOMA])]), &[]);
}

#[test]
fn of_a_rule_that_is_too_large_to_be_tried_out_it_is_said_that_nobody_has() {
    let file = |count: usize| {
        let checks = |id| {
            format!(
                "[[check]]\nid = \"k{id}\"\nname = \"甲\"\nname-en = \"A\"\nregister = \"diplomas\"\n\
                                   conditions = [{{ field = \"name\", one-of = [\"a\", \"a{id}\"] }}]\n"
            )
        };
        let checks: String = (0..count).map(checks).collect();
        let named: Vec<_> = (0..count).map(|id| format!("{{ check = \"k{id}\" }}")).collect();
        let named: Vec<_> = named.iter().map(String::as_str).collect();
        ruled(&[&all(&named)]) + &checks
    };
    says(&file(12), &[]);
    says(&file(13), &[(Code::RuleNotWeighed, "[[rule]]")]);
}
