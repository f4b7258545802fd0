use super::super::tests::{plain, says, sentence};
use super::*;

fn check(id: &str, register: &str, conditions: &str) -> String {
    format!(
        "[[check]]\nid = \"{id}\"\nname = \"甲\"\nname-en = \"A\"\nregister = \"{register}\"\nconditions = [{conditions}]\n"
    )
}

/// A policy whose only category is approved by any of the checks.
fn approved_by(checks: &[String]) -> String {
    let names: Vec<_> = checks.iter().filter_map(|check| check.split('"').nth(1)).collect();
    let any: Vec<_> = names.iter().map(|name| format!("{{ check = \"{name}\" }}")).collect();
    let rule = format!("[[rule]]\nid = \"agreed\"\nholds = {{ any = [{}] }}\n", any.join(", "));
    let file =
        plain().replacen("name-en = \"Everybody\"", "name-en = \"Everybody\"\napproved-by = \"agreed\"", 1);
    file + &checks.concat() + &rule
}

/// Asserts that a check with these conditions is never passed, because of that field.
#[track_caller]
fn contradictory(register: &str, conditions: &str, field: &str) {
    let file = approved_by(&[check("one", register, conditions)]);
    says(&file, &[(Code::CheckNeverPassed, "[[check]]"), (Code::RuleNeverHolds, "[[rule]]")]);
    let expected =
        format!("the check one is never passed: whatever {register} answers, its field {field} does not");
    assert!(sentence(&file, Code::CheckNeverPassed).starts_with(&expected));
}

#[track_caller]
fn sensible(register: &str, conditions: &str) {
    says(&approved_by(&[check("one", register, conditions)]), &[]);
}

#[test]
fn a_place_lies_in_one_of_two_regions_that_lie_apart() {
    let within = |region: &str| format!("{{ field = \"place\", within = \"{region}\" }}");
    sensible("residence-permits", &[within("440000"), within("440300")].join(", "));
    contradictory("residence-permits", &[within("440300"), within("440100")].join(", "), "place");
}

#[test]
fn a_text_is_one_of_the_words_of_two_lists_only_if_they_share_one() {
    let words = |words: &str| format!("{{ field = \"education\", one-of = [{words}] }}");
    sensible("examination-site", &[words("\"a\", \"b\""), words("\"b\", \"c\"")].join(", "));
    contradictory("examination-site", &[words("\"a\", \"b\""), words("\"c\"")].join(", "), "education");
    let table =
        "{ field = \"education\", one-of-for = { field = \"stage\", table = { x = [\"a\"], y = [\"b\"] } } }";
    sensible("examination-site", &[words("\"b\""), table.to_owned()].join(", "));
    contradictory("examination-site", &[words("\"c\""), table.to_owned()].join(", "), "education");
}

#[test]
fn nothing_is_a_word_of_a_list_that_has_none() {
    contradictory("diplomas", "{ field = \"education\", one-of = [] }", "education");
    let table = |words: &str| {
        format!("{{ field = \"education\", one-of-for = {{ field = \"name\", table = {{ {words} }} }} }}")
    };
    contradictory("diplomas", &table(""), "education");
    contradictory("diplomas", &table("x = []"), "education");
    sensible("diplomas", &table("x = [], y = [\"a\"]"));
}

#[test]
fn what_is_said_of_two_fields_is_no_contradiction() {
    sensible(
        "examination-site",
        "{ field = \"education\", one-of = [\"a\"] }, { field = \"stage\", one-of = [\"b\"] }",
    );
    sensible(
        "examination-site",
        "{ field = \"name\", claimed = \"name\" }, { field = \"name\", one-of = [\"a\"] }",
    );
}

#[test]
fn two_checks_that_ask_the_same_are_one_too_many() {
    let (name, number) = (
        "{ field = \"name\", claimed = \"name\" }",
        "{ field = \"document-number\", claimed = \"document-number\" }",
    );
    let one = check("one", "diplomas", &[name, number].join(", "));
    let same = check("two", "diplomas", &[number, name].join(", "));
    says(&approved_by(&[one.clone(), same]), &[(Code::SameCheck, "[[check]]")]);
    says(&approved_by(&[one.clone(), check("two", "diplomas", name)]), &[]);
    says(&approved_by(&[one, check("two", "resident-register", &[number, name].join(", "))]), &[]);
}
