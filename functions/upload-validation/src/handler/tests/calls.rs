//! How often each operation asks the store, once an instance has opened what it uses.

use super::*;

#[test]
fn every_operation_asks_the_store_as_often_as_was_planned_and_no_more() {
    let world = World::new();
    let token = world.token(Actor::Candidate(ANNA));
    let ask = |request: http::request::Builder, body: &[u8]| {
        let request = request.header("authorization", format!("Bearer {token}"));
        let request = request.body(Body::full(body.to_vec())).unwrap();
        kit::answer(&world.service, request, &world.now, handle)
    };
    let calls = || world.deployment.calls();
    ask(Request::get(world.materials()), b"");
    calls();

    // Each begins with one call for the session.
    ask(Request::get(world.materials()), b"");
    assert_eq!(calls(), "get 3", "the checklist is read");

    ask(Request::put(world.card()), CARD);
    assert_eq!(calls(), "delete 1, get 2, read-for-swap 1, set 2, swap 1", "a picture is handed in");

    ask(Request::put(world.card()), CARD);
    assert_eq!(calls(), "delete 1, get 2, read-for-swap 1, set 1", "the same picture is handed in again");

    ask(Request::get(world.card()), b"");
    assert_eq!(calls(), "get 3, read-for-swap 1", "a picture is looked at");

    let open = |key| {
        let request = Request::post(format!("{}/uploads", world.card()));
        let request = request.header("idempotency-key", key).header("content-type", "application/json");
        ask(request, format!("{{\"size\":{}}}", 3 * 256 * 1024).as_bytes()).header("location")
    };
    let upload = open("one");
    assert_eq!(calls(), "delete 1, get 2, read-for-swap 1, set 1, swap 1", "an upload is opened");

    let file = kit::jpeg_of(3 * 256 * 1024);
    let append = || ask(Request::patch(&upload).header("upload-offset", "0"), &file);
    assert_eq!(append().status, 204);
    assert_eq!(calls(), "delete 1, get 2, read-for-swap 1, set 4, swap 1", "a part of three chunks arrives");

    append();
    assert_eq!(calls(), "get 2, read-for-swap 1", "a part arrives again");

    ask(Request::get(&upload), b"");
    assert_eq!(calls(), "get 2, read-for-swap 1", "the progress is asked for");

    assert_eq!(ask(Request::post(format!("{upload}/completion")), b"").status, 200);
    assert_eq!(
        calls(),
        "delete 1, get 5, read-for-swap 1, set 4, swap 1",
        "an upload of three chunks is closed"
    );

    let obtain = || ask(Request::post(format!("{}/certificate", world.card())), b"");
    obtain();
    assert_eq!(calls(), "delete 1, get 2, read-for-swap 1, set 2, swap 1", "a certificate is obtained");
    obtain();
    assert_eq!(calls(), "get 2, read-for-swap 1", "a certificate that is there is asked for again");
    assert_eq!(world.deployment.registers.asked().len(), 1);

    ask(Request::delete(world.card()), b"");
    assert_eq!(calls(), "delete 1, get 2, read-for-swap 1, set 1, swap 1", "a picture is taken back");
}
