//! Groups that are not as they must be: everything that is wrong is told at once, and nothing is changed.

use super::*;

/// What is told of a body, as `pointer code`.
#[track_caller]
fn told(office: &Office, body: &Value) -> Vec<String> {
    let answer = office.set(&office.anna, EVENING, "\"0\"", body);
    answer.refused(422, "invalid-fields");
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    errors.iter().map(|error| format!("{} {}", text(&error["pointer"]), text(&error["code"]))).collect()
}

#[test]
fn every_wrong_field_is_told_at_once() {
    let office = Office::new();
    let case = "case_00000000000000000000000001";
    let body = json!({ "name": " 晚班", "programmes": [PROGRAMME, "Interviews"], "members": ["fred", case] });
    assert_eq!(
        told(&office, &body),
        [
            "/name outer-blank",
            "/programmes/1 malformed-name",
            "/members/0 malformed-id",
            "/members/1 malformed-id"
        ]
    );
    let many: Vec<String> = (0..101).map(|number| AccountId::from_u128(number).to_string()).collect();
    let body = json!({ "name": "晚班", "programmes": [], "members": many });
    assert_eq!(told(&office, &body), ["/programmes programme-count", "/members member-count"]);
    let body = json!({ "name": "晚班", "programmes": [PROGRAMME], "members": [], "leader": "emma" });
    assert_eq!(told(&office, &body), ["/leader unknown-field"]);
    assert_eq!(office.acts(), Vec::<String>::new());
}

#[test]
fn what_is_not_there_is_told_where_it_is_named() {
    let office = Office::new();
    let nobody = AccountId::from_u128(9).to_string();
    let body = json!({ "name": "晚班", "programmes": [PROGRAMME, "interviews"],
        "members": [office.emma.to_string(), nobody] });
    assert_eq!(told(&office, &body), ["/programmes/1 unknown-programme", "/members/1 unknown-account"]);
    assert_eq!(office.look(&office.anna, PATH).json()["groups"], json!([]));
}

#[test]
fn what_is_named_twice_is_there_once() {
    let office = Office::new();
    let emma = office.emma.to_string();
    let body = json!({ "name": "晚班", "programmes": [PROGRAMME, PROGRAMME], "members": [emma, emma] });
    let set = office.set(&office.anna, EVENING, "\"0\"", &body).json();
    assert_eq!((&set["programmes"], &set["members"]), (&json!([PROGRAMME]), &json!([emma])));
}

#[test]
fn a_programme_of_another_region_is_refused_and_one_of_a_region_within_is_not() {
    let office = Office::new();
    let elsewhere = office.deployment.log_in(kit::administrator_of(8, "420100"), OPEN);
    office.set(&elsewhere, EVENING, "\"0\"", &office.of(&[office.emma])).refused(403, "outside-region");
    assert_eq!(office.look(&elsewhere, PATH).json()["groups"], json!([]));
    tag(&office.set(&office.clara, EVENING, "\"0\"", &office.of(&[office.emma])));
}
