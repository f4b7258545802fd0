//! A row of D.1 that a program need not play: the sandbox's own pages have the telephone, the switches, the clock and the examination
//! site.

use super::candidate::{Filing, fill_in};
use super::chromium::elements::Find;
use super::chromium::view::View;
use super::without_scripts::look_up_code;
use super::{Site, Visit};

/// Who plays D1-07: at home elsewhere with a permit, and a diploma that nobody finds.
const PLACE: u32 = 661;

const FILING: Filing = Filing {
    category: "other-household",
    certificates: &[],
    photographs: &["identity-card", "residence-permit", "diploma"],
};

/// Opens the page of the sandbox that its navigation calls so.
async fn open(visit: &Visit, page: &str) {
    visit.go("/sandbox").await;
    visit.follow_link(Find::Css(&format!("nav a[href='/sandbox/{page}']"))).await;
}

/// The candidate of the row logs in by the telephone of its page, fills everything in and files.
async fn file(site: &Site, visit: &Visit) {
    visit.go("/").await;
    visit.follow_link("中小学教师资格考试面试资格审核").await;
    visit.follow_link("在线办理").await;
    visit.follow_link("个人登录（统一身份认证平台）").await;
    visit.follow_link("个人登录").await;
    let phone = site.visit("by-pages-phone", View::PHONE).await;
    phone.go(&visit.phone().await).await;
    phone.click("(D1-07)").await;
    phone.look("who").await;
    phone.follow_link("人脸识别：通过").await;
    visit.place.set(PLACE);
    // The page with the code goes on by itself.
    visit.shows("在线办理").await;
    visit.follow_link("在线办理").await;
    fill_in(visit, &FILING).await;
    visit.follow_link(Find::Css("main form button")).await;
    visit.follow_link("看不清？由设备代为验证").await;
    visit.fill("短信验证码", &look_up_code(site, visit).await).await;
    visit.follow_link("验证").await;
    visit.follow_link(Find::Css("main form button")).await;
    visit.shows("申请已提交").await;
}

/// A reviewer takes the case and passes it.
async fn pass(site: &Site) {
    let reviewer = site.reviewer(View::DESK).await;
    reviewer.follow_link("领取下一件").await;
    reviewer.shows("查无此人").await;
    reviewer.click(Find::Css("label[for=outcome-pass]")).await;
    reviewer.follow_link("提交决定").await;
    reviewer.shows("已作出决定").await;
}

/// Sets something on the examination site, on the page of the row's candidate.
async fn set(stage: &Visit, status: &str) {
    stage.go("/sandbox").await;
    stage.follow_link(Find::Css("#D1-07 a")).await;
    stage.follow_link(status).await;
    stage.look(if status == "待支付" { "awaiting-payment" } else { "paid" }).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn d1_07_is_played_from_the_first_switch_to_the_payment_by_pages_alone() {
    let site = Site::at("04-15T10:00:00.000").await;
    let stage = site.visit("by-pages", View::DESK).await;
    stage.go("/sandbox").await;
    stage.look("rows").await;
    open(&stage, "people").await;
    stage.look("people").await;
    open(&stage, "inbox").await;
    stage.look("no-messages").await;
    open(&stage, "switches").await;
    stage.look("switches").await;
    stage.follow_link(Find::Css("#diplomas button[value=unknown]")).await;
    stage.look("nobody-is-known").await;

    let candidate = site.visit("by-pages-candidate", View::PHONE).await;
    file(&site, &candidate).await;
    stage.follow_link("全部恢复正常").await;
    open(&stage, "clock").await;
    stage.follow_link("+ 24 小时").await;
    stage.shows("2027-04-16 10:00").await;
    stage.look("clock").await;
    pass(&site).await;
    // The page asks by itself what has become of the case, and the login is over since the clock has moved.
    let complaints = candidate.complaints();
    assert!(complaints.iter().all(|one| one.contains("401")), "{complaints:?}");
    let case = candidate.path().await;
    candidate.log_in(PLACE).await;
    candidate.go(&case).await;
    candidate.shows("审核通过").await;
    for status in ["待支付", "已支付"] {
        set(&stage, status).await;
        candidate.follow_link("重新查询").await;
        candidate.shows(status).await;
    }
    candidate.look("paid").await;
    candidate.end();
    stage.end();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn the_sandbox_fits_a_telephone_in_english() {
    let site = Site::at("04-15T10:00:00.000").await;
    let stage = site.visit("by-pages", View::PHONE.in_english()).await;
    stage.go("/sandbox").await;
    stage.look("rows").await;
    for page in ["people", "switches", "clock"] {
        open(&stage, page).await;
        stage.look(page).await;
    }
    stage.go("/sandbox/people/661").await;
    stage.look("person").await;
    stage.end();
}
