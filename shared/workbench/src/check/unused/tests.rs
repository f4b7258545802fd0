use super::super::tests::{plain, says, with};
use super::*;

const CHECK: &str = r#"
[[check]]
id = "diploma"
name = "毕业证"
name-en = "Diploma"
register = "diplomas"
conditions = [{ field = "name", claimed = "name" }]
"#;

const RULE: &str = "\n[[rule]]\nid = \"agreed\"\nholds = { check = \"diploma\" }\n";

const PICTURES: &str = "\n[pictures]\nbytes-max = 1000\nside-min = 100\nside-max = 200\npixels-max = 20000\n";

const MATERIAL: &str = r#"
[[material]]
id = "card"
name = "身份证"
name-en = "Card"
requirement = "清晰"
requirement-en = "Legible"
sample = "平放"
sample-en = "Flat"
"#;

const VERIFICATION: &str = r#"
[verification]
code-digits = 6
valid-minutes = 5
tries = 3
codes-a-day = 10
seconds-between = 60
holds-minutes = 120
"#;

const MESSAGE: &str = "\n[message]\ngateway = \"plain\"\n";

const CODE: &str = "[message.code]\ntext = \"{code} {minutes}\"\n";

fn everybody(key: &str) -> String {
    with(&plain(), "name-en = \"Everybody\"", &format!("name-en = \"Everybody\"\n{key}"))
}

#[test]
fn a_rule_is_there_for_a_category_and_a_check_for_such_a_rule() {
    says(&(everybody("approved-by = \"agreed\"") + CHECK + RULE), &[]);
    says(&(plain() + CHECK), &[(Code::UnusedCheck, "[[check]]")]);
    says(&(plain() + CHECK + RULE), &[(Code::UnusedCheck, "[[check]]"), (Code::UnusedRule, "[[rule]]")]);
}

#[test]
fn a_material_is_there_for_a_category_and_limits_for_a_material() {
    says(&(everybody("materials = [\"card\"]") + PICTURES + MATERIAL), &[]);
    says(&(plain() + PICTURES + MATERIAL), &[(Code::UnusedMaterial, "[[material]]")]);
    says(&(plain() + PICTURES), &[(Code::UnusedPictures, "[pictures]")]);
}

#[test]
fn some_picture_keeps_all_limits() {
    let limits =
        |from: &str, to: &str| everybody("materials = [\"card\"]") + &with(PICTURES, from, to) + MATERIAL;
    says(&limits("pixels-max = 20000", "pixels-max = 10000"), &[]);
    says(&limits("pixels-max = 20000", "pixels-max = 9999"), &[(Code::NoPictureFits, "[pictures]")]);
    says(&limits("side-max = 200", "side-max = 100"), &[]);
    says(&limits("side-max = 200", "side-max = 99"), &[(Code::NoPictureFits, "[pictures]")]);
}

#[test]
fn a_telephone_is_verified_by_a_message_and_the_message_is_there_for_that() {
    says(&(plain() + VERIFICATION + MESSAGE + CODE), &[]);
    says(&(plain() + VERIFICATION + MESSAGE), &[(Code::NoCodeMessage, "[verification]")]);
    says(&(plain() + VERIFICATION), &[(Code::NoCodeMessage, "[verification]")]);
    says(&(plain() + MESSAGE + CODE), &[(Code::UnusedMessage, "[message.code]")]);
}

#[test]
fn what_is_sent_about_returned_cases_needs_a_round() {
    let returned = "[message.returned]\ntext = \"{closes}\"\n";
    let closes = "[message.supplement-closes]\nhours-before = 6\ntext = \"{closes}\"\n";
    let file = plain() + MESSAGE + returned + closes;
    says(&file, &[]);
    let unused =
        [(Code::UnusedMessage, "[message.returned]"), (Code::UnusedMessage, "[message.supplement-closes]")];
    says(&with(&file, "rounds = { is = 1 }", "rounds = { is = 0 }"), &unused);
}
