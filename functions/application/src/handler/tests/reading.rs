use super::*;

#[test]
fn the_owner_is_shown_the_whole_case() {
    let world = World::new();
    let token = world.candidate(1);
    let case = world.open(1);
    assert_eq!(world.edit(&token, &case, "\"1\"", &filled()).status, 200);
    let answer = world.show(&token, &case);
    assert_eq!((answer.status, answer.header("etag").as_str()), (200, "\"2\""));
    assert_eq!(answer.header("cache-control"), "no-store");
    insta::assert_snapshot!(answer.shown(), @r#"{"case":"<case>","programme":"shenzhen-interview","season":"2027","policy":"<policy>","opened":"2027-04-15T01:00:00.000Z","state":"draft","closes":"2027-04-17T07:00:00.000Z","draft":{"category":"local-household","form":{"name":"王小明","document":{"kind":"resident-identity-card","number":"11010519491231002X"},"telephone":"13800000000","email":"xiaoming@example.org"}},"timeline":[{"event":"opened","at":"2027-04-15T01:00:00.000Z"}]}"#);
}

#[test]
fn whoever_has_the_version_already_is_not_sent_it_again() {
    let world = World::new();
    let token = world.candidate(1);
    let case = world.open(1);
    let get = |tag: &str| {
        let request = Request::get(&case).header("authorization", format!("Bearer {token}"));
        world.ask(request.header("if-none-match", tag), "")
    };
    let unchanged = get("\"1\"");
    assert_eq!((unchanged.status, unchanged.text.as_str()), (304, ""));
    assert_eq!(unchanged.header("etag"), "\"1\"");
    assert_eq!(get("\"2\"").status, 200);
}

#[test]
fn the_case_of_somebody_else_looks_exactly_like_one_that_is_not_there() {
    let world = World::new();
    let case = world.open(1);
    // The same collection and partition, and an id that was never given to anybody.
    let (head, last) = case.split_at(case.len() - 1);
    let unknown = format!("{head}{}", if last == "0" { "1" } else { "0" });
    for stranger in [world.candidate(2), world.log_in(reviewer_of(9, "420100"))] {
        let theirs = world.show(&stranger, &case);
        theirs.refused(404, "unknown-case");
        assert_eq!(theirs.text, world.show(&stranger, &unknown).text);
        world.edit(&stranger, &case, "\"1\"", &json!({})).refused(404, "unknown-case");
        world.discard(&stranger, &case, "\"1\"").refused(404, "unknown-case");
    }
}

#[test]
fn a_reviewer_of_the_region_sees_the_case_and_not_what_its_owner_is_still_typing() {
    let world = World::new();
    let case = world.open(1);
    let reviewer = world.log_in(reviewer_of(9, "440300"));
    let shown = world.show(&reviewer, &case);
    assert_eq!((shown.status, shown.json().get("draft")), (200, None));
    world.edit(&reviewer, &case, "\"1\"", &json!({})).refused(403, "not-permitted");
}

#[test]
fn an_id_of_another_kind_or_of_another_collection_is_refused() {
    let world = World::new();
    let token = world.candidate(1);
    let show = |id: &str| world.show(&token, &format!("/api/cases/{id}"));
    show("acct_00000000000000000000000001").refused(400, "wrong-kind-of-id");
    show("case_short").refused(400, "malformed-id");
    show("42").refused(400, "malformed-id");
    // Number 0 is the collection of sessions, and this one does not exist.
    show("case_00000000000000000000000001").refused(404, "unknown-case");
    show("case_7ZZZZZZZZZZZZZZZZZZZZZZZZZ").refused(404, "unknown-case");
}

#[test]
fn a_session_that_has_ended_shows_nothing() {
    let mut world = World::new();
    let token = world.candidate(1);
    let case = world.open(1);
    world.now = "2027-04-15T01:30:00.000Z".to_owned();
    world.show(&token, &case).refused(401, "session-ended");
    world.ask(Request::get(&case), "").refused(401, "session-required");
}

#[test]
fn nothing_that_was_filled_in_can_be_read_in_the_store() {
    let world = World::new();
    let token = world.candidate(1);
    let case = world.open(1);
    assert_eq!(world.edit(&token, &case, "\"1\"", &filled()).status, 200);
    let dump = world.deployment.store().key_value().memory().dump();
    for secret in ["王小明", "11010519491231002", "13800000000", "xiaoming", "local-household"] {
        let secret = secret.as_bytes();
        let leaks: Vec<&String> = dump
            .iter()
            .filter(|(key, value)| {
                !is_public(key) && value.windows(secret.len()).any(|window| window == secret)
            })
            .map(|(key, _)| key)
            .collect();
        assert!(leaks.is_empty(), "{leaks:?}");
    }
}

/// A policy is public, as its file and as it was read from it.
fn is_public(key: &str) -> bool {
    key.starts_with("policy/") || key.starts_with("read-policy/")
}

#[test]
fn a_case_of_ones_own_in_another_programme_than_that_of_the_password_looks_like_one_that_is_not_there() {
    let world = World::new();
    let case = world.open(1);
    let by =
        |programme: &str| world.deployment.log_in_by_password(AccountId::from_u128(1), programme, &world.now);
    let (head, last) = case.split_at(case.len() - 1);
    let unknown = format!("{head}{}", if last == "0" { "1" } else { "0" });
    for programme in ["another-interview", "shenzhen"] {
        let token = by(programme);
        let theirs = world.show(&token, &case);
        theirs.refused(404, "unknown-case");
        assert_eq!(theirs.text, world.show(&token, &unknown).text);
        world.edit(&token, &case, "\"1\"", &json!({})).refused(404, "unknown-case");
        world.discard(&token, &case, "\"1\"").refused(404, "unknown-case");
        let request = Request::post(format!("{case}/correction")).header("content-type", "application/json");
        let request =
            request.header("authorization", format!("Bearer {token}")).header("idempotency-key", "one");
        world.ask(request, json!({ "form": {} }).to_string()).refused(404, "unknown-case");
    }
    let own = by("shenzhen-interview");
    assert_eq!(world.show(&own, &case).status, 200);
    assert_eq!(world.edit(&own, &case, "\"1\"", &json!({})).status, 200);
}
