//! How often each operation asks the store, once an instance has opened what it uses.

use super::*;

#[test]
fn every_operation_asks_the_store_as_often_as_was_planned_and_no_more() {
    let world = World::new();
    let (token, other) = (world.candidate(1), world.candidate(2));
    let case = world.open(&token, "one").header("location");
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

    assert_eq!(world.open(&other, "one").status, 201);
    assert_eq!(calls(), "get 3, read-for-swap 1, set 1, swap 1", "a case is opened");

    assert_eq!(world.open(&other, "one").status, 201);
    assert_eq!(calls(), "get 5", "an opening is repeated");

    assert_eq!(world.discard(&token, &case, "\"3\"").status, 204);
    assert_eq!(calls(), "get 2, read-for-swap 1, swap 1", "a draft is given up");

    assert_eq!(world.ask(Request::get(PROGRAMME), "").status, 200);
    assert_eq!(calls(), "get 1", "a programme is shown");

    world.ask(Request::get("/api/openapi.json"), "");
    world.ask(Request::post(CASES), "");
    assert_eq!(calls(), "", "what needs no store does not ask it");
}
