//! Lists that follow from the registration: alternatives, rows that not everybody needs, and several pictures of one material.

use super::*;
use serde_json::{Value, json};

/// A draft of somebody who registered for this qualification.
fn world(qualification: &str) -> World {
    let (policy, now) = kit::DERIVING;
    let mut deployment = Deployment::of(policy);
    let differing = [("household", "420500"), ("qualification", qualification)];
    deployment.import(kit::registered(&[&kit::NOT_ENROLLED[..], &differing].concat()));
    let case = deployment.open(ANNA, now);
    World { now: now.to_owned(), ..World::around(deployment, case) }
}

fn list(world: &World) -> Value {
    world.ask(Request::get(world.materials()), "").json()
}

fn hand_in(world: &World, picture: &str) -> Answer {
    world.ask(Request::put(format!("{}/{picture}", world.materials())), CARD)
}

/// Names each material of the list with one of its members.
fn each<'a>(list: &'a Value, member: &str) -> Vec<(&'a str, &'a Value)> {
    let materials = list["materials"].as_array().unwrap();
    materials.iter().map(|item| (item["material"].as_str().unwrap(), &item[member])).collect()
}

#[test]
fn s4_62_the_list_has_every_row_and_says_which_of_them_this_candidate_needs() {
    let (yes, no) = (json!(true), json!(false));
    let required = |last| {
        let rows = ["identity-card", "household-register", "diploma", "student-status"];
        let rows = rows.into_iter().map(|row| (row, &yes));
        rows.chain([("qualification-certificate", last)]).collect::<Vec<_>>()
    };
    assert_eq!(each(&list(&world("secondary-vocational-course")), "is_required"), required(&no));
    assert_eq!(each(&list(&world("practice-instruction")), "is_required"), required(&yes));
}

#[test]
fn the_list_is_complete_with_one_of_two_alternatives_and_names_the_other() {
    let world = world("secondary-vocational-course");
    assert_eq!(list(&world)["materials"][2]["alternatives"], json!(["student-status"]));
    for picture in ["identity-card", "household-register"] {
        hand_in(&world, picture);
    }
    assert_eq!(list(&world)["is_complete"], false);
    hand_in(&world, "student-status");
    assert_eq!(list(&world)["is_complete"], true);
}

#[test]
fn s4_64_both_sides_are_two_pictures_each_seen_and_deleted_by_its_name() {
    let world = world("practice-instruction");
    for (name, next) in [("identity-card", json!("identity-card.2")), ("identity-card.2", Value::Null)] {
        assert_eq!(list(&world)["materials"][0]["next"], *name);
        let answer = hand_in(&world, name);
        assert_eq!((answer.status, &answer.json()["picture"]), (200, &json!(name)));
        assert_eq!(list(&world)["materials"][0]["next"], next);
    }
    hand_in(&world, "identity-card.3").refused(404, "too-many-pictures");
    hand_in(&world, "identity-card.1").refused(404, "unknown-material");
    let second = format!("{}/identity-card.2", world.materials());
    let shown = world.ask(Request::get(&second), "");
    assert_eq!(shown.header("content-disposition"), "inline; filename=\"identity-card.2.jpg\"");
    // The first one goes, and the second stays where it is.
    world.ask(Request::delete(world.card()), "");
    let card = list(&world)["materials"][0].clone();
    assert_eq!(
        (&card["pictures"][0]["picture"], &card["next"]),
        (&json!("identity-card.2"), &json!("identity-card"))
    );
}

#[test]
fn two_pictures_of_one_material_are_uploaded_side_by_side() {
    let world = world("practice-instruction");
    for name in ["identity-card", "identity-card.2"] {
        let request = Request::post(format!("{}/{name}/uploads", world.materials()));
        let request = request.header("idempotency-key", name).header("content-type", "application/json");
        assert_eq!(world.ask(request, format!(r#"{{"size":{}}}"#, CARD.len())).status, 201);
    }
    let uploads = list(&world)["materials"][0]["uploads"].clone();
    assert_eq!(
        (&uploads[0]["picture"], &uploads[1]["picture"]),
        (&json!("identity-card"), &json!("identity-card.2"))
    );
}
