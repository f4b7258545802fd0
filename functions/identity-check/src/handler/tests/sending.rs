//! How often a code is sent, and what a gateway that fails costs: nothing.

use super::*;
use std::cell::RefCell;
use std::rc::Rc;

/// The first instant at which another code can be asked for, and the last before it.
const AGAIN: &str = "2027-04-15T01:01:00.000Z";
const TOO_SOON: &str = "2027-04-15T01:00:59.999Z";

#[test]
fn another_code_is_sent_after_a_minute_and_the_one_before_is_void() {
    let world = World::new();
    world.code("one", OPEN);
    let first = world.arrived();
    let early = world.code("two", TOO_SOON);
    early.refused(429, "code-too-soon");
    assert_eq!(early.json()["again"], AGAIN);
    assert_eq!(world.code("two", AGAIN).status, 200);
    let second = world.arrived();
    assert_ne!(first, second);
    world.enter(&first, AGAIN).refused(422, "code-wrong");
    assert_eq!(world.enter(&second, AGAIN).status, 200);
}

#[test]
fn a_telephone_gets_ten_codes_a_day_whoever_asks() {
    let world = World::new();
    for minute in 0..10 {
        let now = format!("2027-04-15T01:{minute:02}:00.000Z");
        assert_eq!(world.code(&format!("key {minute}"), &now).status, 200);
    }
    let refused = world.code("too many", "2027-04-15T01:20:00.000Z");
    refused.refused(429, "codes-used-up");
    assert_eq!(refused.json()["again"], "2027-04-15T16:00:00.000Z");
    // The day ends in China, and with it the session.
    let world = World { token: world.elsewhere("2027-04-15T15:59:59.999Z"), ..world };
    world.code("too many", "2027-04-15T15:59:59.999Z").refused(429, "codes-used-up");
    assert_eq!(world.code("too many", "2027-04-15T16:00:00.000Z").status, 200);
}

#[test]
fn a_repeat_is_answered_as_the_first_time_and_sends_nothing() {
    let world = World::new();
    let body = answered(&world.captcha(OPEN));
    let first = world.code_for("one", &body, OPEN);
    world.arrived();
    let again = world.code_for("one", &body, "2027-04-15T01:04:00.000Z");
    assert_eq!((again.status, again.text), (200, first.text));
    assert_eq!(world.deployment.messages.arrived(), []);
}

#[test]
fn a_gateway_that_is_down_costs_no_code_and_no_waiting() {
    for delivery in [Delivery::Down, Delivery::Failing(503, ""), Delivery::Failing(401, "")] {
        let world = World::new();
        world.code("one", OPEN);
        let before = world.arrived();
        world.deployment.messages.set(delivery);
        for attempt in 0..15 {
            world.code(&format!("key {attempt}"), AGAIN).refused(503, "message-not-sent");
        }
        // The code before can still be entered, and nine more can be sent.
        world.deployment.messages.set(Delivery::Taken);
        assert_eq!(world.enter(&before, AGAIN).status, 200);
        for minute in 6..15 {
            let now = format!("2027-04-15T01:{minute:02}:00.000Z");
            assert_eq!(world.code(&format!("key {minute} again"), &now).status, 200, "{minute}");
        }
    }
}

#[test]
fn a_code_that_may_have_been_sent_can_be_entered_and_takes_nothing_for_good() {
    for delivery in [Delivery::Slow, Delivery::Failing(500, ""), Delivery::Failing(200, "<html>")] {
        let world = World::new();
        world.deployment.messages.set(delivery.clone());
        let sent = world.code("one", OPEN);
        assert_eq!((sent.status, &sent.json()["delivery"]), (200, &json!("unknown")), "{delivery:?}");
        world.code("two", TOO_SOON).refused(429, "code-too-soon");
        let arrived = world.deployment.messages.arrived();
        if let [message] = arrived.as_slice() {
            assert_eq!(world.enter(&message.code(), OPEN).status, 200);
        }
    }
}

#[test]
fn while_a_code_is_being_sent_another_request_sends_none_and_a_repeat_is_told_that_it_may_be_on_its_way() {
    let world = World::new();
    let (first, second) = (answered(&world.captcha(OPEN)), answered(&world.captcha(OPEN)));
    let requests = [world.asking("one", &first), world.asking("two", &second)];
    let (seen, rival) = (Rc::new(RefCell::new(Vec::new())), world.deployment.service(crate::COMPONENT));
    let (told, rival) = (Rc::clone(&seen), Rc::new((rival, RefCell::new(requests.to_vec()))));
    let gateway = move |_| {
        let (told, rival) = (Rc::clone(&told), Rc::clone(&rival));
        async move {
            let waiting = std::mem::take(&mut *rival.1.borrow_mut());
            for (headers, body) in waiting {
                let now = domain::instant::parse(OPEN).unwrap();
                let response = rival.0.respond(request(&headers, &body), now, handle).await;
                told.borrow_mut().push((response.status().as_u16(), response.into_body()));
            }
            Ok(Response::new(Body::full(r#"{"id":"m-1"}"#)))
        }
    };
    let outside = edge::Outside::new(gateway, edge::Clock::never());
    let service = world.deployment.service(crate::COMPONENT).with_outside(outside);
    let world = World { service, ..world };
    assert_eq!(world.code_for("one", &first, OPEN).json()["delivery"], "sent");

    let seen = seen.borrow();
    let document = |place: usize| serde_json::from_slice::<Value>(&seen[place].1).unwrap();
    assert_eq!((seen[0].0, &document(0)["delivery"]), (200, &json!("unknown")));
    assert_eq!((seen[1].0, &document(1)["code"]), (429, &json!("code-too-soon")));
    // Neither has reached the gateway that the rival asks.
    assert_eq!(world.deployment.messages.arrived(), []);
}
