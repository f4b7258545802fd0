//! Changing groups: twice, late, and at the same time as somebody else.

use super::*;

#[test]
fn a_change_is_made_over_what_was_seen_and_over_nothing_else() {
    let office = Office::new();
    let first = tag(&office.set(&office.anna, EVENING, "\"0\"", &office.of(&[office.emma])));
    // Bela had seen that there was none.
    office.set(&office.bela, EVENING, "\"0\"", &office.of(&[office.fred])).refused(412, "changed-meanwhile");
    let other = "/api/administration/groups/morning";
    office.set(&office.bela, other, "\"0\"", &office.of(&[office.fred])).refused(412, "changed-meanwhile");
    office.remove(&office.bela, EVENING, "\"0\"").refused(412, "changed-meanwhile");
    let second = tag(&office.set(&office.bela, EVENING, &first, &office.of(&[office.fred])));
    assert_ne!(first, second);
    let without = office.ask(&office.anna, Method::PUT, EVENING, None, &office.of(&[]));
    without.refused(428, "precondition-required");
    office
        .ask(&office.anna, Method::DELETE, EVENING, None, &Value::Null)
        .refused(428, "precondition-required");
    assert_eq!(office.look(&office.anna, EVENING).json()["members"], json!([office.fred.to_string()]));
}

#[test]
fn whatever_is_asked_twice_is_done_once_and_answered_alike() {
    let office = Office::new();
    let set = || office.set(&office.anna, EVENING, "\"0\"", &office.of(&[office.emma]));
    let (first, again) = (set(), set());
    assert_eq!((tag(&first), &first.text), (tag(&again), &again.text));
    for _ in 0..2 {
        assert_eq!(office.remove(&office.anna, EVENING, &tag(&first)).status, 204);
    }
    office.look(&office.anna, EVENING).refused(404, "unknown-group");
    // The first request comes once more, much later: nothing is made again that was taken away.
    set().refused(412, "changed-meanwhile");
    assert_eq!(
        office.acts(),
        ["group-removed evening []", "group-set evening [(\"programmes\", 1), (\"members\", 1)]"]
    );
}

#[test]
fn taking_away_what_was_never_there_changes_nothing() {
    let office = Office::new();
    assert_eq!(office.remove(&office.anna, EVENING, "\"0\"").status, 204);
    assert_eq!((tag(&office.look(&office.anna, PATH)), office.acts()), ("\"0\"".to_owned(), vec![]));
}

#[test]
fn a_region_has_room_for_32_groups_and_the_next_one_leaves_no_act() {
    let office = Office::new();
    let set = |number: usize| {
        office.set(&office.anna, &format!("{PATH}/group-{number}"), "*", &office.of(&[office.emma]))
    };
    (0..32).for_each(|number| drop(tag(&set(number))));
    set(32).refused(409, "too-many-groups");
    assert_eq!(office.acts().len(), 32);
    assert_eq!(office.remove(&office.anna, &format!("{PATH}/group-0"), "*").status, 204);
    tag(&set(32));
}

#[test]
fn a_change_asks_the_store_as_often_as_was_planned_and_no_more() {
    let office = Office::new();
    let service = office.deployment.service(crate::COMPONENT);
    let calls = |seen: &str, members: &[AccountId]| {
        let body = office.of(members).to_string();
        let request = Request::put(EVENING).header("authorization", format!("Bearer {}", office.anna));
        let request = request.header("content-type", "application/json").header("if-match", seen);
        office.deployment.calls();
        let answer = kit::answer(&service, request.body(Body::full(body)).unwrap(), OPEN, handle);
        assert_eq!(answer.status, 200, "{}", answer.text);
        office.deployment.calls()
    };
    calls("\"0\"", &[office.emma]);
    assert_eq!(calls("\"1\"", &[office.fred]), "get 10, read-for-swap 3, set 3, swap 3");
    // A repeat looks and writes nothing.
    assert_eq!(calls("\"1\"", &[office.fred]), "get 5");
}
