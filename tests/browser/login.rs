//! Logging in at the provider that the sandbox plays, and coming back.

use super::Site;
use super::chromium::view::{Scripts, View};

/// Somebody logs in at one device, and has their face recognised by another one.
async fn log_in(view: View) {
    let site = Site::at("04-15T09:00:00.000").await;
    let (visit, phone) = (site.visit("login", view).await, site.visit("login-phone", View::PHONE).await);
    visit.go("/auth/login").await;
    visit.look("entrances").await;
    visit.follow_link(visit.say("个人登录", "Personal login")).await;
    visit.look("code").await;
    // Whoever is disturbed by a page that goes on by itself can stop that.
    visit.follow_link(visit.say("停止自动刷新", "Stop the page from reloading")).await;
    phone.go(&visit.phone().await).await;
    phone.look("who").await;
    visit.follow_link(visit.say("自动等待", "Wait by itself")).await;
    phone.be_recognised(0).await;
    phone.look("recognised").await;
    if view.scripts == Scripts::Off {
        visit.follow_link(visit.say("我已完成，继续", "It is done: go on")).await;
    }
    visit.shows("\"role\":\"candidate\"").await;
    assert_eq!(visit.path().await, "/auth/session");
    visit.end();
    phone.end();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn somebody_logs_in_on_one_telephone_by_another() {
    log_in(View::PHONE).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn somebody_logs_in_at_a_desk_without_scripts_in_english() {
    log_in(View::DESK.without_scripts().in_english()).await;
}
