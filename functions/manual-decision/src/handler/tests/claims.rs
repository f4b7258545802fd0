//! Claims over HTTP: one holder at a time.

use super::*;
use domain::group::Groups;

/// The last millisecond of a claim that was taken at `OPEN`, and the first after it.
const STILL: &str = "2027-04-15T01:29:59.999Z";
const ENDED: &str = "2027-04-15T01:30:00.000Z";

#[test]
fn a_case_is_claimed_by_one_reviewer_and_by_another_once_the_claim_has_ended() {
    let world = World::new();
    let claimed = world.claim(reviewer(5), OPEN);
    assert_eq!(claimed.json()["claim"], json!({ "until": ENDED, "is_mine": true }));
    let refused = world.claim(reviewer(6), STILL);
    refused.refused(409, "claimed");
    assert_eq!(refused.json()["until"], ENDED);
    assert_eq!(world.claim(reviewer(6), ENDED).json()["claim"]["is_mine"], true);
}

#[test]
fn a_claim_is_prolonged_and_released_by_its_holder_alone() {
    let world = World::new();
    world.claim(reviewer(5), OPEN);
    let until = world.claim(reviewer(5), STILL).json()["claim"]["until"].clone();
    assert_eq!(until, "2027-04-15T01:59:59.999Z");
    let release = |actor| {
        let request = Request::delete(format!("/api/reviews/{}/claim", world.id));
        assert_eq!(world.ask(actor, request, &Value::Null, STILL).status, 204);
    };
    release(reviewer(6));
    world.claim(reviewer(6), STILL).refused(409, "claimed");
    release(reviewer(5));
    release(reviewer(5));
    assert_eq!(world.claim(reviewer(6), STILL).status, 200);
}

#[test]
fn only_who_may_decide_a_case_can_claim_it() {
    let world = World::new();
    world.claim(reviewer(1), OPEN).refused(403, "own-case");
    world.claim(Actor::Candidate(ANNA), OPEN).refused(403, "not-permitted");
    world.claim(reviewer_of(5, "420100"), OPEN).refused(404, "unknown-case");
    assert_eq!(world.deployment.stored(world.id).line.facts.claim, None);
}

#[test]
fn what_falls_due_meanwhile_does_not_take_the_claim_away() {
    let world = World::new();
    // The last minute of the 48 hours.
    let (claimed, late) = ("2027-04-17T00:59:00.000Z", "2027-04-17T01:00:00.001Z");
    world.claim(reviewer(5), claimed);
    let elapse = Command { id: CommandId::from_u128(9), actor: Actor::System, act: Act::Elapse };
    world.deployment.carry_out(world.id, &elapse, late);
    let passing = json!({ "outcome": "pass", "corrections": 0 });
    assert_eq!(world.decide(reviewer(5), "one", &passing, late).status, 200);
}

/// Reviewer 5 decides about another programme alone, reviewer 6 about this one and another, reviewer 7 is in no group.
fn grouped(world: &World) {
    let groups = Groups::default().with("a".parse().unwrap(), kit::group(&["another"], &[5, 6])).unwrap();
    let groups = groups.with("b".parse().unwrap(), kit::group(&["shenzhen-interview"], &[6])).unwrap();
    world.deployment.group("440300", groups);
}

#[test]
fn a_case_of_another_programme_than_those_of_ones_groups_is_not_claimed() {
    let world = World::new();
    grouped(&world);
    world.claim(reviewer(5), OPEN).refused(403, "outside-groups");
    assert_eq!(world.deployment.stored(world.id).line.facts.claim, None);
    assert_eq!(world.claim(reviewer(6), OPEN).status, 200);
    assert_eq!(world.claim(reviewer(7), ENDED).status, 200);
    // Whoever works for the region around is grouped there.
    assert_eq!(world.claim(reviewer_of(5, "440000"), "2027-04-15T02:00:00.000Z").status, 200);
}

#[test]
fn what_is_claimed_stays_claimed_until_it_ends_and_is_not_prolonged_by_who_was_grouped_meanwhile() {
    let world = World::new();
    world.claim(reviewer(5), OPEN);
    grouped(&world);
    world.claim(reviewer(5), STILL).refused(403, "outside-groups");
    let passing = json!({ "outcome": "pass", "corrections": 0 });
    assert_eq!(world.decide(reviewer(5), "one", &passing, STILL).status, 200);
}

#[test]
fn a_claim_asks_the_store_as_often_as_was_planned_and_no_more() {
    let world = World::new();
    world.claim(reviewer(5), OPEN);
    let calls = |actor, now| {
        let token = world.deployment.log_in(actor, now);
        world.deployment.calls();
        let request = Request::put(format!("/api/reviews/{}/claim", world.id))
            .header("authorization", format!("Bearer {token}"));
        let answer = kit::answer(&world.service, request.body(Body::full("")).unwrap(), now, handle);
        assert_eq!(answer.status, 200, "{}", answer.text);
        world.deployment.calls()
    };
    // One for the groups of the region, of which there is none.
    assert_eq!(calls(reviewer(5), OPEN), "get 3, read-for-swap 1, swap 1");
    grouped(&world);
    assert_eq!(calls(reviewer(6), ENDED), "get 4, read-for-swap 1, swap 1");
}
