//! Claims over HTTP: one holder at a time.

use super::*;

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

#[test]
fn a_claim_asks_the_store_as_often_as_was_planned_and_no_more() {
    let world = World::new();
    world.claim(reviewer(5), OPEN);
    let token = world.deployment.log_in(reviewer(5), OPEN);
    world.deployment.calls();
    let request = Request::put(format!("/api/reviews/{}/claim", world.id))
        .header("authorization", format!("Bearer {token}"));
    kit::answer(&world.service, request.body(Body::full("")).unwrap(), OPEN, handle);
    assert_eq!(world.deployment.calls(), "get 2, read-for-swap 1, swap 1");
}
