use crate::{
    check,
    report::{Code, Remark},
};

const PUBLISHED: &str = include_str!("../../../../policies/wuhan-interview-2027.toml");

/// What is said of the derivation of the published policy with `from` replaced by `to`.
#[track_caller]
fn said(from: &str, to: &str) -> Vec<(Code, String)> {
    assert!(PUBLISHED.contains(from), "{from}");
    let about = [Code::NoOutcome, Code::SeveralOutcomes, Code::OutcomeNeverReached, Code::DerivationNotTried];
    let report = check(PUBLISHED.replacen(from, to, 1).as_bytes());
    assert!(report.remarks().iter().all(|remark| remark.code != Code::InvalidPolicy), "{report:?}");
    let of_derivation = |remark: &&Remark| about.contains(&remark.code);
    report
        .remarks()
        .iter()
        .filter(of_derivation)
        .map(|remark| (remark.code, remark.sentence.clone()))
        .collect()
}

#[test]
fn the_published_policy_has_one_outcome_for_everybody() {
    assert_eq!(said("", ""), []);
}

#[test]
fn somebody_for_whom_nothing_is_derived_is_shown() {
    let below = "[{ check = \"enrolled\" }, { not = { check = \"third-year\" } }]";
    let only_russian = "[{ check = \"enrolled\" }, { not = { check = \"third-year\" } }, { check = \"japanese-or-russian\" }]";
    let said = said(below, only_russian);
    let [(Code::NoOutcome, sentence)] = said.as_slice() else { panic!("{said:?}") };
    assert!(sentence.contains("enrolled = yes") && sentence.contains("grade = 2"), "{sentence}");
}

#[test]
fn somebody_for_whom_two_are_derived_of_one_row_is_shown_with_both() {
    let rows = "    [\"vocational\"],\n    [\"language\"],\n";
    let said = said(rows, "    [\"vocational\", \"language\"],\n");
    let [(Code::SeveralOutcomes, sentence)] = said.as_slice() else { panic!("{said:?}") };
    assert!(sentence.starts_with("vocational and language stand in one row"), "{sentence}");
    assert!(sentence.contains("subject = ") && sentence.contains("qualification = "), "{sentence}");
}

#[test]
fn an_outcome_that_nobody_reaches_is_named() {
    let language =
        "derived-if.all = [{ check = \"japanese-or-russian\" }, { check = \"provincial-household\" }]";
    let said = said(
        language,
        "derived-if.all = [{ check = \"japanese-or-russian\" }, { not = { check = \"japanese-or-russian\" } }]",
    );
    assert_eq!(
        said,
        [(Code::OutcomeNeverReached, "nobody who can be on the roster falls under language".to_owned())]
    );
}

#[test]
fn both_sides_of_a_number_and_of_a_border_are_tried() {
    // One year later than the other categories take it: the third year is nobody's.
    let below = "conditions = [{ field = \"grade\", at-least = 3 }]";
    let two = format!(
        "{below}\n\n[[check]]\nid = \"fourth-year\"\nname = \"四\"\nname-en = \"Four\"\nregister = \"roster\"\nconditions = [{{ field = \"grade\", at-least = 4 }}]"
    );
    let policy = PUBLISHED.replacen(below, &two, 1);
    let local = "[{ check = \"enrolled\" }, { check = \"third-year\" }, { check = \"local-school\" }]";
    let policy = policy.replacen(local, &local.replace("third", "fourth"), 1);
    let report = check(policy.as_bytes());
    let nobody = report.remarks().iter().find(|remark| remark.code == Code::NoOutcome).unwrap();
    assert!(nobody.sentence.contains("grade = 3"), "{nobody:?}");
}
