//! Pictures in one request.

use super::*;

#[test]
fn a_picture_is_kept_without_what_it_tells_about_its_maker() {
    let world = World::new();
    let answer = world.put(CARD);
    assert_eq!((answer.status, answer.header("etag").as_str()), (200, "\"3\""), "{}", answer.text);
    let shown = answer.json();
    assert_eq!((&shown["media_type"], &shown["width"]), (&"image/jpeg".into(), &320.into()));
    assert_eq!(shown["bytes_sent"], CARD.len());
    let kept = world.ask(Request::get(world.card()), "");
    assert_eq!(shown["bytes"], kept.body.len());
    assert!(CARD.windows(13).any(|window| window == b"taken at home"));
    assert!(!kept.text.contains("taken at home"));
    assert_eq!(shown["sha256"], domain::digest::Digest::of(&kept.body).to_string());
    assert_eq!(shown["sha256_sent"], domain::digest::Digest::of(CARD).to_string());
}

#[test]
fn the_same_file_again_changes_nothing_and_leaves_nothing_behind() {
    let world = World::new();
    let first = world.put(CARD);
    let chunks = world.chunks();
    let again = world.put(CARD);
    assert_eq!((again.text, again.headers["etag"].clone()), (first.text, first.headers["etag"].clone()));
    assert_eq!(world.chunks(), chunks);
}

#[test]
fn a_picture_is_exchanged_and_taken_back_and_the_version_of_the_case_says_so() {
    let world = World::new();
    world.put(CARD);
    let answer = world.put(PAPER);
    assert_eq!(
        (&answer.json()["media_type"], answer.header("etag").as_str()),
        (&"image/png".into(), "\"4\"")
    );
    let removed = world.ask(Request::delete(world.card()), "");
    assert_eq!((removed.status, removed.header("etag").as_str()), (204, "\"5\""));
    assert_eq!(world.ask(Request::delete(world.card()), "").header("etag"), "\"5\"");
    world.ask(Request::get(world.card()), "").refused(404, "no-picture");
}

#[test]
fn a_picture_of_exactly_eight_mebibytes_comes_in_one_request_and_a_larger_one_does_not() {
    let world = World::new();
    let file = kit::jpeg_of(PART_BYTES_MAX);
    let answer = world.put(&file);
    assert_eq!(answer.status, 200, "{}", answer.text);
    let kept = world.ask(Request::get(world.card()), "");
    assert_eq!(kept.body.len(), usize::try_from(answer.json()["bytes"].as_u64().unwrap()).unwrap());
    let before = world.chunks();
    let refused = world.put(&kit::jpeg_of(PART_BYTES_MAX + 1));
    refused.refused(413, "file-needs-parts");
    assert_eq!(refused.json()["bytes_max"], PART_BYTES_MAX);
    assert_eq!(world.chunks(), before);
}

#[test]
fn a_transfer_that_breaks_off_leaves_nothing_behind() {
    let world = World::new();
    let before = world.chunks();
    let half: Vec<_> = vec![Ok(Bytes::from(kit::jpeg_of(600_000))), Err(edge::Broken)];
    let body = Body::new(stream::iter(half), edge::Clock::never());
    let token = world.token(Actor::Candidate(ANNA));
    let request = Request::put(world.card()).header("authorization", format!("Bearer {token}"));
    let answer = kit::answer(&world.service, request.body(body).unwrap(), &world.now, handle);
    answer.refused(400, "body-incomplete");
    assert_eq!(world.chunks(), before);
}

#[test]
fn only_the_owner_hands_in_and_only_what_the_category_asks_for() {
    let world = World::new();
    for (actor, status, code) in [
        (Actor::Candidate(AccountId::from_u128(2)), 404, "unknown-case"),
        (reviewer(9), 403, "not-permitted"),
        (reviewer_of(9, "420100"), 404, "unknown-case"),
    ] {
        world.ask_as(actor, Request::put(world.card()), CARD).refused(status, code);
        world.ask_as(actor, Request::delete(world.card()), "").refused(status, code);
    }
    for material in ["student-proof", "nothing", "No_Slug"] {
        let path = format!("{}/{material}", world.materials());
        world.ask(Request::put(path), CARD).refused(404, "unknown-material");
    }
    let no_category = world.deployment.draft(AccountId::from_u128(3), Draft::default(), OPEN);
    let path = format!("{}/materials/identity-card", cases::address(no_category));
    let stranger = Actor::Candidate(AccountId::from_u128(3));
    world.ask_as(stranger, Request::put(path), CARD).refused(404, "unknown-material");
}

#[test]
fn pictures_are_changed_until_the_window_closes_and_not_from_then_on() {
    let mut world = World::new();
    world.now = "2027-04-17T06:59:59.999Z".to_owned();
    assert_eq!(world.put(CARD).status, 200);
    world.now = "2027-04-17T07:00:00.000Z".to_owned();
    world.put(PAPER).refused(409, "window-closed");
    world.ask(Request::delete(world.card()), "").refused(409, "window-closed");
    world.open(9, "late").refused(409, "window-closed");
}

#[test]
fn what_is_filed_cannot_be_exchanged() {
    let world = World::of("local-student");
    world.put(CARD);
    world.submit();
    world.put(PAPER).refused(409, "not-a-draft");
    world.ask(Request::delete(world.card()), "").refused(409, "not-a-draft");
    assert_eq!(world.ask(Request::get(world.card()), "").status, 200);
}
