use super::*;

fn opened() -> (World, String, String) {
    let world = World::new();
    let token = world.candidate(1);
    let case = world.open(1);
    (world, token, case)
}

#[test]
fn a_draft_that_was_given_up_is_gone_and_another_case_can_be_opened() {
    let (world, token, case) = opened();
    let gone = world.discard(&token, &case, "\"1\"");
    assert_eq!((gone.status, gone.text.as_str()), (204, ""));
    world.show(&token, &case).refused(404, "unknown-case");
    assert_ne!(world.open(1), case);
}

#[test]
fn giving_up_twice_is_harmless() {
    let (world, token, case) = opened();
    assert_eq!(world.discard(&token, &case, "\"1\"").status, 204);
    world.discard(&token, &case, "\"1\"").refused(404, "unknown-case");
}

#[test]
fn only_the_version_that_was_read_is_given_up() {
    let (world, token, case) = opened();
    assert_eq!(world.edit(&token, &case, "\"1\"", &filled()).status, 200);
    world.discard(&token, &case, "\"1\"").refused(412, "changed-meanwhile");
    let request = Request::delete(&case).header("authorization", format!("Bearer {token}"));
    world.ask(request, "").refused(428, "precondition-required");
    assert_eq!(world.show(&token, &case).status, 200);
}

#[test]
fn a_draft_can_be_given_up_after_the_window_has_closed() {
    let (mut world, _, case) = opened();
    world.now = "2027-05-01T00:00:00.000Z".to_owned();
    let token = world.candidate(1);
    assert_eq!(world.discard(&token, &case, "\"1\"").status, 204);
}

#[test]
fn staff_cannot_give_up_what_is_not_theirs() {
    let (world, _, case) = opened();
    let reviewer = world.log_in(reviewer_of(9, "440300"));
    world.discard(&reviewer, &case, "\"1\"").refused(403, "not-permitted");
}

#[test]
fn the_pictures_of_a_draft_that_was_given_up_go_with_it() {
    let world = World::new();
    let id = world.deployment.draft(AccountId::from_u128(1), kit::filled("local-student"), OPEN);
    world.deployment.hand_in(id, "identity-card", 1, OPEN);
    world.deployment.hand_in(id, "identity-card", 2, OPEN);
    assert_eq!(world.deployment.chunks(), 2);
    assert_eq!(world.discard(&world.candidate(1), &cases::address(id), "*").status, 204);
    assert_eq!(world.deployment.chunks(), 0);
}
