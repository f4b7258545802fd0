//! What a candidate reads who is not approved at once: reviewed, returned, corrected, rejected, too late.

use serde_json::{Value, json};
use tests::person::telephone_of;

use super::chromium::view::View;
use super::{Site, Visit};

/// A permit that has ended: no register agrees, and a person decides.
const PLACE: u32 = 2;

/// Files as the candidate of this visit, and opens the page of the case. Returns its path in the interface.
pub(super) async fn file(visit: &Visit) -> String {
    visit.log_in(PLACE).await;
    let mut candidate = visit.person().await;
    let (case, etag) = candidate.draft(PLACE, "other-household").await;
    assert_eq!(candidate.submit(&case, &etag).await.json()["state"], "under-review");
    visit.go(&page_of(&case)).await;
    case
}

/// Where the page of a case is.
fn page_of(case: &str) -> String {
    case.replace("/api/", "/")
}

/// A reviewer claims a case and decides about it.
async fn decide(site: &Site, case: &str, decision: Value) {
    let mut reviewer = site.reviewer(View::DESK).await.person().await;
    assert_eq!(reviewer.claim(case).await.status, 200);
    let answer = reviewer.decide(case, decision).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

/// Somebody whose case is returned corrects it, and is decided about once more.
async fn corrected(view: View, verdict: Value, result: (&str, &str)) {
    let site = Site::at("04-15T10:00:00.000").await;
    let visit = site.visit("decided", view).await;
    let case = file(&visit).await;
    visit.shows(visit.say("申请已提交", "Your application is submitted")).await;
    visit.look("under-review").await;

    let picture = json!({ "reason": "illegible", "material": "identity-card", "note": "请重拍身份证人像面" });
    let items = [picture, json!({ "reason": "mismatch" })];
    decide(&site, &case, json!({ "outcome": "return", "corrections": 0, "items": items })).await;
    visit.reload().await;
    visit.shows(visit.say("请补齐补正", "Please correct your application")).await;
    visit.look("returned").await;
    visit.follow_link(visit.say("开始补正", "Correct it")).await;
    visit.look("correction").await;
    let (telephone, send) = (visit.say("手机号码", "Mobile number"), visit.say("重新提交", "Submit again"));
    visit.fill(telephone, "1380000000").await;
    visit.follow_link(send).await;
    assert_eq!(visit.status(), 422);
    visit.look("correction-refused").await;
    visit.fill(telephone, &telephone_of(PLACE)).await;
    visit.follow_link(send).await;
    visit.look("corrected").await;

    decide(&site, &case, verdict).await;
    visit.reload().await;
    visit.shows(visit.say(result.0, result.1)).await;
    visit.look("decided").await;
    visit.end();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_case_that_is_returned_is_corrected_on_a_telephone_and_approved() {
    let pass = json!({ "outcome": "pass", "corrections": 1 });
    corrected(View::PHONE, pass, ("业务申请已办结", "Your application is approved")).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_case_that_is_returned_is_corrected_without_scripts_in_english_in_the_dark_and_rejected() {
    let items = [json!({ "reason": "conditions-not-met", "note": "学历与报考学段不符" })];
    let reject = json!({ "outcome": "reject", "corrections": 1, "items": items });
    let view = View::DESK.in_english().without_scripts().in_the_dark();
    corrected(view, reject, ("审核不通过", "Rejected")).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn whoever_comes_too_late_reads_what_has_become_of_it() {
    let site = Site::at("04-16T10:00:00.000").await;
    let visit = site.visit("too-late", View::PHONE).await;
    visit.log_in(PLACE).await;
    let (case, _) = visit.person().await.open("open").await;
    site.deployment.hold("04-17T15:00:00.000").await;
    visit.go("/").await;
    visit.shows("已截止").await;
    visit.look("home").await;
    visit.log_in(PLACE).await;
    visit.go("/programmes/shenzhen-interview").await;
    visit.look("programme").await;
    site.deployment.sweep().await;
    visit.go(&page_of(&case)).await;
    visit.shows("申请已终止").await;
    visit.look("lapsed").await;
    visit.end();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn what_is_not_there_says_where_to_go() {
    let site = Site::at("04-15T10:00:00.000").await;
    for view in [View::PHONE, View::DESK.in_english()] {
        let visit = site.visit("not-there", view).await;
        visit.go("/nowhere").await;
        assert_eq!(visit.status(), 404);
        visit.look("no-page").await;
        visit.follow_link(visit.say("首页", "Home")).await;
        visit.go("/programmes/nothing-of-the-kind").await;
        assert_eq!(visit.status(), 404);
        visit.look("no-programme").await;
        visit.go("/cases/case_00000000000000000000000000").await;
        visit.look("a-case-before-logging-in").await;
        visit.log_in(0).await;
        assert_eq!(visit.status(), 404, "of somebody else, or of nobody: that is not told");
        visit.look("a-case-of-nobody").await;
        visit.go("/sessions").await;
        visit.look("sessions").await;
        visit.follow_link(visit.say("退出登录", "Log out")).await;
        visit.look("logged-out").await;
        visit.end();
    }
}
