//! What is entered: wrong, too late, too often, elsewhere.

use super::*;

fn sent() -> (World, String) {
    let world = World::new();
    world.code("one", OPEN);
    let code = world.arrived();
    (world, code)
}

#[test]
fn a_wrong_code_says_how_often_it_may_be_tried_and_the_last_one_voids_it() {
    let (world, code) = sent();
    for left in [4, 3, 2, 1] {
        let wrong = world.enter(&other(&code), OPEN);
        wrong.refused(422, "code-wrong");
        assert_eq!(wrong.json()["tries_left"], left);
    }
    world.enter(&other(&code), OPEN).refused(409, "tries-used-up");
    world.enter(&code, OPEN).refused(409, "tries-used-up");
    assert!(!world.enter(&code, OPEN).text.contains(&code));
}

#[test]
fn the_right_code_counts_after_four_wrong_ones() {
    let (world, code) = sent();
    for wrong in ["", "1", &"1".repeat(2_000), &other(&code)] {
        world.enter(wrong, OPEN).refused(422, "code-wrong");
    }
    assert_eq!(world.enter(&code, OPEN).status, 200);
}

#[test]
fn a_code_is_good_up_to_its_last_millisecond() {
    let (world, code) = sent();
    assert_eq!(world.enter(&code, "2027-04-15T01:04:59.999Z").status, 200);
    let (world, code) = sent();
    world.enter(&code, "2027-04-15T01:05:00.000Z").refused(409, "code-expired");
}

#[test]
fn a_code_is_entered_in_the_session_that_has_asked_for_it() {
    let (world, code) = sent();
    let elsewhere = world.elsewhere(OPEN);
    let body = json!({ "code": code });
    world.ask(&elsewhere, "verification", None, &body, OPEN).refused(409, "no-code");
    assert_eq!(world.enter(&code, OPEN).status, 200);
}

#[test]
fn a_repeat_of_the_right_code_is_answered_as_the_first_time() {
    let (world, code) = sent();
    let first = world.enter(&code, OPEN);
    let again = world.enter(&code, "2027-04-15T01:20:00.000Z");
    assert_eq!((again.status, again.text), (200, first.text));
    world.enter(&other(&code), OPEN).refused(409, "no-code");
}

#[test]
fn without_a_code_there_is_nothing_to_enter() {
    World::new().enter("000000", OPEN).refused(409, "no-code");
}
