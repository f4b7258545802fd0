//! Opening a case whose category follows from the registration.

use super::*;
const PROGRAMME: &str = "/api/programmes/wuhan-interview";
const CASES: &str = "/api/programmes/wuhan-interview/cases";

/// A deployment whose roster has the candidate, in this year of study.
fn world(grade: Option<&str>) -> World {
    let (policy, now) = kit::DERIVING;
    let mut deployment = Deployment::of(policy);
    let people = ["王小明", "李雷"].map(|name| deployment.account(name, None));
    if let Some(grade) = grade {
        deployment.import(kit::registered(&[("grade", grade)]));
    }
    World { service: deployment.service(crate::COMPONENT), people, deployment, now: now.to_owned() }
}

fn open(world: &World, key: &str, body: &Value) -> Answer {
    let request = Request::post(CASES).header("authorization", format!("Bearer {}", world.candidate(0)));
    let request = request.header("content-type", "application/json").header("idempotency-key", key);
    world.ask(request, body.to_string())
}

#[test]
fn the_category_is_derived_and_nobody_has_to_choose_one() {
    let world = world(Some("3"));
    assert_eq!(world.ask(Request::get(PROGRAMME), "").json()["category_is_derived"], true);
    let opened = open(&world, "one", &json!({}));
    let case = world.deployment.case(opened.json()["case"].as_str().unwrap().parse().unwrap());
    let draft = case.draft_for(&Actor::Candidate(world.people[0])).unwrap();
    assert_eq!(draft.category.as_ref().unwrap().as_str(), "student-at-local-school");
    assert_eq!(open(&world, "one", &json!({})).text, opened.text);
}

#[test]
fn whoever_chooses_another_category_is_told_that_it_follows_from_the_registration() {
    let world = world(Some("3"));
    open(&world, "one", &json!({ "category": "language" })).refused(422, "category-is-derived");
    assert_eq!(open(&world, "two", &json!({ "category": "student-at-local-school" })).status, 201);
}

#[test]
fn whoever_is_not_on_the_roster_is_told_what_to_do_and_has_no_case() {
    let world = world(None);
    open(&world, "one", &json!({})).refused(422, "not-registered");
}

#[test]
fn whoever_has_no_category_reads_why_and_whom_to_ask_as_the_policy_has_it() {
    let world = world(Some("2"));
    let answer = open(&world, "one", &json!({}));
    answer.refused(422, "without-category");
    let problem = answer.json();
    assert_eq!(
        (&problem["outcome"], &problem["contact"]),
        (&"below-third-year".into(), &"武汉考区咨询窗口".into())
    );
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("三年级及以上在校生") && detail.contains("武汉考区咨询窗口"), "{detail}");
}
