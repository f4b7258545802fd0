//! Who sees what.

use super::*;
use serde_json::json;

#[test]
fn the_checklist_says_what_is_asked_for_and_what_is_missing() {
    let world = World::of("local-student");
    world.ask(Request::delete(world.card()), "");
    let answer = world.ask(Request::get(world.materials()), "");
    assert_eq!((answer.status, answer.header("etag").as_str()), (200, "\"3\""));
    let list = answer.json();
    assert_eq!((&list["category"], &list["is_complete"]), (&json!("local-student"), &json!(false)));
    let names: Vec<&str> =
        list["materials"].as_array().unwrap().iter().filter_map(|item| item["material"].as_str()).collect();
    assert_eq!(names, ["identity-card", "student-proof"]);
    assert_eq!(list["materials"][0]["pictures"], json!([]));
    assert_eq!(list["materials"][1]["pictures"][0]["media_type"], "image/jpeg");
    assert!(list["materials"][0]["requirement"]["zh"].as_str().unwrap().contains("合并成一张照片"));
    assert_eq!(list["pictures"]["bytes_max"], 41_943_040);
    world.put(CARD);
    assert_eq!(world.ask(Request::get(world.materials()), "").json()["is_complete"], true);
}

#[test]
fn the_checklist_shows_an_upload_under_way_to_its_owner_alone() {
    let world = World::of("local-student");
    let upload = world.open(10, "one").json()["upload"].clone();
    let list = world.ask(Request::get(world.materials()), "").json();
    assert_eq!(list["materials"][0]["uploads"][0]["upload"], upload);
    let theirs = world.ask_as(reviewer(9), Request::get(world.materials()), "").json();
    // What is still being chosen and handed in is nobody else's business.
    assert_eq!((&theirs["materials"], theirs.get("category")), (&json!([]), None));
}

#[test]
fn whoever_has_the_version_already_is_not_sent_the_list_again() {
    let world = World::new();
    let request = Request::get(world.materials()).header("if-none-match", "\"2\"");
    assert_eq!(world.ask(request, "").status, 304);
}

#[test]
fn a_picture_is_nothing_else_for_a_browser() {
    let world = World::new();
    world.put(PAPER);
    let answer = world.ask(Request::get(world.card()), "");
    assert_eq!(answer.body, PAPER);
    for (name, value) in [
        ("content-type", "image/png"),
        ("content-disposition", "inline; filename=\"identity-card.png\""),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        ("content-security-policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value);
    }
}

#[test]
fn a_reviewer_of_the_region_sees_what_was_filed_and_is_written_down() {
    let mut world = World::of("local-student");
    world.put(CARD);
    world.ask_as(reviewer(9), Request::get(world.card()), "").refused(404, "no-picture");
    world.submit();
    let log = world.log();
    assert_eq!(world.ask_as(reviewer(9), Request::get(world.card()), "").status, 200);
    let read = log.borrow().iter().find(|line| line.contains("picture-read")).cloned().unwrap();
    let read: serde_json::Value = serde_json::from_str(&read).unwrap();
    assert_eq!(read["case"], world.case.to_string());
    assert_eq!(read["material"], "identity-card");
    assert_eq!(read["reader"], AccountId::from_u128(9).to_string());
    world.ask_as(reviewer_of(9, "420100"), Request::get(world.card()), "").refused(404, "unknown-case");
    let stranger = Actor::Candidate(AccountId::from_u128(2));
    world.ask_as(stranger, Request::get(world.card()), "").refused(404, "unknown-case");
    world.ask_as(stranger, Request::get(world.materials()), "").refused(404, "unknown-case");
}

#[test]
fn the_pictures_of_another_programme_than_that_of_the_password_look_as_if_there_were_no_such_case() {
    let world = World::new();
    let asked = |programme: &str, request: http::request::Builder| {
        let token = world.deployment.log_in_by_password(ANNA, programme, &world.now);
        let request = request.header("authorization", format!("Bearer {token}"));
        let request = request.header("idempotency-key", "one").header("content-type", "application/json");
        kit::answer(&world.service, request.body(Body::full(r#"{"size":10}"#)).unwrap(), &world.now, handle)
    };
    let upload = format!("{}/uploads/upl_00000000000000000000000001", world.card());
    for request in [
        Request::get(world.materials()),
        Request::get(world.card()),
        Request::put(world.card()),
        Request::delete(world.card()),
        Request::post(format!("{}/uploads", world.card())),
        Request::post(format!("{}/certificate", world.card())),
        Request::get(&upload),
        Request::patch(&upload).header("upload-offset", "0"),
        Request::delete(&upload),
        Request::post(format!("{upload}/completion")),
    ] {
        asked("another-interview", request).refused(404, "unknown-case");
    }
    assert_eq!(asked("shenzhen-interview", Request::get(world.materials())).status, 200);
}
