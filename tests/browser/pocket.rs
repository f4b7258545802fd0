//! A reviewer who has nothing but a telephone at hand: a case is decided, and a registration that is stuck is set.

use super::chromium::elements::Find;
use super::chromium::view::View;
use super::decided::file;
use super::{Site, Visit};

/// How much of what can be pressed in the worklist stands beside the screen, though the page itself is no wider.
const BESIDE: &str = "[...document.querySelectorAll('.worklist :is(a, button)')]
  .filter((one) => document.documentElement.clientWidth < one.getBoundingClientRect().right).length";

/// Decides about the case that is due first.
async fn decide(reviewer: &Visit) {
    reviewer.follow_link("领取并打开").await;
    reviewer.shows("所填内容与登记机关答复对照").await;
    reviewer.look("desk").await;
    reviewer.click("放大").await;
    reviewer.click("向右转").await;
    reviewer.look("picture-larger-and-turned").await;
    reviewer.click(Find::Css("label[for=outcome-pass]")).await;
    reviewer.follow_link("提交决定").await;
    reviewer.shows("已作出决定").await;
    reviewer.look("decided").await;
}

/// Has the registration that is late set on the examination site, and the site asked again before and afterwards.
async fn set_registration(site: &Site, reviewer: &Visit) {
    reviewer.follow_link("改报名状态").await;
    reviewer.shows("已逾期").await;
    reviewer.look("stuck").await;
    reviewer.follow_link(Find::Css("a[data-row]")).await;
    reviewer.look("what-to-do").await;
    reviewer.follow_link("重新查询").await;
    reviewer.shows("考试网站仍显示“待审核”").await;
    reviewer.look("still-stuck").await;
    site.deployment.on_the_site(0, "awaiting-payment").await;
    reviewer.follow_link("重新查询").await;
    reviewer.shows("考试网站已更新").await;
    reviewer.look("no-longer-stuck").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_case_is_decided_and_a_stuck_registration_set_on_a_telephone() {
    let site = Site::at("04-15T10:00:00.000").await;
    let approved = site.visit("approved", View::PHONE).await;
    approved.log_in(0).await;
    let (case, etag) = approved.person().await.draft(0, "local-household").await;
    let filed = approved.person().await.submit(&case, &etag).await;
    assert_eq!(filed.json()["state"], "approved");
    let candidate = site.visit("reviewed", View::PHONE).await;
    file(&candidate).await;
    // A day later the office is late with the one, and not yet with the other.
    site.deployment.hold("04-16T10:30:00.000").await;
    site.deployment.sweep().await;
    let reviewer = site.staff("pocket", View::PHONE, "reviewer").await;
    reviewer.look("worklist").await;
    assert_eq!(reviewer.evaluate(BESIDE).await, 0, "nobody looks for a button beside the screen");
    decide(&reviewer).await;
    reviewer.go("/reviews").await;
    set_registration(&site, &reviewer).await;
    reviewer.follow_link("工作看板").await;
    reviewer.look("board").await;
    reviewer.end();
}
