//! Filing needs a session in which the telephone was verified.

use super::*;

/// The policy says that this holds for two hours; the session is used now and then meanwhile.
const VERIFIED: &str = OPEN;
const HOLDS: &str = "2027-04-15T02:59:59.999Z";
const ENDED: &str = "2027-04-15T03:00:00.000Z";

/// Returns the token of a session that was verified at [`VERIFIED`] and is still open at `HOLDS`.
fn verified(world: &World) -> String {
    let token = world.deployment.log_in_verified(Actor::Candidate(ANNA), VERIFIED);
    for minutes in ["01:25", "01:50", "02:15", "02:40"] {
        let now = format!("2027-04-15T{minutes}:00.000Z");
        world.submit_with(&token, "one", "\"7\"", &now).refused(412, "changed-meanwhile");
    }
    token
}

#[test]
fn a_session_that_is_not_verified_files_nothing() {
    let world = World::new("local-household");
    let token = world.deployment.log_in(Actor::Candidate(ANNA), OPEN);
    world.submit_with(&token, "one", "\"2\"", OPEN).refused(403, "not-verified");
    assert_eq!(world.deployment.case(world.id).state().name(), "draft");
    assert_eq!(world.deployment.registers.asked(), [""; 0]);
}

#[test]
fn a_verified_session_files_for_two_hours_and_not_a_millisecond_longer() {
    let world = World::new("local-household");
    let token = verified(&world);
    world.submit_with(&token, "one", "\"2\"", ENDED).refused(403, "not-verified");
    shows(&world.submit_with(&token, "one", "\"2\"", HOLDS), 200, "approved", "业务申请已办结");
}

#[test]
fn a_repeat_is_answered_as_the_first_time_when_the_step_up_has_ended_and_when_there_was_none() {
    let world = World::new("local-household");
    let token = verified(&world);
    let first = world.submit_with(&token, "one", "\"2\"", HOLDS);
    let again = world.submit_with(&token, "one", "\"2\"", ENDED);
    assert_eq!((again.status, &again.text), (200, &first.text));
    let other = world.deployment.log_in(Actor::Candidate(ANNA), ENDED);
    assert_eq!(world.submit_with(&other, "one", "\"2\"", ENDED).text, first.text);
}
