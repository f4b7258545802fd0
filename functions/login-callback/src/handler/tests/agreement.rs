//! Somebody is asked whether a portal may act for them, and answers.

use super::portal::*;
use super::*;

/// An answer that begins nothing: no login, and nothing in the browser.
#[track_caller]
fn begins_nothing(answer: &Answer) {
    assert!(!answer.headers.contains_key("set-cookie"), "{:?}", answer.headers);
}

#[test]
fn nobody_is_sent_to_log_in_before_they_were_asked() {
    let world = World::new();
    let answer = world.authorize(&visit());
    begins_nothing(&answer);
    let expected: Vec<_> =
        visit().into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let mut asked = asked(&answer);
    asked.sort();
    assert_eq!(asked, {
        let mut sorted = expected;
        sorted.sort();
        sorted
    });
    assert_eq!(world.providers.asked(), [""; 0]);
}

#[test]
fn what_a_portal_adds_about_a_person_goes_no_further() {
    let world = World::new();
    let more = with(&with(&visit(), "login_hint", "13800000000"), "name", "王小明");
    let answer = world.authorize(&more);
    assert_eq!(answer.header("location"), world.authorize(&visit()).header("location"));
    let begun = Begun::of(&world.answer(&more, "agree"));
    assert!(!begun.address.as_str().contains("13800000000"), "{}", begun.address);
}

#[test]
fn who_declines_is_back_at_the_portal_which_is_told_so() {
    let world = World::new();
    world.authorize(&visit());
    world.deployment.calls();
    world.providers.asked();
    let answer = world.answer(&visit(), "decline");
    told_why(&answer, "access_denied", "declined");
    begins_nothing(&answer);
    assert_eq!((world.deployment.calls().as_str(), world.providers.asked()), ("", vec![]));
}

#[test]
fn an_answer_is_taken_from_a_page_of_this_service_and_from_nobody_else() {
    let world = World::new();
    for chosen in ["agree", "decline"] {
        let form = with(&visit(), "answer", chosen);
        for headers in [vec![], vec![("origin", "https://evil.example")], vec![("origin", "null")]] {
            let answer = world.answer_with(&form, &headers, OPEN);
            answer.refused(403, "origin-refused");
            begins_nothing(&answer);
        }
        let planted = [("origin", kit::ORIGIN), ("origin", "https://evil.example")];
        world.answer_with(&form, &planted, OPEN).refused(400, "malformed-header");
    }
}

#[test]
fn what_is_neither_yes_nor_no_begins_nothing() {
    let world = World::new();
    let agreed = with(&visit(), "answer", "agree");
    for form in
        [visit(), with(&visit(), "answer", ""), with(&visit(), "answer", "yes"), twice(&agreed, "answer")]
    {
        let answer = world.answer_with(&form, &[("origin", kit::ORIGIN)], OPEN);
        told_why(&answer, "invalid_request", "answer");
        begins_nothing(&answer);
    }
    // Nobody agrees by an address, which any page can send a browser to.
    begins_nothing(&world.authorize(&agreed));
    asked(&world.authorize(&agreed));
}

#[test]
fn the_browser_goes_on_from_a_page_and_not_by_a_redirect_that_the_policy_of_the_form_would_hold() {
    let world = World::new();
    for chosen in ["agree", "decline"] {
        let answer = world.answer(&visit(), chosen);
        assert_eq!(
            (answer.status, answer.header("content-type").as_str()),
            (200, "text/html; charset=utf-8")
        );
        assert!(!answer.headers.contains_key("location"));
        // Whose browser does not go on by itself has a link, with every character of the address as text.
        let link = format!("<a href=\"{}\">", answer.onward().unwrap().replace('&', "&#38;"));
        assert_eq!(answer.text.matches(&link).count(), 2, "{}", answer.text);
    }
}

#[test]
fn what_is_no_form_is_no_answer() {
    let world = World::new();
    let send = |kind: &str, body: &str| {
        let request =
            Request::post("/auth/authorize").header("origin", kit::ORIGIN).header("content-type", kind);
        kit::answer(&world.service, request.body(Body::full(body.to_owned())).unwrap(), OPEN, handle)
    };
    send("application/json", "{}").refused(400, "malformed-header");
    send("text/plain", "client_id=city-hall").refused(400, "malformed-header");
    send("application/x-www-form-urlencoded", &"a".repeat(8 * 1024 + 1)).refused(413, "body-too-large");
    send("application/x-www-form-urlencoded", "").refused(400, "unknown-portal");
}

#[test]
fn the_page_may_stay_open_for_hours_and_the_time_for_the_login_begins_with_the_answer() {
    let world = World::new();
    asked(&world.authorize(&visit()));
    let (later, last) = ("2027-04-15T05:00:00.000Z", "2027-04-15T05:09:59.999Z");
    let headers = [("origin", kit::ORIGIN)];
    let begun = Begun::of(&world.answer_with(&with(&visit(), "answer", "agree"), &headers, later));
    world.providers.set_clock(last);
    let callback = world.choose(&begun, "person=0");
    assert_eq!(told(&world.get(&callback, &begun.cookie, last), ADDRESS)[0].0, "code");
    world.get(&callback, &begun.cookie, "2027-04-15T05:10:00.000Z").refused(400, "login-expired");
}

#[test]
fn of_two_answers_of_a_browser_the_last_is_the_one_that_it_finishes() {
    let world = World::new();
    // A second click, or another tab: the browser keeps the cookie that came last.
    let (first, last) = (world.begin_visit(&visit()), world.begin_visit(&visit()));
    let (left, taken) = (world.choose(&first, "person=0"), world.choose(&last, "person=0"));
    let answer = world.get(&left, &last.cookie, OPEN);
    answer.refused(400, "login-expired");
    assert!(!answer.headers.contains_key("location"));
    assert_eq!(told(&world.get(&taken, &last.cookie, OPEN), ADDRESS)[0].0, "code");
}

#[test]
fn an_answer_that_is_sent_again_has_its_person_log_in_again() {
    let world = World::new();
    let first = world.begin_visit(&visit());
    let callback = world.choose(&first, "person=0");
    told(&world.get(&callback, &first.cookie, OPEN), ADDRESS);
    let again = Begun::of(&world.answer(&visit(), "agree"));
    assert_eq!(again.address.path(), "/sandbox/identity/platform/authorize");
    assert!(again.address.as_str().contains("prompt=login"));
    // And what has come back before is worth nothing in it.
    world.get(&callback, &again.cookie, OPEN).refused(400, "login-expired");
}

#[test]
fn who_is_asked_is_told_which_portal_it_is() {
    let world = World::new();
    let shown = world.get("/auth/portals/city-hall", "", OPEN);
    assert_eq!(shown.status, 200, "{}", shown.text);
    let expected = json!({
        "id": "city-hall",
        "name": { "zh": "市民服务网", "en": "City Hall" },
        "origins": ["https://portal.example"],
    });
    assert_eq!(shown.json(), expected);
}

#[test]
fn a_portal_that_is_not_registered_is_unknown_whatever_it_is_called() {
    let world = World::new();
    for id in ["nobody", "", "City-Hall", "city-hall%20", "..", "城"] {
        let id: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
        world.get(&format!("/auth/portals/{id}"), "", OPEN).refused(400, "unknown-portal");
    }
    world.get("/auth/portals/city-hall/secrets", "", OPEN).refused(404, "no-such-resource");
}
