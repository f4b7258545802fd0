//! How often each operation asks the store, once an instance has opened what it uses.

use super::*;

#[test]
fn every_operation_asks_the_store_as_often_as_was_planned_and_no_more() {
    let world = World::new();
    let token = world.candidate(1);
    let case = world.open(1);
    world.show(&token, &case);
    let calls = || world.deployment.calls();
    calls();

    // Each begins with one call for the session.
    world.show(&token, &case);
    assert_eq!(calls(), "get 3", "a draft is read");

    assert_eq!(world.edit(&token, &case, "\"1\"", &filled()).status, 200);
    assert_eq!(calls(), "get 2, read-for-swap 1, set 1, swap 1", "a draft is edited for the first time");

    assert_eq!(world.edit(&token, &case, "\"2\"", &json!({})).status, 200);
    assert_eq!(calls(), "delete 1, get 2, read-for-swap 1, set 1, swap 1", "a draft is edited");

    assert_eq!(world.edit(&token, &case, "\"3\"", &json!({})).status, 200);
    assert_eq!(calls(), "get 2, read-for-swap 1", "an edit changes nothing");

    assert_eq!(world.discard(&token, &case, "\"3\"").status, 204);
    assert_eq!(calls(), "get 2, read-for-swap 1, swap 1", "a draft is given up");

    world.ask(Request::get("/api/nothing"), "");
    world.ask(Request::get(&case), "");
    assert_eq!(calls(), "", "what needs no store does not ask it");
}
