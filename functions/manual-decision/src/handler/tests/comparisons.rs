//! What is claimed against what registers have said, field by field.

use std::collections::BTreeMap;

use super::*;
use domain::case::Form;
use domain::check::{Answer as Said, Entry, Register};

/// Files a case about which the registers have answered, each from these fields.
fn answered(entries: &[(Register, &[(&str, &str)])]) -> World {
    answered_by(Deployment::new(), entries)
}

fn answered_by(deployment: Deployment, entries: &[(Register, &[(&str, &str)])]) -> World {
    let id = deployment.draft(ANNA, filled("local-household"), OPEN);
    let act = |id: u128, actor, act| Command { id: CommandId::from_u128(id), actor, act };
    deployment.carry_out(id, &act(7, Actor::Candidate(ANNA), kit::submit(OPEN)), OPEN);
    let said = |fields: &[(&str, &str)], register| {
        let value = |name: &str| fields.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        Entry::new(register, value).map_or(Said::NotFound, Said::Found)
    };
    let answers: BTreeMap<_, _> =
        entries.iter().map(|(register, fields)| (*register, said(fields, *register))).collect();
    deployment.carry_out(id, &act(8, Actor::System, Act::SettleChecks { answers }), OPEN);
    World { service: deployment.service(crate::COMPONENT), id, deployment }
}

fn compared(world: &World, check: &str) -> Value {
    let path = format!("/api/reviews/{}", world.id);
    let answer = world.ask(reviewer(5), Request::get(path), &Value::Null, OPEN);
    let found = answer.json()["comparisons"].as_array().unwrap().clone();
    found.into_iter().find(|comparison| comparison["check"] == check).unwrap()
}

const PERSON: [(&str, &str); 2] = [("name", "王小明"), ("document-number", "11010519491231002X")];

#[test]
fn each_field_stands_beside_what_was_claimed_or_is_asked_for() {
    let household = [PERSON[0], ("document-number", "110105194912310011"), ("household", "420100")];
    let diploma = [PERSON[0], PERSON[1], ("education", "bachelor")];
    let site =
        [PERSON[0], PERSON[1], ("stage", "senior-secondary"), ("education", "associate"), ("status", "paid")];
    let world = answered(&[
        (Register::ResidentRegister, &household),
        (Register::Diplomas, &diploma),
        (Register::ExaminationSite, &site),
    ]);
    let found = compared(&world, "household");
    assert_eq!((&found["register"], &found["verdict"]), (&"resident-register".into(), &"mismatched".into()));
    assert_eq!(
        found["fields"],
        json!([
            { "field": "name", "rule": "claimed", "expected": ["王小明"], "said": "王小明", "agrees": "true" },
            { "field": "document-number", "rule": "claimed", "expected": ["11010519491231002X"],
              "said": "110105194912310011", "agrees": "false" },
            { "field": "household", "rule": "within", "expected": ["440300"], "said": "420100", "agrees": "false" },
        ])
    );
    let education = |check: &str, place: usize| compared(&world, check)["fields"][place].clone();
    assert_eq!(
        education("conditions", 0),
        json!({ "field": "education", "rule": "one-of", "expected": ["bachelor", "master", "doctor"],
            "said": "associate", "agrees": "false" })
    );
    assert_eq!(
        education("comparison", 2),
        json!({ "field": "education", "rule": "same-as", "expected": ["bachelor"], "said": "associate", "agrees": "false" })
    );
}

#[test]
fn a_register_that_has_nobody_or_was_not_asked_has_fields_without_an_answer() {
    let world = answered(&[(Register::Diplomas, &[])]);
    let (nobody, unasked) = (compared(&world, "diploma"), compared(&world, "residence-permit"));
    assert_eq!((&nobody["verdict"], &unasked["verdict"]), (&"not-found".into(), &"unavailable".into()));
    assert_eq!(
        unasked["fields"][3],
        json!({ "field": "valid-until", "rule": "not-before", "expected": ["2027-04-15"], "agrees": "unknown" })
    );
    assert_eq!(nobody["fields"][0]["said"], Value::Null);
}

#[test]
fn after_a_correction_it_is_compared_with_what_was_corrected() {
    let file =
        String::from_utf8_lossy(kit::POLICY).replace("identity = \"logged-in\"", "identity = \"filled-in\"");
    let diploma = [("name", "王晓明"), PERSON[1], ("education", "bachelor")];
    let world = answered_by(Deployment::of(file.as_bytes()), &[(Register::Diplomas, &diploma)]);
    let name = || compared(&world, "diploma")["fields"][0].clone();
    assert_eq!((&name()["expected"][0], &name()["agrees"]), (&"王小明".into(), &"false".into()));

    let act = |id: u128, actor, act| Command { id: CommandId::from_u128(id), actor, act };
    let returning = Act::Return { objections: kit::objections("请核对姓名") };
    world.deployment.carry_out(world.id, &act(9, reviewer(5), returning), OPEN);
    let form = Form { name: "王晓明".parse().ok(), ..filled("local-household").form };
    world.deployment.carry_out(world.id, &act(10, Actor::Candidate(ANNA), Act::Correct { form }), OPEN);
    assert_eq!((&name()["expected"][0], &name()["agrees"]), (&"王晓明".into(), &"true".into()));
    assert_eq!(compared(&world, "diploma")["verdict"], "matched");
}

#[test]
fn where_no_register_is_asked_nothing_is_compared_and_the_policy_is_named() {
    let world = World::new();
    let path = format!("/api/reviews/{}", world.id);
    let shown = world.ask(reviewer(5), Request::get(path), &Value::Null, OPEN).json();
    assert_eq!(shown["comparisons"], Value::Null);
    assert_eq!(shown["policy"], world.deployment.policy.hash().to_string());
}
