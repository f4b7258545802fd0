//! What somebody has open elsewhere, and how they end it.

use super::portal::*;
use super::*;

const LATER: &str = "2027-04-15T01:09:59.999Z";
const TOO_LATE: &str = "2027-04-15T01:10:00.000Z";

/// Asks with a token, as a portal or a program does.
fn ask(world: &World, method: &Method, path: &str, token: &str, now: &str) -> Answer {
    let request = Request::builder().method(method).uri(path);
    let request = request.header("authorization", format!("Bearer {token}")).body(Body::full("")).unwrap();
    kit::answer(&world.service, request, now, handle)
}

/// Somebody logs in, and this is the token of their session.
fn log_in(world: &World, query: &str, choice: &str) -> String {
    let cookie = session_cookie(&world.log_in(query, choice));
    cookie.split_once('=').unwrap().1.to_owned()
}

fn list(world: &World, token: &str) -> Vec<Value> {
    let answer = ask(world, &Method::GET, "/auth/sessions", token, OPEN);
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["sessions"].as_array().unwrap().clone()
}

/// Returns the id of the session that a token is of.
fn id(world: &World, token: &str) -> String {
    let own = list(world, token).into_iter().find(|session| session["current"] == true).unwrap();
    own["session"].as_str().unwrap().to_owned()
}

fn is_open(world: &World, token: &str) -> bool {
    ask(world, &Method::GET, "/auth/session", token, OPEN).status == 200
}

#[test]
fn people_see_where_they_are_logged_in_through_which_portal_and_nothing_of_anybody_else() {
    let world = World::new();
    let own = log_in(&world, "", "person=0");
    log_in(&world, "", "person=1");
    let through = world.exchange(&exchange(&world.code()), "2027-04-15T01:00:20.000Z");
    let through = through.json()["access_token"].as_str().unwrap().to_owned();
    let shown = list(&world, &own);
    assert_eq!(shown.len(), 2, "{shown:?}");
    let expected = json!([
        {
            "session": shown[0]["session"], "current": false,
            "portal": "city-hall", "portal_name": { "zh": "市民服务网", "en": "City Hall" },
            "began": "2027-04-15T01:00:20.000Z", "used": "2027-04-15T01:00:20.000Z",
            "ends": "2027-04-15T01:30:20.000Z",
        },
        {
            "session": shown[1]["session"], "current": true,
            "began": OPEN, "used": OPEN, "ends": "2027-04-15T01:30:00.000Z",
        },
    ]);
    assert_eq!(Value::from(shown.clone()), expected);
    // What is shown of a session names it, and opens nothing.
    let name = shown[0]["session"].as_str().unwrap();
    assert!(name.starts_with("sess_"));
    ask(&world, &Method::GET, "/auth/sessions", name, OPEN).refused(401, "session-ended");
    // The portal is shown the same.
    assert_eq!(list(&world, &through).len(), 2);
}

#[test]
fn one_session_elsewhere_is_ended_by_its_id_and_no_other() {
    let world = World::new();
    let [one, two, three] = [(); 3].map(|()| log_in(&world, "", "person=0"));
    let path = format!("/auth/sessions/{}", id(&world, &two));
    assert_eq!(ask(&world, &Method::DELETE, &path, &one, OPEN).status, 204);
    assert_eq!([&one, &two, &three].map(|token| is_open(&world, token)), [true, false, true]);
    ask(&world, &Method::DELETE, &path, &one, OPEN).refused(404, "unknown-session");
}

#[test]
fn what_portals_hold_is_taken_back_by_whoever_it_was_given_for() {
    let world = World::new();
    let given = world.exchange(&exchange(&world.code()), OPEN).json();
    let given = given["access_token"].as_str().unwrap();
    let on_its_way = world.code();
    let own = log_in(&world, "", "person=0");
    let shown = list(&world, &own);
    let through = shown.iter().find(|session| session["portal"] == "city-hall").unwrap();
    let path = format!("/auth/sessions/{}", through["session"].as_str().unwrap());
    assert_eq!(ask(&world, &Method::DELETE, &path, &own, OPEN).status, 204);
    world.bearer(&Method::GET, given).refused(401, "session-ended");
    // And what it was not handed out yet.
    assert_eq!(ask(&world, &Method::DELETE, "/auth/sessions", &own, OPEN).json(), json!({ "ended": 0 }));
    world.exchange(&exchange(&on_its_way), OPEN).refused(400, "invalid-grant");
}

#[test]
fn while_the_list_of_portals_is_wrong_people_see_and_end_what_these_hold() {
    let mut world = World::new();
    let given = world.exchange(&exchange(&world.code()), OPEN).json();
    let given = given["access_token"].as_str().unwrap();
    let own = log_in(&world, "", "person=0");
    for list_of_portals in ["[]", "no list"] {
        let settings =
            edge::Settings::new(kit::ORIGIN, [(crate::portals::PORTALS, list_of_portals.to_owned())].into());
        world.service = Service::new(crate::COMPONENT, world.deployment.store(), settings, |_| {});
        let shown = list(&world, &own);
        let through = shown.iter().find(|session| session["portal"] == "city-hall").unwrap();
        assert_eq!(through["portal_name"], Value::Null);
    }
    let answer = ask(&world, &Method::DELETE, "/auth/sessions", &own, OPEN);
    assert_eq!(answer.json(), json!({ "ended": 1 }), "{}", answer.text);
    world.bearer(&Method::GET, given).refused(401, "session-ended");
}

#[test]
fn all_others_are_ended_at_once_as_a_candidate_and_as_staff() {
    let world = World::new();
    let own = log_in(&world, "", "person=100");
    let staff = log_in(&world, "realm=staff", "person=100&role=reviewer&region=440300");
    let telephone = log_in(&world, "", "person=100");
    let somebody_else = log_in(&world, "", "person=101");
    let answer = ask(&world, &Method::DELETE, "/auth/sessions", &own, OPEN);
    assert_eq!((answer.status, answer.json()), (200, json!({ "ended": 2 })));
    let open = [&own, &staff, &telephone, &somebody_else].map(|token| is_open(&world, token));
    assert_eq!(open, [true, false, false, true]);
    assert_eq!(ask(&world, &Method::DELETE, "/auth/sessions", &own, OPEN).json(), json!({ "ended": 0 }));
}

#[test]
fn the_session_of_somebody_else_cannot_be_told_from_one_that_is_not_there() {
    let world = World::new();
    let (own, theirs) = (log_in(&world, "", "person=0"), log_in(&world, "", "person=1"));
    for id in [id(&world, &theirs).as_str(), "sess_06A1B2C3D4E5F6G7H8J9K0M1N2"] {
        let path = format!("/auth/sessions/{id}");
        ask(&world, &Method::DELETE, &path, &own, OPEN).refused(404, "unknown-session");
    }
    assert!(is_open(&world, &theirs));
    let wrong = |id: &str| ask(&world, &Method::DELETE, &format!("/auth/sessions/{id}"), &own, OPEN);
    wrong("acct_06A1B2C3D4E5F6G7H8J9K0M1N2").refused(400, "wrong-kind-of-id");
    wrong("sess_06a1").refused(400, "malformed-id");
}

#[test]
fn who_has_not_logged_in_within_ten_minutes_ends_nothing_but_the_session_at_hand() {
    let world = World::new();
    let (own, other) = (log_in(&world, "", "person=0"), log_in(&world, "", "person=0"));
    let path = format!("/auth/sessions/{}", id(&world, &other));
    for path in [path.as_str(), "/auth/sessions"] {
        ask(&world, &Method::DELETE, path, &own, TOO_LATE).refused(403, "login-too-old");
    }
    assert!(is_open(&world, &other));
    assert_eq!(ask(&world, &Method::DELETE, &path, &own, LATER).status, 204);
    let at_hand = format!("/auth/sessions/{}", id(&world, &own));
    let answer = ask(&world, &Method::DELETE, &at_hand, &own, TOO_LATE);
    assert_eq!(answer.status, 204, "{}", answer.text);
    assert!(answer.header("set-cookie").starts_with("__Host-session=;"));
    assert!(!is_open(&world, &own));
}

#[test]
fn another_site_ends_nothing_elsewhere() {
    let world = World::new();
    let (own, other) = (log_in(&world, "", "person=0"), log_in(&world, "", "person=0"));
    for path in ["/auth/sessions".to_owned(), format!("/auth/sessions/{}", id(&world, &other))] {
        let request = Request::delete(path).header("cookie", format!("{COOKIE}={own}"));
        let request = request.header("origin", "https://evil.example").body(Body::full("")).unwrap();
        kit::answer(&world.service, request, OPEN, handle).refused(403, "origin-refused");
    }
    assert!(is_open(&world, &other));
}

#[test]
fn what_was_ended_elsewhere_is_written_down_with_whose_it_was_and_how_much() {
    let world = World::new();
    let (own, _) = (log_in(&world, "", "person=0"), log_in(&world, "", "person=0"));
    let log = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let kept = std::rc::Rc::clone(&log);
    let service = world.deployment.service_logging(crate::COMPONENT, move |line| {
        kept.borrow_mut().push(line.to_owned());
    });
    let request = Request::delete("/auth/sessions").header("authorization", format!("Bearer {own}"));
    kit::answer(&service, request.body(Body::full("")).unwrap(), OPEN, handle);
    let line: Value = serde_json::from_str(&log.borrow()[0]).unwrap();
    let account = ask(&world, &Method::GET, "/auth/session", &own, OPEN).json()["account"].clone();
    assert_eq!(
        (&line["event"], &line["account"], &line["ended"], &line["by"]),
        (&json!("sessions-ended"), &account, &json!(1), &json!("person"))
    );
}

#[test]
fn a_password_shows_and_ends_nothing_that_was_opened_otherwise_and_says_what_it_is_for() {
    let world = World::new();
    let own = log_in(&world, "", "person=0");
    let account = ask(&world, &Method::GET, "/auth/session", &own, OPEN).json()["account"].clone();
    let account = account.as_str().unwrap().parse().unwrap();
    let by = |programme: &str| world.deployment.log_in_by_password(account, programme, OPEN);
    let (weak, second, other) = (by("one-interview"), by("one-interview"), by("other-interview"));
    let shown = ask(&world, &Method::GET, "/auth/session", &weak, OPEN).json();
    assert_eq!((&shown["role"], &shown["programme"]), (&json!("candidate"), &json!("one-interview")));
    let seen = list(&world, &weak);
    assert!(
        seen.len() == 2 && seen.iter().all(|session| session["programme"] == "one-interview"),
        "{seen:?}"
    );
    assert_eq!(
        list(&world, &own).len(),
        4,
        "its person sees all of them when a provider has vouched for them"
    );
    for token in [&own, &other] {
        let path = format!("/auth/sessions/{}", id(&world, token));
        ask(&world, &Method::DELETE, &path, &weak, OPEN).refused(404, "unknown-session");
    }
    let ended = ask(&world, &Method::DELETE, "/auth/sessions", &weak, OPEN);
    assert_eq!((ended.status, ended.json()), (200, json!({ "ended": 1 })));
    assert_eq!([&own, &weak, &second, &other].map(|token| is_open(&world, token)), [true, true, false, true]);
}
