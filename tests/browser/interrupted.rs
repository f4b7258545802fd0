//! Nothing that was typed is lost: an expired session, two windows, clicks out of doubt, the button for going back.

use hyper::Method;
use serde_json::Value;

use super::chromium::elements::Find;
use super::chromium::view::View;
use super::{Site, Visit};

/// Opens the form of a case that has just begun.
async fn form(site: &Site, view: View) -> Visit {
    let visit = site.visit("interrupted", view).await;
    visit.log_in(0).await;
    let (case, _) = visit.person().await.open("open").await;
    visit.go(&format!("{}/form", case.replace("/api/", "/"))).await;
    visit
}

/// Opens the form once more, as it was saved.
async fn open_again(visit: &Visit) {
    let case = visit.path().await;
    let (case, _) = case.rsplit_once('/').expect("a step of a case");
    visit.go(&format!("{case}/form")).await;
}

async fn typed(visit: &Visit) -> Value {
    visit.evaluate("document.querySelector('#email').value").await
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn whoever_is_logged_out_while_typing_logs_in_beside_and_sends_it_again() {
    let site = Site::at("04-15T10:00:00.000").await;
    for view in [View::PHONE, View::DESK.without_scripts().in_english()] {
        let visit = form(&site, view).await;
        visit.fill(visit.say("电子邮箱", "E-mail address"), "somebody@example.org").await;
        // Longer than a session lasts that nobody uses.
        let cookie = visit.cookie("__Host-session").await.expect("somebody is logged in");
        visit.person().await.ask(Method::DELETE, "/auth/session", &[], Value::Null).await;
        visit.follow_link(visit.say("保存并继续", "Save and continue")).await;
        assert_eq!(visit.status(), 401);
        visit.look("logged-out").await;

        let beside = site.beside(&visit).await;
        beside.log_in(0).await;
        assert_ne!(beside.cookie("__Host-session").await, Some(cookie));
        visit.follow_link(visit.say("重新发送", "Send again")).await;
        visit.look("sent-again").await;
        open_again(&visit).await;
        assert_eq!(typed(&visit).await, "somebody@example.org", "it was kept");
        visit.end();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn of_two_windows_the_later_one_is_told_and_keeps_what_was_typed() {
    let site = Site::at("04-15T10:00:00.000").await;
    let visit = form(&site, View::DESK).await;
    let beside = site.beside(&visit).await;
    beside.go(&visit.path().await).await;
    for (window, email) in [(&beside, "earlier@example.org"), (&visit, "later@example.org")] {
        window.fill("电子邮箱", email).await;
        window.follow_link("保存并继续").await;
    }
    assert_eq!(visit.status(), 412);
    visit.look("changed-meanwhile").await;
    assert_eq!(typed(&visit).await, "later@example.org");
    visit.follow_link("保存并继续").await;
    open_again(&visit).await;
    assert_eq!(typed(&visit).await, "later@example.org");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn clicking_twice_files_once_and_going_back_undoes_nothing() {
    for view in [View::PHONE.without_scripts(), View::DESK] {
        let site = Site::at("04-15T10:00:00.000").await;
        let visit = site.visit("twice", view).await;
        visit.log_in(0).await;
        let mut candidate = visit.person().await;
        let (case, _) = candidate.draft(0, "local-household").await;
        let page = case.replace("/api/", "/");
        visit.go(&format!("{page}/submit")).await;
        visit.follow(async || visit.click_twice(Find::Css("main form button")).await).await;
        visit.shows("业务申请已办结").await;
        visit.back().await;
        visit.settle().await;
        visit.go(&page).await;
        visit.shows("业务申请已办结").await;
        let shown = candidate.ask(Method::GET, &case, &[], Value::Null).await.json();
        let events = shown["timeline"].as_array().expect("a timeline").iter();
        let filed = events.filter(|event| event["event"] == "submitted").count();
        assert_eq!(filed, 1, "{shown}");
    }
}
