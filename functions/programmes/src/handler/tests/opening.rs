use super::*;

#[test]
fn opening_a_case_says_where_it_is() {
    let world = World::new();
    let answer = world.open(&world.candidate(0), "one");
    assert_eq!((answer.status, answer.header("etag").as_str()), (201, "\"1\""));
    assert_eq!(answer.header("location"), format!("/api/cases/{}", answer.json()["case"].as_str().unwrap()));
    insta::assert_snapshot!(answer.shown(), @r#"{"case":"<case>","programme":"shenzhen-interview","season":"2027","policy":"<policy>","opened":"2027-04-15T01:00:00.000Z"}"#);
}

#[test]
fn a_repeat_is_answered_exactly_as_the_first_time_even_after_edits_and_the_end_of_the_window() {
    let mut world = World::new();
    let token = world.candidate(0);
    let first = world.open(&token, "one");
    let case = first.json()["case"].as_str().unwrap().parse().unwrap();
    world.deployment.edit(case, kit::filled("local-student"), OPEN);
    world.now = "2027-04-17T07:00:00.000Z".to_owned();
    let token = world.candidate(0);
    let again = world.open(&token, "\"one\"");
    assert_eq!((again.status, &again.text), (201, &first.text));
    assert_eq!(again.header("etag"), first.header("etag"));
}

#[test]
fn a_second_case_in_a_season_is_refused_with_the_address_of_the_first() {
    let world = World::new();
    let token = world.candidate(0);
    let first = world.open(&token, "one");
    let second = world.open(&token, "two");
    second.refused(409, "already-open");
    assert_eq!(second.json()["case"], first.header("location"));
    // The same key of another person is another attempt.
    let other = world.open(&world.candidate(1), "one");
    assert_eq!(other.status, 201);
    assert_ne!(other.header("location"), first.header("location"));
}

#[test]
fn a_key_that_was_used_for_another_request_is_refused() {
    let world = World::new();
    let token = world.candidate(0);
    assert_eq!(world.open(&token, "one").status, 201);
    assert_eq!(world.open_with(&token, "one", &json!({})).status, 201);
    let other = json!({ "category": "other-household" });
    world.open_with(&token, "one", &other).refused(422, "idempotency-key-reused");
}

#[test]
fn a_draft_begins_with_what_the_login_says() {
    let world = World::new();
    let opened = world.open(&world.candidate(0), "one");
    let case = world.deployment.case(opened.json()["case"].as_str().unwrap().parse().unwrap());
    let form = &case.draft_for(&Actor::Candidate(world.people[0])).unwrap().form;
    assert_eq!(form.name.as_ref().unwrap().as_str(), "王小明");
    assert_eq!(form.telephone.as_ref().unwrap().as_str(), "13800000000");
    assert_eq!(form.document, case.applicant().map(|applicant| applicant.document.clone()));
}

#[test]
fn a_category_can_be_picked_at_once_and_must_exist() {
    let world = World::new();
    let token = world.candidate(0);
    world.open_with(&token, "one", &json!({ "category": "nobody" })).refused(422, "unknown-category");
    world.open_with(&token, "one", &json!({ "category": "No Slug" })).refused(422, "invalid-fields");
    let opened = world.open_with(&token, "two", &json!({ "category": "local-student" }));
    let case = world.deployment.case(opened.json()["case"].as_str().unwrap().parse().unwrap());
    let draft = case.draft_for(&Actor::Candidate(world.people[0])).unwrap();
    assert_eq!(draft.category.as_ref().unwrap().as_str(), "local-student");
}

#[test]
fn a_case_is_opened_only_while_the_window_is_open() {
    let mut world = World::new();
    for (now, expected) in [
        ("2027-04-12T00:59:59.999Z", "window-not-open"),
        ("2027-04-17T07:00:00.000Z", "window-closed"),
        ("2027-04-17T06:59:59.999Z", "no problem"),
    ] {
        now.clone_into(&mut world.now);
        assert_eq!(world.open(&world.candidate(0), "one").code(), expected, "{now}");
    }
}

#[test]
fn whoever_may_not_open_a_case_is_told_why() {
    let world = World::new();
    world.ask(Request::post(CASES), "").refused(401, "session-required");
    world.open("nonsense", "one").refused(401, "session-ended");
    world
        .open(&world.log_in(reviewer_of(world.people[1].as_u128(), "440300")), "one")
        .refused(403, "not-permitted");
    let token = world.candidate(0);
    let keyless = Request::post(CASES).header("authorization", format!("Bearer {token}"));
    world.ask(keyless, "").refused(400, "idempotency-key-required");
    let nowhere =
        Request::post("/api/programmes/nowhere/cases").header("authorization", format!("Bearer {token}"));
    world.ask(nowhere.header("idempotency-key", "one"), "").refused(404, "unknown-programme");
}

#[test]
fn a_browser_that_another_site_made_post_is_refused() {
    let world = World::new();
    let cookie = format!("__Host-session={}", world.candidate(0));
    let post = || Request::post(CASES).header("cookie", &cookie).header("idempotency-key", "one");
    world.ask(post(), "").refused(403, "origin-refused");
    world.ask(post().header("origin", "https://evil.example"), "").refused(403, "origin-refused");
    let planted = post().header("cookie", "__Host-session=planted").header("origin", ORIGIN);
    world.ask(planted, "").refused(400, "ambiguous-credentials");
    assert_eq!(world.ask(post().header("origin", ORIGIN), "").status, 201);
}

#[test]
fn the_password_for_one_programme_opens_no_case_of_another() {
    let world = World::new();
    let by = |programme: &str| world.deployment.log_in_by_password(world.people[0], programme, &world.now);
    world.open(&by("another-interview"), "one").refused(403, "other-programme");
    // The name of the one is the beginning of the other.
    world.open(&by("shenzhen"), "one").refused(403, "other-programme");
    assert_eq!(world.open(&by("shenzhen-interview"), "one").status, 201);
}
