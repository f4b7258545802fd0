//! A browser in which the right password was entered before.

use super::*;

/// Strangers use all tries up.
fn strangers_guess(world: &World, seconds: i64) {
    for _ in 0..6 {
        world.log_in(&Browser::default(), "wrong", seconds).refused(403, "password-refused");
    }
}

#[test]
fn strangers_keep_nobody_out_of_a_browser_that_is_known() {
    let (world, browser) = World::with_password();
    strangers_guess(&world, 0);
    world.log_in(&Browser::default(), OWN, 0).refused(403, "password-refused");
    let known = browser.without_session();
    assert_eq!(world.log_in(&known, OWN, 0).status, 201);
    assert_eq!(world.set(&known, OWN, OTHER, 0).status, 200);
}

#[test]
fn a_browser_that_is_known_has_no_more_tries_than_others() {
    let (world, browser) = World::with_password();
    let known = browser.without_session();
    for _ in 0..5 {
        world.log_in(&known, "wrong", 0).refused(403, "password-refused");
    }
    world.log_in(&known, OWN, 0).refused(403, "password-refused");
    assert_eq!(world.log_in(&Browser::default(), OWN, 0).status, 201);
}

#[test]
fn a_mark_is_worth_nothing_for_another_password_or_another_person() {
    let (world, browser) = World::with_password();
    let old = browser.without_session();
    assert_eq!(world.set(&browser, OWN, OTHER, 700).status, 200);
    strangers_guess(&world, 700);
    world.log_in(&old, OTHER, 700).refused(403, "password-refused");
    let entry = kit::registered(&[]);
    world.deployment.register(
        &world.deployment.policy,
        &card("440304190001010002"),
        entry,
        Some("li@example.org"),
    );
    let (other, theirs) = (Browser::default(), said("440304190001010002", "li@example.org"));
    let mut setting = theirs;
    setting["new"] = OWN.into();
    assert_eq!(world.ask(&other, Method::PUT, "password", &setting, 700).status, 200);
    world.log_in(&other, OTHER, 700).refused(403, "password-refused");
    assert_eq!(world.log_in(&browser, OTHER, 700).status, 201);
}

#[test]
fn a_mark_is_out_of_reach_for_scripts_and_neighbours_opens_nothing_and_lasts_half_a_year() {
    let (world, browser) = World::with_password();
    let answer = world.log_in(&browser, OWN, 0);
    let cookies: Vec<_> =
        answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    let mark = cookies.iter().find(|cookie| cookie.starts_with("__Host-known=")).unwrap();
    assert!(mark.ends_with("; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age=15552000"), "{mark}");
    assert!(world.session(&browser.without_session(), 0).is_none());
}

#[test]
fn a_mark_that_is_no_mark_is_none() {
    let (world, _) = World::with_password();
    for value in ["", "AAAA", "/"] {
        let browser = Browser(RefCell::new(vec![("__Host-known".to_owned(), value.to_owned())]));
        assert_eq!(world.log_in(&browser, OWN, 0).status, 201, "{value}");
    }
}
