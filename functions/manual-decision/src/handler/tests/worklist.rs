//! What is to be decided, the most urgent first.

use super::*;
use domain::case::SiteStatus;
use domain::group::Groups;

fn listed(world: &World, actor: Actor, now: &str) -> Vec<Value> {
    let answer = world.ask(actor, Request::get("/api/reviews"), &Value::Null, now);
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["cases"].as_array().unwrap().clone()
}

#[test]
fn the_case_that_is_due_first_is_first_and_nothing_about_its_candidate_is_in_the_list() {
    let world = World::new();
    let early = filed(&world.deployment, AccountId::from_u128(3), "2027-04-14T01:00:00.000Z");
    let late = filed(&world.deployment, AccountId::from_u128(4), "2027-04-16T01:00:00.000Z");
    let list = listed(&world, reviewer(5), OPEN);
    let cases: Vec<&str> = list.iter().filter_map(|task| task["case"].as_str()).collect();
    // The clock of the early one starts on 15 April, as that of the one that was filed then.
    assert_eq!(cases.len(), 3);
    assert_eq!(cases[2], late.to_string());
    assert!(cases[..2].contains(&early.to_string().as_str()));
    assert_eq!(list[0]["due"], "2027-04-17T01:00:00.001Z");
    assert!(!list[0].to_string().contains("王小明"));
}

#[test]
fn what_is_drafted_is_not_in_the_list_and_what_is_approved_until_its_registration_is_set() {
    let world = World::new();
    world.deployment.draft(AccountId::from_u128(3), filled("local-household"), OPEN);
    assert_eq!(listed(&world, reviewer(5), OPEN)[0]["task"], "review");
    world.claim(reviewer(5), OPEN);
    let passing = json!({ "outcome": "pass", "corrections": 0 });
    assert_eq!(world.decide(reviewer(5), "one", &passing, OPEN).status, 200);
    let list = listed(&world, reviewer(5), OPEN);
    assert_eq!((list.len(), &list[0]["task"]), (1, &"registration".into()));
    assert_eq!(list[0]["due"], "2027-04-16T01:00:00.001Z");
    let act = Act::ReadRegistration { status: SiteStatus::AwaitingPayment };
    let command = Command { id: CommandId::from_u128(9), actor: reviewer(5), act };
    world.deployment.carry_out(world.id, &command, OPEN);
    assert_eq!(listed(&world, reviewer(5), OPEN), Vec::<Value>::new());
}

#[test]
fn the_list_says_who_holds_a_claim_until_it_ends() {
    let world = World::new();
    world.claim(reviewer(5), OPEN);
    let claim = |actor, now| listed(&world, actor, now)[0]["claim"].clone();
    let until = "2027-04-15T01:30:00.000Z";
    assert_eq!(claim(reviewer(5), OPEN), json!({ "until": until, "is_mine": true }));
    assert_eq!(claim(reviewer(6), "2027-04-15T01:29:59.999Z"), json!({ "until": until, "is_mine": false }));
    assert_eq!(claim(reviewer(6), until), Value::Null);
}

#[test]
fn a_reviewer_of_another_region_has_an_empty_list_and_a_candidate_has_none() {
    let world = World::new();
    assert_eq!(listed(&world, reviewer_of(5, "420100"), OPEN), Vec::<Value>::new());
    world.ask(BELA, Request::get("/api/reviews"), &Value::Null, OPEN).refused(403, "not-permitted");
}

#[test]
fn the_list_is_narrowed_down_by_task_programme_claim_and_due() {
    let world = World::new();
    let free = filed(&world.deployment, AccountId::from_u128(3), OPEN);
    world.claim(reviewer(5), OPEN);
    let shown = |actor, query: &str, now| {
        let answer = world.ask(actor, Request::get(format!("/api/reviews?{query}")), &Value::Null, now);
        assert_eq!(answer.status, 200, "{}", answer.text);
        let list = answer.json()["cases"].as_array().unwrap().clone();
        list.iter().map(|task| task["case"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (claimed, free) = (world.id.to_string(), free.to_string());
    let me = reviewer(5);
    assert_eq!(shown(me, "claim=mine", OPEN), [claimed.as_str()]);
    assert_eq!(shown(me, "claim=none&task=review", OPEN), [free.as_str()]);
    assert_eq!(shown(reviewer(6), "claim=others", OPEN), [claimed.as_str()]);
    assert_eq!(shown(me, "programme=shenzhen-interview&late=false", OPEN).len(), 2);
    for nothing in ["claim=others", "task=registration", "late=true", "programme=other"] {
        assert_eq!(shown(me, nothing, OPEN), Vec::<String>::new(), "{nothing}");
    }
    // The first instant that is late, and the last one that is not.
    assert_eq!(shown(me, "late=true", "2027-04-17T01:00:00.001Z").len(), 2);
    assert_eq!(shown(me, "late=true", "2027-04-17T01:00:00.000Z").len(), 0);
    // Once the claim has ended, nobody holds it.
    assert_eq!(shown(me, "claim=mine", "2027-04-15T01:30:00.000Z").len(), 0);
}

#[test]
fn a_value_that_no_filter_has_is_refused_and_a_filter_that_is_not_known_is_left_alone() {
    let world = World::new();
    let ask = |query: &str| {
        world.ask(reviewer(5), Request::get(format!("/api/reviews?{query}")), &Value::Null, OPEN)
    };
    for query in ["task=else", "claim=", "late=1"] {
        ask(query).refused(422, "invalid-fields");
    }
    assert_eq!(ask("task=else&claim=else").json()["errors"].as_array().unwrap().len(), 2);
    assert_eq!(ask("page=2").json()["cases"].as_array().unwrap().len(), 1);
}

#[test]
fn the_list_asks_the_store_as_often_as_was_planned_and_no_more() {
    let world = World::new();
    let token = world.deployment.log_in(reviewer(5), OPEN);
    world.deployment.calls();
    for _ in 0..2 {
        let request = Request::get("/api/reviews").header("authorization", format!("Bearer {token}"));
        kit::answer(&world.service, request.body(Body::full("")).unwrap(), OPEN, handle);
    }
    // Of the first one all but session, groups, directory, programme and partition is kept.
    assert_eq!(world.deployment.calls(), "get 18");
}

#[test]
fn whoever_is_in_groups_sees_the_cases_of_their_programmes_and_nothing_else_is_read_for_them() {
    let world = World::new();
    let deriving = world.deployment.publish_beside(kit::DERIVING.0);
    let other = deriving.programme().as_str();
    let groups = Groups::default().with("a".parse().unwrap(), kit::group(&[other], &[5, 6])).unwrap();
    let groups = groups.with("b".parse().unwrap(), kit::group(&["shenzhen-interview"], &[6])).unwrap();
    world.deployment.group("440300", groups);
    assert_eq!(listed(&world, reviewer(5), OPEN), Vec::<Value>::new());
    for actor in [reviewer(6), reviewer(7), reviewer_of(5, "440000")] {
        assert_eq!(listed(&world, actor, OPEN).len(), 1, "{actor:?}");
    }
    let calls = |actor| {
        let token = world.deployment.log_in(actor, OPEN);
        world.deployment.calls();
        let request = Request::get("/api/reviews").header("authorization", format!("Bearer {token}"));
        kit::answer(&world.service, request.body(Body::full("")).unwrap(), OPEN, handle);
        world.deployment.calls()
    };
    assert_eq!([5, 6].map(|number| calls(reviewer(number))), ["get 6", "get 7"]);
}
