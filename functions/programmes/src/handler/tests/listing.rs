//! What is offered, and what somebody has of it.

use super::*;

const LIST: &str = "/api/programmes";

#[test]
fn everything_that_is_offered_is_listed_for_everybody() {
    let world = World::new();
    world.deployment.publish_beside(kit::DERIVING.0);
    let answer = world.ask(Request::get(LIST), "");
    let listed = answer.json();
    let listed = listed["programmes"].as_array().unwrap();
    let names: Vec<&str> = listed.iter().map(|offer| offer["programme"].as_str().unwrap()).collect();
    assert_eq!((answer.status, names), (200, vec!["shenzhen-interview", "wuhan-interview"]));
    assert_eq!((&listed[0]["is_open"], &listed[0]["has_password"]), (&json!(true), &json!(false)));
    assert_eq!(listed[1]["has_password"], json!(true));
}

#[test]
fn a_programme_says_how_long_a_password_of_ones_own_is_where_candidates_set_one() {
    let world = World::new();
    world.deployment.publish_beside(kit::DERIVING.0);
    let shown = |path: &str| world.ask(Request::get(path), "").json()["password_characters_min"].clone();
    assert_eq!(shown("/api/programmes/wuhan-interview"), json!(12));
    assert_eq!(shown(PROGRAMME), Value::Null);
}

#[test]
fn a_category_lists_what_it_asks_for() {
    let shown = World::new().ask(Request::get(PROGRAMME), "").json();
    let row = &shown["categories"][0]["materials"][0];
    assert_eq!((&row["is_required"], &row["any_of"][0]["material"]), (&json!(true), &json!("identity-card")));
    assert_eq!(row["any_of"][0]["name"]["zh"], "居民身份证（正反面）");
}

#[test]
fn a_programme_is_shown_as_any_policy_of_it_says() {
    let world = World::new();
    let first = world.ask(Request::get(PROGRAMME), "").json();
    world
        .deployment
        .publish(&[("closes = { before = \"2027-04-17T15:00\"", "closes = { before = \"2027-04-17T16:00\"")]);
    let second = world.ask(Request::get(PROGRAMME), "").json();
    assert_ne!(first["policy"], second["policy"]);
    for version in [first, second] {
        let path = format!("{PROGRAMME}/policies/{}", version["policy"].as_str().unwrap());
        assert_eq!(world.ask(Request::get(path), "").json(), version);
    }
}

#[test]
fn a_policy_that_was_not_published_for_the_programme_is_not_shown() {
    let world = World::new();
    let other = world.deployment.publish_beside(kit::DERIVING.0).hash();
    for hash in [other.to_string(), "0".repeat(64), "nothing".to_owned()] {
        world.ask(Request::get(format!("{PROGRAMME}/policies/{hash}")), "").refused(404, "unknown-policy");
    }
    let path = format!("/api/programmes/nothing/policies/{other}");
    world.ask(Request::get(path), "").refused(404, "unknown-programme");
}

#[test]
fn somebody_sees_what_they_have_and_nobody_else_does() {
    let world = World::new();
    let (mine, other) = (world.candidate(0), world.candidate(1));
    let list = |token: &str| {
        let request = Request::get(CASES).header("authorization", format!("Bearer {token}"));
        world.ask(request, "")
    };
    assert_eq!(list(&mine).json(), json!({"cases": []}));
    let case = world.open(&mine, "one").json()["case"].clone();
    world.deployment.calls();
    let closes = "2027-04-17T07:00:00.000Z";
    let mine_now = json!({"case": case, "season": "2027", "state": "draft", "closes": closes});
    assert_eq!(list(&mine).json(), json!({"cases": [mine_now]}));
    assert_eq!(
        world.deployment.calls(),
        "get 3",
        "the session, the programme, and a partition for its season"
    );
    assert_eq!(list(&other).json(), json!({"cases": []}));
    world.ask(Request::get(CASES), "").refused(401, "session-required");
}

#[test]
fn staff_have_no_cases() {
    let world = World::new();
    let token = world.log_in(reviewer_of(5, "440300"));
    let request = Request::get(CASES).header("authorization", format!("Bearer {token}"));
    world.ask(request, "").refused(403, "not-permitted");
}

#[test]
fn a_password_for_another_programme_shows_nothing_of_this_one() {
    let world = World::new();
    let token = world.deployment.log_in_by_password(world.people[0], "wuhan-interview", OPEN);
    let request = Request::get(CASES).header("authorization", format!("Bearer {token}"));
    world.ask(request, "").refused(403, "other-programme");
}
