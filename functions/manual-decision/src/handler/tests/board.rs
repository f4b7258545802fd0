//! The board: what is to be done, counted.

use std::collections::BTreeMap;

use super::*;
use domain::check::{Answer as Said, Entry, Register};

fn board(world: &World, actor: Actor, now: &str) -> Value {
    let answer = world.ask(actor, Request::get("/api/reviews/board"), &Value::Null, now);
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["programmes"].clone()
}

fn by(id: u128, actor: Actor, act: Act) -> Command {
    Command { id: CommandId::from_u128(id), actor, act }
}

/// Files a case that a rule approves at `now`.
fn approved(deployment: &Deployment, owner: AccountId, filed: &str, now: &str) {
    let id = deployment.draft(owner, filled("local-household"), filed);
    deployment.carry_out(id, &by(7, Actor::Candidate(owner), kit::submit(filed)), filed);
    let usual = [
        ("name", "王小明"),
        ("document-number", "11010519491231002X"),
        ("household", "440304"),
        ("place", "440305"),
        ("valid-until", "2028-12-31"),
        ("education", "bachelor"),
        ("stage", "primary"),
        ("status", "awaiting-review"),
    ];
    let value = |name: &str| usual.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let asked = Register::ALL.into_iter().filter(|register| register.is_asked());
    let answers: BTreeMap<_, _> =
        asked.map(|register| (register, Said::Found(Entry::new(register, value).unwrap()))).collect();
    deployment.carry_out(id, &by(8, Actor::System, Act::SettleChecks { answers }), now);
}

#[test]
fn the_board_counts_what_is_to_be_done_by_task_and_state() {
    let world = World::new();
    world.deployment.draft(AccountId::from_u128(3), filled("local-household"), OPEN);
    let passed = filed(&world.deployment, AccountId::from_u128(4), OPEN);
    world.deployment.carry_out(passed, &by(9, reviewer(5), Act::Pass), OPEN);
    world.claim(reviewer(5), OPEN);
    let board = board(&world, reviewer(6), OPEN);
    let season = &board[0];
    assert_eq!((&season["programme"], &season["season"]), (&"shenzhen-interview".into(), &"2027".into()));
    assert_eq!(season["states"], json!({ "awaiting-registration": 1, "draft": 1, "under-review": 1 }));
    assert_eq!(
        season["backlogs"],
        json!([
            { "task": "review", "open": 1, "late": 0, "soon": 0, "claimed": 1, "due": "2027-04-17T01:00:00.001Z" },
            { "task": "registration", "open": 1, "late": 0, "soon": 0, "claimed": 0, "due": "2027-04-16T01:00:00.001Z" },
        ])
    );
}

#[test]
fn what_is_soon_late_and_what_is_late_are_told_apart_at_their_very_instants() {
    let world = World::new();
    let review = |now| board(&world, reviewer(5), now)[0]["backlogs"][0].clone();
    let (soon, late) = ("2027-04-16T01:00:00.001Z", "2027-04-17T01:00:00.001Z");
    assert_eq!(review("2027-04-16T01:00:00.000Z")["soon"], 0);
    assert_eq!((&review(soon)["soon"], &review(soon)["late"]), (&1.into(), &0.into()));
    assert_eq!(review("2027-04-17T01:00:00.000Z")["late"], 0);
    let over = review(late);
    assert_eq!((&over["soon"], &over["late"], &over["late_since"]), (&0.into(), &1.into(), &late.into()));
    assert_eq!(over["due"], Value::Null);
}

#[test]
fn approvals_say_whether_a_rule_or_a_person_has_approved_and_how_fast() {
    let world = World::new();
    for (owner, now) in [(10, "02"), (11, "04"), (12, "09")] {
        let now = format!("2027-04-15T01:00:{now}.000Z");
        approved(&world.deployment, AccountId::from_u128(owner), OPEN, &now);
    }
    world.deployment.carry_out(world.id, &by(9, reviewer(5), Act::Pass), OPEN);
    assert_eq!(
        board(&world, reviewer(5), "2027-04-15T02:00:00.000Z")[0]["approvals"],
        json!({ "looked_at": 4, "by_rule": 3, "by_person": 1, "seconds_median": 4, "seconds_max": 9 })
    );
}

#[test]
fn where_nothing_is_approved_nothing_is_said_about_seconds() {
    let world = World::new();
    let approvals = board(&world, reviewer(5), OPEN)[0]["approvals"].clone();
    assert_eq!(approvals, json!({ "looked_at": 0, "by_rule": 0, "by_person": 0 }));
}

#[test]
fn a_season_with_many_approvals_is_sampled_and_the_rest_is_not_read() {
    let world = World::new();
    for owner in 100..152 {
        approved(&world.deployment, AccountId::from_u128(owner), OPEN, OPEN);
    }
    let token = world.deployment.log_in(reviewer(5), OPEN);
    world.deployment.calls();
    let request = Request::get("/api/reviews/board").header("authorization", format!("Bearer {token}"));
    let answer = kit::answer(&world.service, request.body(Body::full("")).unwrap(), OPEN, handle);
    let season = &answer.json()["programmes"][0];
    assert_eq!(
        (&season["approvals"]["looked_at"], &season["states"]["awaiting-registration"]),
        (&50.into(), &52.into())
    );
    // Two for each of fifty cases.
    assert_eq!(world.deployment.calls(), "get 113");
}

#[test]
fn a_reviewer_of_another_region_has_an_empty_board_and_nobody_else_has_one() {
    let world = World::new();
    assert_eq!(board(&world, reviewer_of(5, "420100"), OPEN), json!([]));
    let ask = |actor| world.ask(actor, Request::get("/api/reviews/board"), &Value::Null, OPEN);
    ask(BELA).refused(403, "not-permitted");
    ask(kit::administrator_of(6, "440300")).refused(403, "not-permitted");
    let posted = world.ask(reviewer(5), Request::post("/api/reviews/board"), &Value::Null, OPEN);
    posted.refused(405, "method-not-allowed");
}
