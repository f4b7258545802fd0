//! How often each operation asks the store, once an instance has opened what it uses.

use super::*;

#[test]
fn every_operation_asks_the_store_as_often_as_was_planned_and_no_more() {
    let world = World::new();
    let (token, other) = (world.candidate(0), world.candidate(1));
    world.open(&token, "one");
    let calls = || world.deployment.calls();
    calls();

    assert_eq!(world.ask(Request::get(PROGRAMME), "").status, 200);
    assert_eq!(calls(), "get 1", "a programme is shown");

    // Each begins with one call for the session and two for the account.
    assert_eq!(world.open(&other, "one").status, 201);
    assert_eq!(calls(), "get 5, read-for-swap 1, set 1, swap 1", "a case is opened");

    assert_eq!(world.open(&other, "one").status, 201);
    assert_eq!(calls(), "get 7", "an opening is repeated");

    world.ask(Request::post(CASES), "");
    assert_eq!(calls(), "", "what needs no store does not ask it");
}
