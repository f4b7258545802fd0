//! A portal has a candidate log in.

use super::portal::*;
use super::*;

#[test]
fn a_portal_is_given_a_code_with_its_state_and_the_browser_is_given_no_session() {
    let world = World::new();
    let answer = world.visit("person=0");
    let told = told(&answer, ADDRESS);
    let names: Vec<&str> = told.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["code", "state", "iss"]);
    assert_eq!((told[0].1.len(), told[1].1.as_str(), told[2].1.as_str()), (43, STATE, kit::ORIGIN));
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
    assert_eq!(cookies, ["__Host-login=; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age=0"]);
}

#[test]
fn what_an_address_of_a_portal_has_behind_it_stays_there() {
    let world = World::new();
    let address = "https://portal.example/other?kind=login";
    let begun = world.begin_visit(&without(&with(&visit(), "redirect_uri", address), "state"));
    let answer = world.get(&world.choose(&begun, "person=0"), &begun.cookie, OPEN);
    let names: Vec<String> = told(&answer, address).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["code", "iss"]);
}

#[test]
fn nobody_is_sent_to_an_address_that_is_not_the_portals_own() {
    let world = World::new();
    let visit = visit();
    for wrong in [
        without(&visit, "client_id"),
        without(&visit, "redirect_uri"),
        with(&visit, "client_id", "nobody"),
        with(&visit, "client_id", "school"),
        with(&visit, "redirect_uri", "https://evil.example/"),
        with(&visit, "redirect_uri", "https://portal.example/back/"),
        with(&visit, "redirect_uri", "https://portal.example/back?x"),
        twice(&visit, "client_id"),
        twice(&visit, "redirect_uri"),
    ] {
        for answer in
            [world.authorize(&wrong), world.answer(&wrong, "agree"), world.answer(&wrong, "decline")]
        {
            answer.refused(400, "unknown-portal");
            for header in ["location", "refresh", "set-cookie"] {
                assert!(!answer.headers.contains_key(header), "{header}");
            }
        }
    }
}

#[test]
fn a_portal_is_told_what_else_is_wrong_with_its_request() {
    let world = World::new();
    let visit = visit();
    // Also if nobody was asked about this request, but about another one.
    let told_why = |wrong: &Pairs<'_>, error, description| {
        for answer in [world.authorize(wrong), world.answer(wrong, "agree")] {
            told_why(&answer, error, description);
        }
    };
    for name in ["response_type", "code_challenge", "code_challenge_method"] {
        told_why(&without(&visit, name), "invalid_request", name);
        told_why(&with(&visit, name, ""), "invalid_request", name);
        told_why(&twice(&visit, name), "invalid_request", name);
    }
    for (name, value, error) in [
        ("response_type", "token", "unsupported_response_type"),
        ("response_type", "code id_token", "unsupported_response_type"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge_method", "s256", "invalid_request"),
        ("code_challenge", VERIFIER.split_at(42).0, "invalid_request"),
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", "invalid_request"),
        ("scope", "openid", "invalid_scope"),
    ] {
        told_why(&with(&visit, name, value), error, name);
    }
}

#[test]
fn a_state_that_does_not_fit_is_refused_and_not_repeated() {
    let world = World::new();
    let longest = "~".repeat(1024);
    world.begin_visit(&with(&visit(), "state", &longest));
    let longer = format!("{longest}~");
    for wrong in [with(&visit(), "state", &longer), with(&visit(), "state", "门户"), twice(&visit(), "state")]
    {
        let expected = [("error", "invalid_request"), ("error_description", "state"), ("iss", kit::ORIGIN)];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        for answer in
            [world.authorize(&wrong), world.answer(&wrong, "agree"), world.answer(&wrong, "decline")]
        {
            assert_eq!(told(&answer, ADDRESS), expected);
        }
    }
}

#[test]
fn browsers_keep_the_largest_attempt_there_is() {
    let world = World::new();
    // Each of these is two characters in the cookie's document.
    let begun = world.begin_visit(&with(&visit(), "state", &"\"".repeat(1024)));
    // RFC 6265, section 6.1: 4096 bytes. The longest id and address take this much more than those of this portal.
    let more = (64 + 512 - "city-hall".len() - ADDRESS.len()).div_ceil(3) * 4;
    assert!(begun.cookie.len() + more <= 4096, "{} and {more}", begun.cookie.len());
}

#[test]
fn a_visit_writes_nothing_into_the_store_before_the_candidate_has_logged_in() {
    let world = World::new();
    world.begin_visit(&visit());
    world.deployment.calls();
    world.begin_visit(&visit());
    assert_eq!(world.deployment.calls(), "");
}

#[test]
fn nobody_comes_from_a_portal_as_staff() {
    let world = World::new();
    let as_staff = with(&visit(), "realm", "staff");
    for begun in [world.begin_visit(&as_staff), Begun::of(&world.answer(&as_staff, "agree"))] {
        assert_eq!(begun.address.path(), "/sandbox/identity/platform/authorize");
    }
}

#[test]
fn a_portal_is_told_that_its_candidate_was_not_let_in() {
    let world = World::new();
    told_why(&world.visit("person=nobody"), "access_denied", "login-refused");
    told_why(&world.visit("person=0&as=legal-person"), "access_denied", "legal-person-login");
    let direct = |script| world.providers.direct(identity::Realm::Platform, script);
    direct(json!({ "claims": { "name": null } }));
    told_why(&world.visit("person=0"), "access_denied", "identity-incomplete");
    direct(json!({ "claims": { "aud": "somebody else" } }));
    told_why(&world.visit("person=0"), "access_denied", "login-failed");
    direct(json!({}));
    let begun = world.begin_visit(&visit());
    let callback = world.choose(&begun, "person=0");
    told(&world.get(&callback, &begun.cookie, OPEN), ADDRESS);
    told_why(&world.get(&callback, &begun.cookie, OPEN), "access_denied", "login-expired");
}

#[test]
fn a_portal_is_told_that_the_platform_cannot_be_reached() {
    let world = World::new();
    let begun = world.begin_visit(&visit());
    let callback = world.choose(&begun, "person=0");
    world.providers.vanish();
    told_why(&world.answer(&visit(), "agree"), "temporarily_unavailable", "provider-unavailable");
    told_why(&world.get(&callback, &begun.cookie, OPEN), "temporarily_unavailable", "provider-unavailable");
}

#[test]
fn the_callback_of_another_attempt_is_not_passed_on_to_a_portal() {
    let world = World::new();
    let (portals, ours) = (world.begin_visit(&visit()), world.begin(""));
    let (theirs, own) = (world.choose(&portals, "person=0"), world.choose(&ours, "person=1"));
    world.get(&theirs, &ours.cookie, OPEN).refused(400, "login-expired");
    world.get(&own, &portals.cookie, OPEN).refused(400, "login-expired");
    world.get(&theirs, "", OPEN).refused(400, "login-expired");
    assert_eq!(told(&world.get(&theirs, &portals.cookie, OPEN), ADDRESS).len(), 3);
}

#[test]
fn a_list_of_portals_that_is_wrong_serves_none_and_operators_are_told_why() {
    let world = World::new();
    let code = world.code();
    let lines = std::rc::Rc::new(std::cell::RefCell::new(String::new()));
    let log = std::rc::Rc::clone(&lines);
    let list = kit::PORTALS.replace("the-secret-of-the-school", "a-short-one");
    let settings = edge::Settings::new(kit::ORIGIN, [(crate::portals::PORTALS, list)].into());
    let service = Service::new(crate::COMPONENT, world.deployment.store(), settings, move |line: &str| {
        log.borrow_mut().push_str(line);
    });
    kit::answer(&service, posted(&exchange(&code), &[]), OPEN, handle).refused(500, "fault");
    let why = "the variable portals: portal 2 of the list: each of its secrets";
    assert!(lines.borrow().contains(why) && !lines.borrow().contains("a-short-one"), "{}", lines.borrow());
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(visit()).finish();
    let request = Request::get(format!("/auth/authorize?{query}")).body(Body::full("")).unwrap();
    kit::answer(&service, request, OPEN, handle).refused(500, "fault");
}

#[test]
fn who_has_logged_in_by_a_password_is_sent_to_the_platform_like_anybody_before_a_portal_gets_anything() {
    let world = World::new();
    let account = world.deployment.account("王小明", None);
    let token = world.deployment.log_in_by_password(account, "shenzhen-interview", OPEN);
    let cookie = format!("{COOKIE}={token}");
    let headers = [("origin", kit::ORIGIN), ("cookie", cookie.as_str())];
    let begun = world.answer_with(&with(&visit(), "answer", "agree"), &headers, OPEN);
    let next = begun.onward().expect(&begun.text);
    assert!(next.contains("/sandbox/identity/platform/authorize?"), "{next}");
}
