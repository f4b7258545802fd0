//! Somebody is cut off between the two commits of a submission. The submission stands, and whoever comes by after the
//! lease finishes it.

use super::*;

/// The last millisecond of the lease of a submission at `OPEN`, and the first after it.
const LEASED: &str = "2027-04-15T01:00:19.999Z";
const OVER: &str = "2027-04-15T01:00:20.000Z";

/// Files the case and cuts its author off before a register is asked.
fn cut_off() -> World {
    let world = World::new("local-household");
    file(&world);
    world
}

/// Commits the submission, and nothing after it.
fn file(world: &World) {
    let token = IdempotencyKey::of(&http::HeaderMap::from_iter([(
        http::HeaderName::from_static("idempotency-key"),
        http::HeaderValue::from_static("one"),
    )]));
    let command =
        Command { id: filing(&token.unwrap(), ANNA), actor: Actor::Candidate(ANNA), act: kit::submit(OPEN) };
    world.deployment.carry_out(world.id, &command, OPEN);
    assert_eq!(world.deployment.case(world.id).state().name(), "submitted");
}

#[test]
fn while_somebody_may_still_be_asking_a_repeat_is_told_that_it_is_filed() {
    let world = cut_off();
    shows(&world.submit(LEASED), 202, "submitted", "申请已提交");
    assert_eq!(world.deployment.registers.asked(), [""; 0]);
}

#[test]
fn after_the_lease_a_repeat_takes_over_and_the_case_is_decided_as_of_its_submission() {
    let world = cut_off();
    let answer = world.submit(OVER);
    shows(&answer, 200, "approved", "业务申请已办结");
    assert_eq!(answer.json()["submitted"], OPEN);
    assert_eq!(world.deployment.registers.asked().len(), 4);
    assert_eq!(world.deployment.case(world.id).verify_chain(), Ok(()));
}

#[test]
fn a_case_is_taken_over_even_after_the_window_has_closed() {
    let world = cut_off();
    shows(&world.submit("2027-05-01T00:00:00.000Z"), 200, "approved", "业务申请已办结");
}

#[test]
fn who_comes_back_after_somebody_has_taken_over_changes_nothing() {
    let world = cut_off();
    // The first author has read the case as it was after the first commit.
    let before = world.deployment.stored(world.id);
    world.submit(OVER);
    let decided = world.deployment.case(world.id);
    let answer = asked(&world, &before);
    shows(&answer, 200, "approved", "业务申请已办结");
    assert_eq!(world.deployment.case(world.id), decided);
}

#[test]
fn who_has_asked_while_a_sweep_tidied_up_records_the_answers_all_the_same() {
    let world = World::new("local-household");
    for blob in [77, 78] {
        world.deployment.hand_in(world.id, "diploma", blob, OPEN);
    }
    file(&world);
    let before = world.deployment.stored(world.id);
    assert_eq!(before.record.case.materials().leaving().len(), 1);
    world.deployment.tidy(world.id);
    shows(&asked(&world, &before), 200, "approved", "业务申请已办结");
}

#[test]
fn who_comes_back_after_the_case_was_moved_leaves_its_registers_to_whoever_asks_under_the_new_version() {
    let world = cut_off();
    let before = world.deployment.stored(world.id);
    let longer = ("closes = { before = \"2027-04-17T15:00\"", "closes = { before = \"2027-04-18T15:00\"");
    let to = world.deployment.publish(&[longer]);
    world.deployment.move_to(world.id, &to, OVER);
    let moved = world.deployment.case(world.id);
    shows(&asked(&world, &before), 202, "submitted", "申请已提交");
    assert_eq!(world.deployment.case(world.id), moved);
    shows(&world.submit(OVER), 200, "approved", "业务申请已办结");
    assert_eq!(world.deployment.case(world.id).assessed_by(), to.hash());
}

/// Asks the registers about a case that was read as `before`, and records what they say.
fn asked(world: &World, before: &Stored<CaseRecord>) -> Answer {
    let handle = async |_: Request<Body>, cx: &Context<'_, Counting>| {
        let number = cases::record_id(world.id).collection();
        let collection = cx.collection_numbered(number).await?.ok_or_else(cases::unknown)?;
        let policy = cx.policy(before.record.case.policy()).await?;
        let settling = cases::draw_command(cx)?;
        let stored = settle_checks(cx, &collection, before.clone(), &policy, settling).await;
        render(&stored, &policy)
    };
    kit::answer(&world.service, Request::new(Body::full("")), OVER, handle)
}
