//! Decisions: by who holds the claim, once, with a reason.

use super::*;
use domain::case::State;

fn passing() -> Value {
    json!({ "outcome": "pass", "corrections": 0 })
}

fn returning() -> Value {
    json!({ "outcome": "return", "corrections": 0, "items": [{ "reason": "illegible", "note": "请重拍身份证人像面" }] })
}

/// Returns the case and has its candidate correct it.
fn corrected() -> World {
    let world = World::new();
    world.claim(reviewer(5), OPEN);
    assert_eq!(world.decide(reviewer(5), "return", &returning(), OPEN).status, 200);
    let act = Act::Correct { form: filled("hong-kong-macao-taiwan").form };
    let command = Command { id: CommandId::from_u128(8), actor: Actor::Candidate(ANNA), act };
    world.deployment.carry_out(world.id, &command, OPEN);
    world
}

#[test]
fn a_reviewer_passes_a_case_that_they_have_claimed() {
    let world = World::new();
    world.decide(reviewer(5), "one", &passing(), OPEN).refused(409, "not-claimed");
    world.claim(reviewer(5), OPEN);
    world.decide(reviewer(6), "one", &passing(), OPEN).refused(409, "claimed");
    let answer = world.decide(reviewer(5), "one", &passing(), OPEN);
    assert_eq!((answer.status, &answer.json()["state"]), (200, &"approved".into()), "{}", answer.text);
    let stored = world.deployment.stored(world.id);
    assert_eq!(stored.line.facts.claim, None);
    assert_eq!(stored.record.case.verify_chain(), Ok(()));
}

#[test]
fn a_decision_that_arrives_twice_is_one_and_another_one_is_too_late() {
    let world = World::new();
    world.claim(reviewer(5), OPEN);
    let first = world.decide(reviewer(5), "one", &passing(), OPEN);
    let again = world.decide(reviewer(5), "one", &passing(), OPEN);
    assert_eq!((again.status, &again.text), (200, &first.text));
    // The same key, and something else is asked for: it is not taken for a repeat.
    world.decide(reviewer(5), "one", &returning(), OPEN).refused(409, "already-decided");
    assert_eq!(world.state(), "approved");
}

#[test]
fn a_returned_case_says_why_and_when_it_closes_to_its_candidate() {
    let world = World::new();
    world.claim(reviewer(5), OPEN);
    let answer = world.decide(reviewer(5), "one", &returning(), OPEN);
    assert_eq!(answer.json()["objections"][0]["note"], "请重拍身份证人像面");
    assert_eq!(world.state(), "returned");
    let State::Returned(returned) = world.deployment.case(world.id).state().clone() else {
        panic!("returned")
    };
    assert_eq!(domain::instant::format(returned.closes.too_late), "2027-04-19T07:00:00.000Z");
    // The candidate is to be told at once.
    assert_eq!(world.deployment.stored(world.id).line.facts.due, OPEN.parse().ok());
}

#[test]
fn a_case_is_rejected_only_after_it_was_corrected_and_returned_only_once() {
    let world = World::new();
    world.claim(reviewer(5), OPEN);
    let rejecting = |corrections: u8| json!({ "outcome": "reject", "corrections": corrections, "items": [{ "reason": "conditions-not-met" }] });
    world.decide(reviewer(5), "one", &rejecting(0), OPEN).refused(409, "not-corrected-yet");
    let world = corrected();
    world.claim(reviewer(5), OPEN);
    let again = json!({ "outcome": "return", "corrections": 1, "items": [{ "reason": "illegible" }] });
    world.decide(reviewer(5), "two", &again, OPEN).refused(409, "no-round-left");
    let answer = world.decide(reviewer(5), "three", &rejecting(1), OPEN);
    assert_eq!((answer.status, world.state()), (200, "rejected"), "{}", answer.text);
}

#[test]
fn a_reviewer_with_a_stale_page_changes_nothing() {
    let world = corrected();
    world.decide(reviewer(5), "old page", &passing(), OPEN).refused(409, "not-claimed");
    world.claim(reviewer(5), OPEN);
    world.decide(reviewer(5), "old page", &passing(), OPEN).refused(409, "corrected-meanwhile");
    assert_eq!(world.state(), "under-review");
}

#[test]
fn a_decision_that_is_not_as_it_must_be_is_refused_and_names_the_field() {
    let world = World::new();
    world.claim(reviewer(5), OPEN);
    let pointer = |decision: &Value| {
        let answer = world.decide(reviewer(5), "one", decision, OPEN);
        answer.refused(422, "invalid-fields");
        answer.json()["errors"][0]["pointer"].as_str().unwrap().to_owned()
    };
    let items = |items: Value| pointer(&json!({ "outcome": "return", "corrections": 0, "items": items }));
    assert_eq!(pointer(&json!({ "outcome": "return", "corrections": 0 })), "/items");
    assert_eq!(items(json!([])), "/items");
    assert_eq!(items(json!([{ "reason": "illegible" }, { "note": "无" }])), "/items/1/reason");
    assert_eq!(items(json!([{ "reason": "illegible" }, { "reason": "else" }])), "/items/1/reason");
    assert_eq!(items(json!([{ "reason": "illegible", "material": "photo" }])), "/items/0/material");
    assert_eq!(items(json!([{ "reason": "illegible", "note": " " }])), "/items/0/note");
    assert_eq!(items(json!([{ "reason": "illegible", "note": "字".repeat(501) }])), "/items/0/note");
    assert_eq!(
        pointer(&json!({ "outcome": "pass", "corrections": 0, "items": [{ "reason": "illegible" }] })),
        "/items"
    );
    assert_eq!(pointer(&json!({ "outcome": "pass" })), "/corrections");
    assert_eq!(pointer(&json!({ "corrections": 0 })), "/outcome");
    assert_eq!(world.state(), "under-review");
}

#[test]
fn a_late_decision_stands() {
    let world = World::new();
    let late = "2027-06-01T00:00:00.000Z";
    world.claim(reviewer(5), late);
    assert_eq!(world.decide(reviewer(5), "one", &passing(), late).status, 200);
}

#[test]
fn a_review_has_each_return_in_the_words_of_then() {
    let world = World::new();
    world.claim(reviewer(5), OPEN);
    assert_eq!(world.decide(reviewer(5), "return", &returning(), OPEN).status, 200);
    let newer = world.deployment.publish(&[("图片文字或图案不清晰", "图片看不清")]);
    world.deployment.move_to(world.id, &newer, OPEN);
    let path = format!("/api/reviews/{}", world.id);
    let shown = world.ask(reviewer(5), Request::get(path), &Value::Null, OPEN).json();
    assert_eq!(shown["policy"], newer.hash().to_string());
    assert_eq!(
        shown["returns"],
        json!([{ "at": OPEN, "objections": [{
            "reason": "illegible",
            "text": { "zh": "图片文字或图案不清晰", "en": "Text or patterns of the picture are not legible" },
            "note": "请重拍身份证人像面",
        }] }])
    );
}
