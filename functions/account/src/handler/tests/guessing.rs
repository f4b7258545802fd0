//! Whoever guesses.

use super::*;
use domain::password::Budgets;
use store::records::PasswordRecord;

const UNKNOWN: &str = "440304190001010002";

fn tries_taken(world: &World) -> i64 {
    block_on(async {
        let store = world.deployment.store();
        let passwords = store.collection(edge::PASSWORDS).await.unwrap();
        let ledger = store.ledger(&passwords);
        let lines = ledger.lines(0).await.unwrap();
        let budgets =
            lines.first().map_or(Budgets::default(), |line| PasswordRecord::budgets(&line.facts).unwrap());
        let begin = domain::instant::parse(&at(0)).unwrap();
        budgets.strangers.whole().map_or(0, |whole| (whole - begin).num_seconds() / 180)
    })
}

#[test]
fn nobody_can_tell_an_unknown_number_from_a_wrong_password_or_from_tries_that_are_used_up() {
    let world = World::new();
    let unknown = world.ask(&Browser::default(), Method::POST, "sessions", &said(UNKNOWN, EMAIL), 0);
    unknown.refused(403, "password-refused");
    let wrong: Vec<Answer> = (0..7).map(|_| world.log_in(&Browser::default(), "wrong", 0)).collect();
    for answer in &wrong {
        assert_eq!((answer.status, &answer.text), (403, &unknown.text));
    }
    let used_up = world.log_in(&Browser::default(), EMAIL, 0);
    assert_eq!((used_up.status, &used_up.text), (403, &unknown.text));
    let problem = unknown.json();
    assert_eq!((&problem["minutes"], &problem["contact"]), (&json!(3), &json!("武汉考区咨询窗口")));
    // In setting a password, too.
    let mut body = said(UNKNOWN, EMAIL);
    body["new"] = OWN.into();
    let unknown = world.ask(&Browser::default(), Method::PUT, "password", &body, 0);
    assert_eq!(world.set(&Browser::default(), EMAIL, OWN, 0).text, unknown.text);
}

#[test]
fn five_wrong_ones_are_compared_and_then_one_every_three_minutes() {
    let world = World::new();
    for _ in 0..4 {
        world.log_in(&Browser::default(), "wrong", 0).refused(403, "password-refused");
    }
    world.log_in(&Browser::default(), EMAIL, 0).refused(403, "password-change-required");
    world.log_in(&Browser::default(), "wrong", 0).refused(403, "password-refused");
    world.log_in(&Browser::default(), EMAIL, 179).refused(403, "password-refused");
    world.log_in(&Browser::default(), EMAIL, 180).refused(403, "password-change-required");
}

#[test]
fn the_right_password_takes_no_try_away() {
    let (world, browser) = World::with_password();
    for _ in 0..20 {
        assert_eq!(world.log_in(&Browser::default(), OWN, 0).status, 201);
        assert_eq!(world.log_in(&browser, OWN, 0).status, 201);
    }
}

#[test]
fn guesses_at_the_same_time_are_no_more_than_there_are_tries_and_read_the_same() {
    let world = World::new();
    let unknown = world.ask(&Browser::default(), Method::POST, "sessions", &said(UNKNOWN, "wrong"), 0);
    world.deployment.share();
    let now = domain::instant::parse(&at(0)).unwrap();
    for _ in 0..3 {
        let guesses = (0..12).map(|_| {
            let request = request(&Browser::default(), Method::POST, "sessions", &said(NUMBER, "wrong"));
            world.service.respond(request, now, handle)
        });
        for answer in block_on(futures::future::join_all(guesses)) {
            assert_eq!((answer.status().as_u16(), answer.body()), (403, &unknown.body));
        }
    }
    assert_eq!(tries_taken(&world), 5);
    world.log_in(&Browser::default(), EMAIL, 0).refused(403, "password-refused");
}

#[test]
fn nothing_is_written_for_whoever_is_not_on_the_roster_and_nothing_once_the_tries_are_used_up() {
    let world = World::new();
    let before = world.dump();
    for _ in 0..7 {
        world.ask(&Browser::default(), Method::POST, "sessions", &said(UNKNOWN, "wrong"), 0);
        let mut body = said(UNKNOWN, "wrong");
        body["new"] = OWN.into();
        world.ask(&Browser::default(), Method::PUT, "password", &body, 0);
    }
    assert_eq!(world.dump(), before);
    for _ in 0..5 {
        world.log_in(&Browser::default(), "wrong", 0);
    }
    let before = world.dump();
    assert_ne!(tries_taken(&world), 0);
    world.log_in(&Browser::default(), "wrong", 0);
    world.set(&Browser::default(), "wrong", OWN, 0);
    assert_eq!(world.dump(), before);
}

#[test]
fn what_guesses_have_left_is_over_when_all_tries_have_come_back() {
    let world = World::new();
    for _ in 0..2 {
        world.log_in(&Browser::default(), "wrong", 0);
    }
    let due = block_on(async {
        let store = world.deployment.store();
        let passwords = store.collection(edge::PASSWORDS).await.unwrap();
        let lines = store.ledger(&passwords).lines(0).await.unwrap();
        lines[0].facts.due.map(domain::instant::format)
    });
    assert_eq!(due, Some(at(360)));
}

#[test]
fn a_login_asks_the_store_as_often_as_was_planned_and_no_more() {
    let (world, _) = World::with_password();
    world.deployment.calls();
    assert_eq!(world.log_in(&Browser::default(), OWN, 1_000).status, 201);
    // Programme, the line and the record of the registration; the password twice, for two commits; the account,
    // which a roster alone has named, with its record; the session.
    assert_eq!(world.deployment.calls(), "get 10, read-for-swap 4, swap 3");
    world.log_in(&Browser::default(), "wrong", 1_000);
    assert_eq!(world.deployment.calls(), "get 6, read-for-swap 1, swap 1");
    world.ask(&Browser::default(), Method::POST, "sessions", &said(UNKNOWN, "wrong"), 1_000);
    assert_eq!(world.deployment.calls(), "get 2");
}
