//! What is refused changes nothing, and a repeat is answered as the first time.

use super::*;

#[test]
fn a_repeat_shows_what_came_of_the_first_time_and_asks_nobody_again() {
    let world = World::new("local-household");
    let first = world.submit(OPEN);
    world.deployment.registers.asked();
    let again = world.submit("2027-04-20T00:00:00.000Z");
    assert_eq!((again.status, &again.text), (200, &first.text));
    assert_eq!(world.deployment.registers.asked(), [""; 0]);
}

#[test]
fn another_attempt_at_a_filed_case_is_refused() {
    let world = World::new("local-household");
    world.submit(OPEN);
    world.submit_as(Actor::Candidate(ANNA), "two", "\"4\"", OPEN).refused(409, "already-submitted");
}

#[test]
fn a_draft_that_was_changed_meanwhile_is_not_filed() {
    let world = World::new("local-household");
    world.submit_as(Actor::Candidate(ANNA), "one", "\"7\"", OPEN).refused(412, "changed-meanwhile");
    assert_eq!(world.deployment.case(world.id).state().name(), "draft");
    assert_eq!(world.deployment.registers.asked(), [""; 0]);
}

#[test]
fn somebody_elses_case_cannot_be_told_from_none() {
    let world = World::new("local-household");
    let bela = Actor::Candidate(AccountId::from_u128(9));
    world.submit_as(bela, "one", "\"2\"", OPEN).refused(404, "unknown-case");
    world.submit_as(kit::reviewer(9), "one", "\"2\"", OPEN).refused(403, "not-permitted");
    assert_eq!(world.deployment.case(world.id).state().name(), "draft");
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    let world = World::new("local-household");
    let mut draft = filled("local-household");
    (draft.form.name, draft.form.telephone) = (None, None);
    let id = world.deployment.draft(AccountId::from_u128(2), draft, OPEN);
    let world = World { id, ..world };
    let answer = world.submit_as(Actor::Candidate(AccountId::from_u128(2)), "one", "\"2\"", OPEN);
    answer.refused(422, "invalid-fields");
    let errors = answer.json()["errors"].clone();
    let pointers: Vec<&str> =
        errors.as_array().unwrap().iter().filter_map(|error| error["pointer"].as_str()).collect();
    assert_eq!(pointers, ["/form/name", "/form/telephone"]);
}

#[test]
fn a_request_that_is_not_as_it_must_be_is_refused() {
    let world = World::new("local-household");
    let ask = |request: http::request::Builder| {
        kit::answer(&world.service, request.body(Body::full("")).unwrap(), OPEN, handle)
    };
    let path = format!("/api/cases/{}/submission", world.id);
    let bearer = format!("Bearer {}", world.deployment.log_in(Actor::Candidate(ANNA), OPEN));
    let post = || Request::post(&path).header("authorization", &bearer);
    ask(Request::post(&path)).refused(401, "session-required");
    ask(post()).refused(400, "idempotency-key-required");
    ask(post().header("idempotency-key", "one")).refused(428, "precondition-required");
    ask(Request::get(&path)).refused(405, "method-not-allowed");
    ask(Request::post("/api/cases/case_x/submission/more")).refused(404, "no-such-resource");
    ask(Request::post("/api/cases/acct_00000000000000000000000001/submission"))
        .refused(400, "wrong-kind-of-id");
}

#[test]
fn the_password_for_another_programme_files_nothing_of_this_one() {
    let world = World::new("local-household");
    let by = |programme: &str| world.deployment.log_in_by_password(ANNA, programme, OPEN);
    let token = by("another-interview");
    world.submit_with(&token, "one", "\"2\"", OPEN).refused(404, "unknown-case");
    let request = Request::post(format!("/api/cases/{}/registration", world.id));
    let request = request.header("authorization", format!("Bearer {token}")).body(Body::full("")).unwrap();
    kit::answer(&world.service, request, OPEN, handle).refused(404, "unknown-case");
    // In its own programme it files like any other session: the step-up comes first.
    world.submit_with(&by("shenzhen-interview"), "one", "\"2\"", OPEN).refused(403, "not-verified");
}
