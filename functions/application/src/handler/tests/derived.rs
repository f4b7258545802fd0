//! A case whose category follows from the registration.

use super::*;

/// A case of candidate 1, who is in their third year.
fn world() -> (World, String) {
    let (policy, now) = kit::DERIVING;
    let mut deployment = Deployment::of(policy);
    deployment.import(kit::registered(&[]));
    let world = World { service: deployment.service(crate::COMPONENT), deployment, now: now.to_owned() };
    let case = world.open(1);
    (world, case)
}

#[test]
fn a_case_says_why_it_is_in_its_category() {
    let (world, case) = world();
    let shown = world.show(&world.candidate(1), &case).json();
    let derivation = &shown["derivation"];
    assert_eq!(derivation["category"], "student-at-local-school");
    assert_eq!(
        (&derivation["registration"]["grade"], &derivation["registration"]["household"]),
        (&json!("3"), &json!("420100"))
    );
    assert_eq!(derivation["explanation"]["holds"], "true");
    let checks: Vec<&str> =
        derivation["checks"].as_array().unwrap().iter().filter_map(|check| check["check"].as_str()).collect();
    assert_eq!(checks, ["enrolled", "third-year", "local-school"]);
    assert_eq!(shown["timeline"][1]["event"], "category-derived");
}

#[test]
fn a_draft_without_a_category_keeps_the_one_that_is_derived_and_one_with_another_is_refused() {
    let (world, case) = world();
    let token = world.candidate(1);
    let mut draft = filled();
    draft["category"] = json!("language");
    world.edit(&token, &case, "\"1\"", &draft).refused(422, "category-is-derived");
    draft.as_object_mut().unwrap().remove("category");
    assert_eq!(world.edit(&token, &case, "\"1\"", &draft).status, 200);
    assert_eq!(world.show(&token, &case).json()["draft"]["category"], "student-at-local-school");
}

#[test]
fn where_candidates_choose_nothing_is_derived() {
    let world = World::new();
    let case = world.open(1);
    assert_eq!(world.show(&world.candidate(1), &case).json().get("derivation"), None);
}
