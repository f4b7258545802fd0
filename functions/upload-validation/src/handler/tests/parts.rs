//! Uploads in parts.

use super::*;

fn opened(size: usize) -> (World, String) {
    let world = World::new();
    let answer = world.open(size, "one");
    assert_eq!(answer.status, 201, "{}", answer.text);
    (world, answer.header("location"))
}

#[test]
fn a_file_in_parts_is_the_same_picture_as_in_one_piece() {
    let (world, upload) = opened(CARD.len());
    let (head, tail) = CARD.split_at(500);
    let appended = world.append(&upload, 0, head);
    assert_eq!((appended.status, appended.header("upload-offset").as_str()), (204, "500"));
    assert_eq!(appended.header("upload-complete"), "?0");
    assert_eq!(world.append(&upload, 500, tail).header("upload-offset"), CARD.len().to_string());
    let closed = world.complete(&upload);
    assert_eq!(closed.status, 200, "{}", closed.text);
    let kept = world.ask(Request::get(world.card()), "");
    let whole = World::new();
    let direct = whole.put(CARD);
    assert_eq!(closed.json()["sha256"], direct.json()["sha256"]);
    assert_eq!(kept.body, whole.ask(Request::get(whole.card()), "").body);
}

#[test]
fn the_largest_picture_comes_in_parts_of_eight_mebibytes() {
    const SIZE: usize = 41_943_040;
    let (world, upload) = opened(SIZE);
    let file = kit::jpeg_of(SIZE);
    for (place, part) in file.chunks(PART_BYTES_MAX).enumerate() {
        assert_eq!(world.append(&upload, place * PART_BYTES_MAX, part).status, 204);
    }
    let closed = world.complete(&upload);
    assert_eq!((closed.status, &closed.json()["bytes_sent"]), (200, &SIZE.into()));
    let kept = world.ask(Request::get(world.card()), "");
    assert_eq!(closed.json()["sha256"], domain::digest::Digest::of(&kept.body).to_string());
    let larger = world.open(SIZE + 1, "two");
    larger.refused(413, "file-too-large");
    assert_eq!(larger.json()["bytes_max"], SIZE);
}

#[test]
fn whoever_lost_the_line_asks_where_to_go_on() {
    let (world, upload) = opened(CARD.len());
    world.append(&upload, 0, &CARD[..500]);
    let shown = world.ask(Request::get(&upload), "");
    assert_eq!((&shown.json()["offset"], shown.header("upload-offset").as_str()), (&500.into(), "500"));
    assert_eq!(shown.header("upload-length"), CARD.len().to_string());
    let head = world.ask(Request::head(&upload), "");
    assert_eq!((head.status, head.header("upload-offset").as_str(), head.text.as_str()), (200, "500", ""));
    assert_eq!(head.header("upload-limit"), "max-append-size=8388608");
}

#[test]
fn a_part_again_is_answered_as_the_first_time_and_leaves_nothing_behind() {
    let (world, upload) = opened(CARD.len());
    let first = world.append(&upload, 0, &CARD[..500]);
    let chunks = world.chunks();
    let again = world.append(&upload, 0, &CARD[..500]);
    assert_eq!((again.status, &again.headers["upload-offset"]), (204, &first.headers["upload-offset"]));
    assert_eq!(again.headers["etag"], first.headers["etag"]);
    assert_eq!(world.chunks(), chunks);
}

#[test]
fn a_part_out_of_order_of_another_upload_or_too_long_is_refused_and_changes_nothing() {
    let (world, upload) = opened(CARD.len());
    world.append(&upload, 0, &CARD[..500]);
    let before = (world.chunks(), world.deployment.stored(world.case));
    let early = world.append(&upload, 600, &CARD[600..]);
    early.refused(409, "upload-offset");
    assert_eq!(early.json()["offset"], 500);
    world.append(&upload, 100, &CARD[100..500]).refused(409, "upload-offset");
    world.append(&upload, 0, &CARD[..499]).refused(409, "upload-offset");
    let mut other = CARD[..500].to_vec();
    other[490] ^= 1;
    world.append(&upload, 0, &other).refused(409, "upload-other-part");
    world.append(&upload, 500, &[&CARD[500..], &[0]].concat()).refused(409, "upload-too-long");
    world.append(&upload, 500, &vec![0; PART_BYTES_MAX + 1]).refused(409, "upload-too-long");
    world
        .append(&upload.replace("identity-card", "diploma"), 500, &CARD[500..])
        .refused(404, "unknown-upload");
    let nobody = "upl_00000000000000000000000001";
    let of_another = format!("{}/uploads/{nobody}", world.card());
    world.append(&of_another, 500, &CARD[500..]).refused(404, "unknown-upload");
    world.complete(&upload).refused(409, "upload-incomplete");
    assert_eq!((world.chunks(), world.deployment.stored(world.case)), before);
}

#[test]
fn a_part_is_refused_that_does_not_say_where_it_begins_or_has_more_than_eight_mebibytes() {
    let (world, upload) = opened(2 * PART_BYTES_MAX);
    world.ask(Request::patch(&upload), CARD).refused(400, "malformed-header");
    world.ask(Request::patch(&upload).header("upload-offset", "x"), CARD).refused(400, "malformed-header");
    let part = kit::jpeg_of(2 * PART_BYTES_MAX)[..=PART_BYTES_MAX].to_vec();
    world.append(&upload, 0, &part).refused(413, "body-too-large");
}

#[test]
fn closing_twice_is_answered_as_the_first_time_also_after_filing() {
    let world = World::of("local-student");
    let upload = world.open(CARD.len(), "one").header("location");
    world.append(&upload, 0, CARD);
    let first = world.complete(&upload);
    assert_eq!(world.complete(&upload).text, first.text);
    world.submit();
    assert_eq!(world.complete(&upload).text, first.text);
}

#[test]
fn opening_twice_under_one_key_is_one_upload_and_a_new_one_ends_the_one_before() {
    let (world, upload) = opened(CARD.len());
    assert_eq!(world.open(CARD.len(), "one").header("location"), upload);
    let second = world.open(CARD.len(), "two").header("location");
    assert_ne!(second, upload);
    world.append(&upload, 0, CARD).refused(404, "unknown-upload");
    assert_eq!(world.ask(Request::delete(&second), "").status, 204);
    world.append(&second, 0, CARD).refused(404, "unknown-upload");
}

#[test]
fn an_upload_ends_after_two_hours() {
    let (mut world, upload) = opened(CARD.len());
    world.now = "2027-04-15T02:59:59.999Z".to_owned();
    assert_eq!(world.append(&upload, 0, CARD).status, 204);
    world.now = "2027-04-15T03:00:00.000Z".to_owned();
    world.append(&upload, 0, CARD).refused(404, "unknown-upload");
    world.complete(&upload).refused(404, "unknown-upload");
    world.ask(Request::get(&upload), "").refused(404, "unknown-upload");
}

#[test]
fn of_two_who_send_the_same_part_at_once_one_is_named_and_the_other_leaves_nothing_behind() {
    let (world, upload) = opened(CARD.len());
    let before = world.chunks();
    let token = world.token(Actor::Candidate(ANNA));
    let append = |body: Body| {
        let request = Request::patch(&upload).header("upload-offset", "0");
        request.header("authorization", format!("Bearer {token}")).body(body).unwrap()
    };
    // While the first part arrives, the second request is served from its beginning to its end.
    let (second, service) = (append(Body::full(CARD)), Rc::clone(&world.service));
    let now = domain::instant::parse(&world.now).unwrap();
    let meanwhile = async move {
        assert_eq!(service.respond(second, now, handle).await.status(), 204);
        Ok(Bytes::from_static(CARD))
    };
    let first = append(Body::new(stream::once(meanwhile), edge::Clock::never()));
    let answer = kit::answer(&world.service, first, &world.now, handle);
    assert_eq!(
        (answer.status, answer.header("upload-offset")),
        (204, CARD.len().to_string()),
        "{}",
        answer.text
    );
    assert_eq!(world.chunks(), before + 1);
}
