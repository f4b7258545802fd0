//! What comes at the same time, and what is left when somebody is cut off.

use super::*;
use crate::desk::{Desk, Proof, Tried};
use crate::entered::Entered;
use crate::handler::enter::enter;
use http::StatusCode;

async fn at_the_desk<'a, 'c>(cx: &'c Context<'a, Counting>) -> Desk<'a, 'c, Counting> {
    Desk::open(cx, &http::HeaderMap::new(), PROGRAMME, card(NUMBER)).await.unwrap()
}

async fn proof(desk: &Desk<'_, '_, Counting>, password: &str) -> Proof {
    match desk.try_password(&Entered::new(password)).await.unwrap() {
        Tried::Right(proof) => proof,
        Tried::Wrong(_) => panic!("it is the right one"),
    }
}

#[test]
fn a_password_that_is_changed_while_it_is_compared_opens_nothing() {
    let (world, _) = World::with_password();
    let late = async |request: Request<Body>, cx: &Context<'_, Counting>| {
        let desk = at_the_desk(cx).await;
        let old = proof(&desk, OWN).await;
        let changed = desk.set(proof(&desk, OWN).await, &Entered::new(OTHER)).await?;
        enter(&request, cx, &desk, &changed, StatusCode::OK).await?;
        enter(&request, cx, &desk, &old, StatusCode::OK).await
    };
    let answer = kit::answer(&world.service, Request::new(Body::full("")), &at(60), late);
    answer.refused(403, "password-refused");
    let browser = Browser::default();
    assert_eq!(world.log_in(&browser, OTHER, 60).status, 201);
    assert_eq!(open(&world, &browser, 60), 2, "that of the change, and the one at hand");
}

#[test]
fn of_two_who_change_it_at_once_the_later_one_is_told_and_changes_nothing() {
    let (world, _) = World::with_password();
    let both = async |_: Request<Body>, cx: &Context<'_, Counting>| {
        let desk = at_the_desk(cx).await;
        let (one, other) = (proof(&desk, OWN).await, proof(&desk, OWN).await);
        desk.set(one, &Entered::new(OTHER)).await?;
        desk.set(other, &Entered::new("wd3 mz8 tq5 lk2")).await?;
        Ok(edge::empty(StatusCode::OK))
    };
    let answer = kit::answer(&world.service, Request::new(Body::full("")), &at(60), both);
    answer.refused(409, "contended");
    assert_eq!(world.log_in(&Browser::default(), OTHER, 60).status, 201);
}

#[test]
fn two_equal_changes_at_once_are_both_answered_as_the_first() {
    let world = World::new();
    world.deployment.share();
    let now = domain::instant::parse(&at(0)).unwrap();
    let mut body = said(NUMBER, EMAIL);
    body["new"] = OWN.into();
    let both = (0..2).map(|_| {
        world.service.respond(request(&Browser::default(), Method::PUT, "password", &body), now, handle)
    });
    for answer in block_on(futures::future::join_all(both)) {
        assert_eq!(answer.status(), 200, "{:?}", answer.body());
    }
}

#[test]
fn who_was_cut_off_after_the_change_leaves_nothing_open_to_whoever_knew_the_password_before() {
    let (world, thief) = World::with_password();
    let cut_off = async |_: Request<Body>, cx: &Context<'_, Counting>| {
        let desk = at_the_desk(cx).await;
        desk.set(proof(&desk, OWN).await, &Entered::new(OTHER)).await?;
        Ok(edge::empty(StatusCode::OK))
    };
    kit::answer(&world.service, Request::new(Body::full("")), &at(60), cut_off);
    assert!(world.session(&thief, 60).is_some(), "it was cut off here");
    let browser = Browser::default();
    assert_eq!(world.log_in(&browser, OTHER, 60).status, 201);
    assert!(world.session(&thief, 60).is_none());
    // And only once: what is opened from then on stays.
    let telephone = Browser::default();
    assert_eq!(world.log_in(&telephone, OTHER, 60).status, 201);
    assert!(world.session(&browser, 60).is_some() && world.session(&telephone, 60).is_some());
}

/// Returns how much its person has open by password.
fn open(world: &World, browser: &Browser, seconds: i64) -> usize {
    let count = RefCell::new(0);
    let look = async |request: Request<Body>, cx: &Context<'_, Counting>| {
        let session = cx.session(&request).await?;
        count.replace(cx.sessions_of(&session).await?.len());
        Ok(edge::empty(StatusCode::OK))
    };
    let request = Request::get("/").header("cookie", browser.cookies());
    kit::answer(&world.service, request.body(Body::full("")).unwrap(), &at(seconds), look);
    count.into_inner()
}
