//! Categories that follow from a registration: the whole of table D.2, and how derivation is written.

use super::*;
use crate::{
    check::{Entry, Register},
    predicate::Truth,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

pub(crate) const PUBLISHED: &str = include_str!("../../../../policies/wuhan-interview-2027.toml");

/// Somebody of the second year at a regular institution of the city, who comes from another city of the province.
const ANYBODY: [(&str, &str); 11] = [
    ("name", "李华"),
    ("document-kind", "resident-identity-card"),
    ("document-number", "11010519491231002X"),
    ("enrolled", "yes"),
    ("grade", "2"),
    ("school", "某大学"),
    ("school-kind", "regular-higher-education"),
    ("school-place", "420100"),
    ("household", "420500"),
    ("qualification", "senior-secondary"),
    ("subject", "chinese"),
];

/// Returns the registration of somebody who differs from anybody in this. What is empty is not there.
pub(crate) fn registered(differing: &[(&str, &str)]) -> Entry {
    let said = |name: &str| {
        let field = |fields: &[(&str, &'static str)]| {
            fields.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
        };
        let own = differing.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        own.or_else(|| field(&ANYBODY).map(str::to_owned)).filter(|value| !value.is_empty())
    };
    let said: Vec<(String, String)> = Register::Roster
        .fields()
        .iter()
        .filter_map(|(name, _)| Some(((*name).to_owned(), said(name)?)))
        .collect();
    let value = |name: &str| said.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    Entry::new(Register::Roster, value).unwrap()
}

pub(crate) fn published() -> Policy {
    Policy::parse(PUBLISHED.as_bytes()).unwrap()
}

#[track_caller]
fn derives(differing: &[(&str, &str)], expected: &str) {
    let policy = published();
    let outcome = policy.derive(&registered(differing), policy.opens()).unwrap();
    let id = match outcome {
        Outcome::Category(category) => &category.id,
        Outcome::WithoutCategory(without) => &without.id,
    };
    assert_eq!(id.as_str(), expected, "{differing:?}");
}

const NOT_ENROLLED: [(&str, &str); 2] = [("enrolled", "no"), ("grade", "")];

fn not_enrolled<'a>(differing: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [&NOT_ENROLLED, differing].concat()
}

#[test]
fn d2_01_students_of_the_third_year_at_a_regular_institution_of_the_city_are_category_1() {
    for grade in ["3", "4", "7"] {
        derives(&[("grade", grade)], "student-at-local-school");
    }
    derives(&[("grade", "3"), ("household", "420100")], "student-at-local-school");
    derives(&[("grade", "3"), ("household", "")], "student-at-local-school");
    derives(&[("grade", "3"), ("school-place", "420106")], "student-at-local-school");
}

#[test]
fn d2_02_students_elsewhere_or_at_another_kind_of_institution_are_category_2_with_household_in_the_city() {
    derives(&[("grade", "3"), ("school-place", "110108"), ("household", "420100")], "student-elsewhere");
    derives(
        &[("grade", "3"), ("school-kind", "adult-education"), ("household", "420102")],
        "student-elsewhere",
    );
}

#[test]
fn d2_03_and_04_who_is_not_enrolled_is_told_apart_by_household_registration() {
    derives(&not_enrolled(&[("household", "420102")]), "local-household");
    derives(&not_enrolled(&[("household", "420500")]), "residence-permit");
    derives(&not_enrolled(&[("household", "110108")]), "residence-permit");
}

#[test]
fn d2_05_japanese_and_russian_come_before_categories_1_to_4_for_candidates_of_the_province() {
    for subject in ["japanese", "russian"] {
        derives(&[("subject", subject)], "language");
        derives(&[("subject", subject), ("grade", "3")], "language");
        derives(&not_enrolled(&[("subject", subject), ("household", "420102")]), "language");
        derives(&not_enrolled(&[("subject", subject), ("household", "110108")]), "residence-permit");
    }
}

#[test]
fn d2_06_and_07_vocational_qualifications_come_before_everything_for_candidates_of_the_province() {
    for qualification in ["secondary-vocational-course", "practice-instruction"] {
        derives(&[("qualification", qualification)], "vocational");
        derives(&[("qualification", qualification), ("subject", "japanese")], "vocational");
        derives(&not_enrolled(&[("qualification", qualification), ("household", "420102")]), "vocational");
        derives(
            &[("qualification", qualification), ("grade", "3"), ("household", "110108")],
            "student-at-local-school",
        );
    }
}

#[test]
fn d2_08_students_below_the_third_year_have_no_category() {
    for grade in ["1", "2"] {
        derives(&[("grade", grade)], "below-third-year");
        derives(&[("grade", grade), ("school-place", "110108")], "below-third-year");
    }
}

#[test]
fn d2_10_students_elsewhere_without_household_registration_in_the_city_have_no_category() {
    derives(&[("grade", "3"), ("school-place", "110108")], "student-without-household");
    derives(
        &[("grade", "3"), ("school-kind", "adult-education"), ("household", "")],
        "student-without-household",
    );
}

#[test]
fn d2_11_candidates_with_another_document_have_no_category() {
    for kind in ["mainland-travel-permit-hk-mo", "mainland-travel-permit-taiwan", "residence-permit-hk-mo-tw"]
    {
        derives(&[("document-kind", kind), ("household", "")], "other-document");
        derives(&not_enrolled(&[("document-kind", kind), ("household", "")]), "other-document");
    }
}

#[test]
fn whoever_has_no_category_is_told_why_and_whom_to_ask() {
    let policy = published();
    let derivation = policy.derivation().unwrap();
    for without in &derivation.without_category {
        assert!(!without.text.zh.is_empty() && !without.contact.zh.is_empty(), "{}", without.id);
    }
}

#[test]
fn the_explanation_agrees_with_the_outcome() {
    let policy = published();
    let entry = registered(&[("grade", "3"), ("subject", "russian")]);
    let explained = policy.explain_derivation(&entry, policy.opens());
    let held: Vec<&str> =
        explained.iter().filter(|(_, why)| why.truth == Truth::True).map(|(id, _)| id.as_str()).collect();
    // In the order of their precedence: the first is what follows.
    assert_eq!(held, ["language", "student-at-local-school"]);
    assert!(explained.iter().all(|(_, why)| why.truth != Truth::Unknown), "a registration is known");
}

/// Asserts that the file with `from` replaced by `to` is refused, with `message`.
#[track_caller]
fn refused(from: &str, to: &str, message: &str) {
    assert!(PUBLISHED.contains(from), "{from}");
    let error = Policy::parse(PUBLISHED.replacen(from, to, 1).as_bytes()).unwrap_err().to_string();
    assert!(error.contains(message), "{error}");
}

#[test]
fn each_outcome_stands_in_the_precedence_once() {
    refused("[\"language\"],", "", "each category, and each reason for none, stands in the precedence");
    refused("[\"language\"],", "[\"language\", \"vocational\"],", "stands in the precedence once");
    refused("[\"language\"],", "[\"languages\"],", "no category called languages");
}

#[test]
fn where_categories_are_derived_each_says_for_whom_it_is_and_otherwise_none_does() {
    let local = "derived-if.all = [{ not = { check = \"enrolled\" } }, { check = \"local-household\" }]\n";
    refused(local, "", "each says derived-if");
    refused(
        "[derivation]\nregistration-days",
        "[other]\nregistration-days",
        "need a table called derivation",
    );
}

#[test]
fn nothing_is_claimed_before_there_is_a_case() {
    let condition = "{ field = \"enrolled\", one-of = [\"yes\"] }";
    refused(condition, "{ field = \"name\", claimed = \"name\" }", "of nothing that is claimed");
}

#[test]
fn nobody_is_approved_by_what_no_register_says() {
    let category = "[[category]]\nid = \"language\"";
    let rule = "[[rule]]\nid = \"away\"\nholds = { all = [{ check = \"enrolled\" }, { not = { check = \"third-year\" } }] }\n\n[[category]]\nid = \"language\"";
    refused(category, rule, "never by what they do not say");
}

#[test]
fn nobody_outside_is_asked_before_there_is_a_case() {
    let check = "register = \"roster\"\nconditions = [{ field = \"household\", within = \"420100\" }]";
    let asked =
        "register = \"resident-register\"\nconditions = [{ field = \"household\", within = \"420100\" }]";
    refused(check, asked, "from checks of the roster alone");
}

#[test]
fn a_policy_without_an_outcome_for_somebody_says_so_and_so_does_one_with_two() {
    let of = |from: &str, to: &str| {
        assert!(PUBLISHED.contains(from), "{from}");
        let policy = Policy::parse(PUBLISHED.replacen(from, to, 1).as_bytes()).unwrap();
        let below = registered(&[("grade", "2")]);
        policy.derive(&below, policy.opens()).map(|_| ()).unwrap_err()
    };
    let below = "[{ check = \"enrolled\" }, { not = { check = \"third-year\" } }]";
    assert_eq!(
        of(below, "[{ check = \"enrolled\" }, { check = \"japanese-or-russian\" }]"),
        Underivable::Nothing
    );
    let local = "[{ check = \"enrolled\" }, { check = \"third-year\" }, { check = \"local-school\" }]";
    let both = ["student-at-local-school", "below-third-year"].map(|id| id.parse().unwrap());
    assert_eq!(of(local, "[{ check = \"enrolled\" }]"), Underivable::Several(both.to_vec()));
}

#[test]
fn a_material_stands_in_the_list_of_a_category_once() {
    let row = "{ any-of = [\"diploma\", \"student-status\"] }";
    refused(row, "{ any-of = [\"diploma\", \"identity-card\"] }", "stands in a list once");
    refused(row, "{ any-of = [\"diploma\", \"diploma\"] }", "diploma is there already");
    refused(row, "{ any-of = [] }", "any-of has 0 entries");
    refused(row, "{ any-of = [\"diplom\"] }", "no material called diplom");
}

#[test]
fn a_number_is_compared_with_a_number() {
    refused("field = \"grade\", at-least = 3", "field = \"subject\", at-least = 3", "only a number");
    refused("at-least = 3", "at-least = 0", "at-least is a number from 1");
}
