//! What a session is good for, and how it ends.

use super::*;

fn end(world: &World, cookie: &str, origin: &str) -> Answer {
    let request = Request::delete("/auth/session").header("cookie", cookie).header("origin", origin);
    kit::answer(&world.service, request.body(Body::full("")).unwrap(), OPEN, handle)
}

#[test]
fn logging_out_ends_the_session_and_deletes_its_cookie() {
    let world = World::new();
    let cookie = session_cookie(&world.log_in("", "person=0"));
    let other = session_cookie(&world.log_in("", "person=0"));
    let answer = end(&world, &cookie, kit::ORIGIN);
    assert_eq!(answer.status, 204, "{}", answer.text);
    let over = "__Host-session=; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age=0";
    assert_eq!(answer.header("set-cookie"), over);
    world.get("/auth/session", &cookie, OPEN).refused(401, "session-ended");
    end(&world, &cookie, kit::ORIGIN).refused(401, "session-ended");
    // Elsewhere the person is still logged in.
    assert_eq!(world.get("/auth/session", &other, OPEN).status, 200);
}

#[test]
fn whoever_logs_in_again_in_the_same_browser_ends_what_it_had_open() {
    let world = World::new();
    let before = session_cookie(&world.log_in("", "person=0"));
    let elsewhere = session_cookie(&world.log_in("", "person=0"));
    let begun = world.begin("");
    let callback = world.choose(&begun, "person=1");
    let after = session_cookie(&world.get(&callback, &format!("{before}; {}", begun.cookie), OPEN));
    world.get("/auth/session", &before, OPEN).refused(401, "session-ended");
    for cookie in [&after, &elsewhere] {
        assert_eq!(world.get("/auth/session", cookie, OPEN).status, 200);
    }
}

#[test]
fn another_site_cannot_log_anybody_out() {
    let world = World::new();
    let cookie = session_cookie(&world.log_in("", "person=0"));
    end(&world, &cookie, "https://evil.example").refused(403, "origin-refused");
    assert_eq!(world.get("/auth/session", &cookie, OPEN).status, 200);
}

#[test]
fn a_change_of_role_or_region_ends_what_staff_have_open_in_the_one_before() {
    let world = World::new();
    let staff = |place: u32, role: &str, region: &str| {
        let choice = format!("person={place}&role={role}&region={region}");
        session_cookie(&world.log_in("realm=staff", &choice))
    };
    let is_open = |cookie: &str| world.get("/auth/session", cookie, OPEN).status == 200;
    let candidate = session_cookie(&world.log_in("", "person=100"));
    let colleague = staff(101, "reviewer", "440300");
    let (one, other) = (staff(100, "reviewer", "440300"), staff(100, "reviewer", "440300"));
    assert!(is_open(&one) && is_open(&other));
    let elsewhere = staff(100, "reviewer", "440304");
    assert!(!is_open(&one) && !is_open(&other) && is_open(&elsewhere));
    let promoted = staff(100, "administrator", "440304");
    assert!(!is_open(&elsewhere) && is_open(&promoted));
    assert!(is_open(&candidate) && is_open(&colleague));
    // Somebody who logs in as a candidate loses nothing.
    world.log_in("", "person=100");
    assert!(is_open(&promoted));
}

#[test]
fn a_login_asks_the_store_as_often_as_was_planned_and_no_more() {
    let world = World::new();
    let calls = |choice: &str| {
        let begun = world.begin("");
        let callback = world.choose(&begun, choice);
        world.deployment.calls();
        assert_eq!(world.get(&callback, &begun.cookie, OPEN).status, 303);
        world.deployment.calls()
    };
    calls("person=0");
    // Somebody new: the account is looked for and created, and the session.
    assert_eq!(calls("person=1"), "get 1, read-for-swap 2, set 1, swap 2");
    // Somebody who is known: the account is looked for and compared.
    assert_eq!(calls("person=1"), "get 2, read-for-swap 2, swap 1");
}
