//! Candidates log in by number and password.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::season::before;
use crate::world::{Somebody, Who, World};

/// As long as the published policy wants it, to the character.
const SHORTEST: &str = "kq7 vd2 mz9!";

/// Says who somebody is, and by which password.
fn said(world: &World<'_>, somebody: &Somebody, password: &str) -> Value {
    let programme = world.season.policy.programme().as_str();
    json!({ "programme": programme, "number": somebody.number(), "password": password })
}

fn log_in(world: &mut World<'_>, somebody: &Somebody, password: &str, now: DateTime<Utc>) {
    let body = said(world, somebody, password);
    world.ask(&Who::Anybody, "POST", "/api/account/sessions", &body, now);
}

fn set(world: &mut World<'_>, somebody: &Somebody, password: &str, new: &str, now: DateTime<Utc>) {
    let mut body = said(world, somebody, password);
    body["new"] = new.into();
    world.ask(&Who::Anybody, "PUT", "/api/account/password", &body, now);
}

/// All tries but one are used up, and then that one, too, until one has come back. The first password is entered in other letters,
/// and exchanged for one that is as short as can be.
pub(crate) fn by_password(world: &mut World<'_>) {
    let begun = world.season.begun();
    let somebody = world.somebody(0);
    let first = somebody.email().to_uppercase();
    let tries = world.season.policy.password().expect("a password is asked for").tries;
    for _ in 2..tries.max {
        log_in(world, &somebody, "wrong", begun);
    }
    let wrong = said(world, &somebody, "wrong");
    world.ask_in_english(&Who::Anybody, "POST", "/api/account/sessions", &wrong, begun);
    // The right one gives its try back.
    log_in(world, &somebody, &first, begun);
    log_in(world, &somebody, "wrong", begun);
    log_in(world, &somebody, &first, begun);
    let back = begun + TimeDelta::minutes(i64::from(tries.minutes)) / i32::from(tries.max);
    log_in(world, &somebody, &first, before(back));
    log_in(world, &somebody, &first, back);
    set(world, &somebody, &first, &SHORTEST[1..], back);
    set(world, &somebody, &first, SHORTEST, back);
    log_in(world, &somebody, SHORTEST, back);
}
