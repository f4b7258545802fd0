//! What a password opens, and what ends when it changes.

use super::*;
use domain::actor::Actor;

#[test]
fn a_change_of_password_ends_everything_else_that_was_opened_by_one_and_nothing_that_a_provider_vouches_for()
{
    let (world, first) = World::with_password();
    let second = Browser::default();
    world.log_in(&second, OWN, 0);
    let account = world.session(&first, 0).unwrap().actor.account().unwrap();
    let vouched = world.deployment.log_in(Actor::Candidate(account), &at(0));
    let vouched = Browser(RefCell::new(vec![(COOKIE.to_owned(), vouched)]));
    assert_eq!(world.set(&first, OWN, OTHER, 60).status, 200);
    assert!(world.session(&first, 60).is_some(), "who has changed it is logged in");
    assert!(world.session(&second, 60).is_none());
    assert!(world.session(&vouched, 60).is_some());
}

#[test]
fn whoever_logs_in_again_in_the_same_browser_ends_what_it_had_open() {
    let (world, browser) = World::with_password();
    let before = Browser(browser.0.clone());
    assert_eq!(world.log_in(&browser, OWN, 0).status, 201);
    assert!(world.session(&before, 0).is_none() && world.session(&browser, 0).is_some());
}

#[test]
fn a_wrong_password_leaves_the_browser_as_it_was() {
    let (world, browser) = World::with_password();
    world.log_in(&browser, "wrong", 0).refused(403, "password-refused");
    assert!(world.session(&browser, 0).is_some());
}
