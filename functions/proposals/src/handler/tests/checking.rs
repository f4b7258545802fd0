//! What is said of a policy before it is proposed.

use super::*;

const CHECKS: &str = "/api/administration/checks";

fn check(policy: &str) -> Value {
    let office = Office::new();
    let answer = office.ask(&office.anna, Method::POST, CHECKS, "none", json!({ "policy": policy }));
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

#[test]
fn a_policy_in_which_nothing_is_wrong_has_no_error() {
    let checked = check(POLICY);
    assert_eq!(checked["errors"], 0, "{checked}");
    let report = workbench::check(POLICY.as_bytes());
    assert_eq!(checked["warnings"], report.remarks().len());
}

#[test]
fn who_would_run_out_of_time_is_told_in_both_languages_with_the_line_and_the_instant() {
    let late = POLICY.replace("before = \"2027-04-17T15:00\"", "before = \"2027-04-18T15:00\"");
    let (line, _) = late.lines().enumerate().find(|(_, line)| line.starts_with("closes = ")).unwrap();
    let checked = check(&late);
    let remarks = checked["remarks"].as_array().unwrap();
    let remark = remarks.iter().find(|remark| remark["code"] == "no-time-to-correct").unwrap();
    assert_eq!((&remark["severity"], &remark["line"]), (&json!("warning"), &json!(line + 1)), "{remark}");
    assert_eq!(remark["from"], "2027-04-17T07:00:00.000Z");
    assert!(remark["message"]["zh"].as_str().unwrap().contains("补正"), "{remark}");
    assert!(remark["message"]["en"].as_str().unwrap().starts_with("whoever files from 2027-04-17T15:00 on"));
}

#[test]
fn that_a_file_cannot_be_read_is_a_remark_with_its_line() {
    let checked = check(&format!("{POLICY}\ncolour = \"red\"\n"));
    let remark = &checked["remarks"][0];
    assert_eq!((&checked["errors"], &remark["code"]), (&json!(1), &json!("invalid-policy")), "{checked}");
    assert!(remark["line"].as_u64().is_some());
}

#[test]
fn a_policy_is_looked_at_by_the_administrators_of_its_region_alone_and_nothing_is_stored() {
    let office = Office::new();
    let ask = |who: &str, body: Value| office.ask(who, Method::POST, CHECKS, "none", body);
    ask(&office.dora, json!({ "policy": POLICY })).refused(403, "outside-region");
    assert_eq!(ask(&office.clara, json!({ "policy": POLICY })).status, 200);
    let reviewer = office.deployment.log_in(kit::reviewer(5), OPEN);
    ask(&reviewer, json!({ "policy": "season = 2027" })).refused(403, "not-permitted");
    ask(&office.anna, json!({ "file": POLICY })).refused(422, "invalid-fields");
    office.deployment.calls();
    ask(&office.anna, json!({ "policy": POLICY }));
    assert_eq!(office.deployment.calls(), "get 4");
}
