//! Logging in at the provider that the sandbox plays, and coming back.

use super::Site;
use super::chromium::view::View;

/// Somebody logs in as the first of the invented people.
async fn log_in(view: View) {
    let site = Site::at("04-15T09:00:00.000").await;
    let visit = site.visit("login", view).await;
    visit.go("/auth/login").await;
    visit.look("whom").await;
    visit.log_in_as(0).await;
    assert_eq!(visit.path().await, "/auth/session");
    visit.shows("\"role\":\"candidate\"").await;
    visit.end();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn somebody_logs_in_on_a_telephone() {
    log_in(View::PHONE).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn somebody_logs_in_at_a_desk_without_scripts_in_english() {
    log_in(View::DESK.without_scripts().in_english()).await;
}
