//! A portal exchanges its code for a token.

use super::portal::*;
use super::*;
use futures::executor::block_on;
use futures::future::join_all;

#[track_caller]
fn refused_by(answer: &Answer, parameter: &str) {
    answer.refused(400, "invalid-request");
    let document = answer.json();
    assert_eq!((&document["error"], &document["parameter"]), (&json!("invalid_request"), &json!(parameter)));
}

#[track_caller]
fn no_grant(answer: &Answer) {
    answer.refused(400, "invalid-grant");
    assert_eq!(answer.json()["error"], "invalid_grant");
    assert_eq!(answer.header("content-type"), "application/json");
}

fn token(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["access_token"].as_str().expect("a token").to_owned()
}

#[test]
fn a_code_is_exchanged_for_the_token_of_a_session_of_its_candidate() {
    let world = World::new();
    let answer = world.exchange(&exchange(&world.code()), OPEN);
    let token = token(&answer);
    assert_eq!(answer.json(), json!({ "access_token": token, "token_type": "Bearer", "expires_in": 1800 }));
    assert_eq!(
        (answer.header("cache-control"), answer.header("pragma")),
        ("no-store".into(), "no-cache".into())
    );
    assert_eq!(answer.header("content-type"), "application/json");
    assert!(!answer.headers.contains_key("set-cookie"));
    let session = world.bearer(&Method::GET, &token).json();
    let own = world.session(&world.log_in("", "person=0"));
    assert_eq!((&session["role"], &session["account"]), (&json!("candidate"), &own["account"]));
}

#[test]
fn a_portal_logs_its_candidate_out_without_an_origin() {
    let world = World::new();
    let token = token(&world.exchange(&exchange(&world.code()), OPEN));
    assert_eq!(world.bearer(&Method::DELETE, &token).status, 204);
    world.bearer(&Method::GET, &token).refused(401, "session-ended");
}

#[test]
fn a_code_is_over_a_minute_after_it_was_given() {
    let world = World::new();
    let code = world.code();
    no_grant(&world.exchange(&exchange(&code), "2027-04-15T01:01:00.000Z"));
    assert_eq!(world.exchange(&exchange(&code), "2027-04-15T01:00:59.999Z").status, 200);
}

#[test]
fn a_code_that_comes_again_gives_nothing_and_ends_what_it_gave() {
    let world = World::new();
    let code = world.code();
    let first = token(&world.exchange(&exchange(&code), OPEN));
    let other = token(&world.exchange(&exchange(&world.code()), OPEN));
    no_grant(&world.exchange(&exchange(&code), OPEN));
    world.bearer(&Method::GET, &first).refused(401, "session-ended");
    assert_eq!(world.bearer(&Method::GET, &other).status, 200);
}

#[test]
fn of_fifty_who_exchange_a_code_at_once_one_gets_a_token() {
    let world = World::new();
    let code = world.code();
    let now = domain::instant::parse(OPEN).unwrap();
    world.deployment.share();
    let exchanges = (0..50).map(|_| world.service.respond(posted(&exchange(&code), &[]), now, handle));
    let answers = block_on(join_all(exchanges));
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status().as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [[200].as_slice(), &[400; 49]].concat());
    for refused in answers.iter().filter(|answer| answer.status() != 200) {
        let document: Value = serde_json::from_slice(refused.body()).unwrap();
        assert_eq!(document["error"], "invalid_grant");
    }
}

#[test]
fn the_code_of_another_portal_is_not_good() {
    let world = World::new();
    let code = world.code();
    let theirs = with(&exchange(&code), "client_id", "school");
    no_grant(&world.exchange(&with(&theirs, "client_secret", "the-secret-of-the-school"), OPEN));
    assert_eq!(world.exchange(&exchange(&code), OPEN).status, 200);
}

#[test]
fn a_code_is_not_good_with_another_verifier() {
    let world = World::new();
    let code = world.code();
    let other = VERIFIER.replace('d', "e");
    no_grant(&world.exchange(&with(&exchange(&code), "code_verifier", &other), OPEN));
    // What everybody has seen in the address is no verifier.
    no_grant(&world.exchange(&with(&exchange(&code), "code_verifier", CHALLENGE), OPEN));
    assert_eq!(world.exchange(&exchange(&code), OPEN).status, 200);
}

#[test]
fn a_verifier_that_could_be_guessed_or_has_other_characters_is_none() {
    let world = World::new();
    let code = world.code();
    for verifier in [&VERIFIER[1..], &"a".repeat(129), &VERIFIER.replace('d', "+")] {
        refused_by(
            &world.exchange(&with(&exchange(&code), "code_verifier", verifier), OPEN),
            "code_verifier",
        );
    }
    for verifier in [VERIFIER.replace('d', "e"), "a".repeat(128)] {
        no_grant(&world.exchange(&with(&exchange(&code), "code_verifier", &verifier), OPEN));
    }
}

#[test]
fn a_code_is_not_good_for_another_address() {
    let world = World::new();
    let code = world.code();
    for address in ["https://portal.example/other?kind=login", "https://portal.example/back/", "x"] {
        no_grant(&world.exchange(&with(&exchange(&code), "redirect_uri", address), OPEN));
    }
    assert_eq!(world.exchange(&exchange(&code), OPEN).status, 200);
}

#[test]
fn a_code_that_was_never_given_is_not_good() {
    let world = World::new();
    for code in ["x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "!"] {
        no_grant(&world.exchange(&exchange(code), OPEN));
    }
}

#[test]
fn each_parameter_has_to_be_there_once() {
    let world = World::new();
    let code = world.code();
    let good = exchange(&code);
    for name in ["grant_type", "code", "redirect_uri", "code_verifier"] {
        refused_by(&world.exchange(&without(&good, name), OPEN), name);
        refused_by(&world.exchange(&with(&good, name, ""), OPEN), name);
        refused_by(&world.exchange(&twice(&good, name), OPEN), name);
    }
    for name in ["client_id", "client_secret"] {
        refused_by(&world.exchange(&twice(&good, name), OPEN), name);
    }
    assert_eq!(world.exchange(&with(&good, "unknown", "x"), OPEN).status, 200);
}

#[test]
fn nothing_but_a_code_is_exchanged() {
    let world = World::new();
    let code = world.code();
    for kind in ["refresh_token", "client_credentials", "password", "Authorization_code"] {
        let answer = world.exchange(&with(&exchange(&code), "grant_type", kind), OPEN);
        answer.refused(400, "unsupported-grant-type");
        assert_eq!(answer.json()["error"], "unsupported_grant_type");
    }
}

#[test]
fn a_body_that_is_no_form_or_too_large_is_refused() {
    let world = World::new();
    let code = world.code();
    for media_type in ["application/json", "text/plain", ""] {
        let mut request = posted(&exchange(&code), &[]);
        request.headers_mut().insert("content-type", media_type.parse().unwrap());
        kit::answer(&world.service, request, OPEN, handle).refused(400, "malformed-header");
    }
    let large = "a".repeat(8 * 1024);
    world.exchange(&with(&exchange(&code), "unknown", &large), OPEN).refused(413, "body-too-large");
    let mut request = posted(&exchange(&code), &[]);
    let media_type = "Application/X-WWW-Form-Urlencoded; charset=UTF-8";
    request.headers_mut().insert("content-type", media_type.parse().unwrap());
    assert_eq!(kit::answer(&world.service, request, OPEN, handle).status, 200);
}

#[test]
fn a_code_is_neither_a_token_nor_a_cookie() {
    let world = World::new();
    let code = world.code();
    world.bearer(&Method::GET, &code).refused(401, "session-ended");
    world.get("/auth/session", &format!("{COOKIE}={code}"), OPEN).refused(401, "session-ended");
    assert_eq!(world.exchange(&exchange(&code), OPEN).status, 200);
}

#[test]
fn a_visit_asks_the_store_as_often_as_was_planned_and_no_more() {
    let world = World::new();
    world.exchange(&exchange(&world.code()), OPEN);
    let begun = world.begin_visit(&visit());
    let callback = world.choose(&begun, "person=0");
    world.deployment.calls();
    let code = told(&world.get(&callback, &begun.cookie, OPEN), ADDRESS).remove(0).1;
    // Somebody who is known: as for a login, with a code in place of the session.
    assert_eq!(world.deployment.calls(), "get 2, read-for-swap 2, swap 1");
    world.exchange(&exchange(&code), OPEN);
    // The code is found and spent, and the session opened.
    assert_eq!(world.deployment.calls(), "get 1, read-for-swap 2, swap 2");
}
