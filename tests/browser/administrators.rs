//! Administrators at their desks: a policy that is changed, a roster, a group of reviewers, and what was done.

use hyper::Method;
use serde_json::Value;

use super::chromium::elements::Find;
use super::chromium::view::View;
use super::decided::file;
use super::derived::{self, HEAD, Row};
use super::{Site, Visit};

const POLICY: &str = include_str!("../../shared/policies/shenzhen-interview-2027.toml");
const MORNING: &str = "04-15T10:00:00.000";

/// Where the sandbox has its two administrators in the list of invented people.
const ANNA: u32 = 103;
const BELA: u32 = 104;

/// How the sandbox offers the administrator at this place.
fn line(place: u32) -> String {
    let name = people::Person::new(place).expect("there is somebody at this place").name();
    format!("administrator: {name} ({place})")
}

/// The published policy, whose window closes a day later: whoever files on that day has no time left to correct.
fn later() -> String {
    let later = POLICY.replace("before = \"2027-04-17T15:00\"", "before = \"2027-04-18T15:00\"");
    assert_ne!(later, POLICY);
    later
}

/// An administrator of the other city comes: the sandbox offers staff of one, and its provider vouches for those of any.
async fn from_elsewhere(site: &Site) -> Visit {
    let visit = site.visit("roster", View::DESK).await;
    visit.go("/auth/login?realm=staff&return=/arrived").await;
    let address =
        "(({ pathname, search }) => pathname + search)(document.querySelector('a[href*=administrator]'))";
    let address = visit.evaluate(address).await;
    visit.go(&address.as_str().expect("an address").replace("440300", "420100")).await;
    visit
}

/// Has a file looked at that may become a policy.
async fn check(visit: &Visit, site: &Site, policy: &str) {
    visit.attach("政策文件（TOML）", &[&site.file("policy.toml", policy)]).await;
    visit.follow_link("检查并预演").await;
}

/// A rehearsal is shown with its chart, which is drawn.
async fn has_chart(visit: &Visit) -> bool {
    let is_drawn = "[...document.querySelectorAll('figure img')].every((chart) => 0 < chart.naturalWidth)";
    visit.has(Find::Css("main figure")).await && visit.evaluate(is_drawn).await == true
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_changed_policy_is_checked_rehearsed_and_proposed_and_another_administrator_publishes_it() {
    let site = Site::at(MORNING).await;
    let anna = site.staff("proposer", View::DESK, &line(ANNA)).await;
    anna.look("nothing-proposed").await;
    anna.follow_link("提出政策").await;
    anna.look("propose").await;
    anna.fill("理由", "延长一天受理").await;
    check(&anna, &site, &later().replace("season = \"2027", "saison = \"2027")).await;
    anna.shows("错误").await;
    anna.look("mistake").await;
    check(&anna, &site, &later()).await;
    anna.shows("提醒").await;
    assert!(has_chart(&anna).await);
    anna.look("checked-and-rehearsed").await;
    anna.follow_link("提出").await;
    anna.shows("待批准").await;
    anna.look("proposed").await;
    anna.follow_link("批准并发布").await;
    assert_eq!(anna.status(), 403);
    anna.shows("不得审批本人的提案").await;
    anna.look("own-proposal").await;

    // What happens at one instant has no order.
    site.deployment.hold("04-15T10:05:00.000").await;
    let bela = site.staff("approver", View::DESK.in_english(), &line(BELA)).await;
    bela.look("proposals").await;
    bela.follow_link(Find::Css("td a")).await;
    bela.follow_link("Check and rehearse").await;
    assert!(has_chart(&bela).await);
    bela.look("rehearsed").await;
    bela.follow_link("Approve and publish").await;
    bela.shows("Published").await;
    bela.look("published").await;
    bela.follow_link("What was done").await;
    bela.look("acts").await;
    bela.end();

    anna.go("/programmes/shenzhen-interview").await;
    anna.shows("2027年4月18日 15:00之前").await;
    anna.look("what-everybody-reads").await;
    anna.end();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_roster_is_refused_by_the_line_that_is_wrong_and_imported_once_it_is_right() {
    let site = Site::at(MORNING).await;
    site.offer(derived::POLICY).await;
    let emma = from_elsewhere(&site).await;
    emma.follow_link("报名名单").await;
    emma.look("rosters").await;
    let right = format!("{HEAD}\n{}{}", Row(3).line(), Row(14).line());
    let wrong = right.replacen("否", "也许", 2).replacen("也许", "否", 1);
    for (file, status) in [(&wrong, 422), (&right, 200)] {
        emma.choose("期次", "武汉市中小学教师资格考试（面试）网上审核 2027-autumn").await;
        emma.attach("名单文件", &[&site.file("roster.csv", file)]).await;
        emma.follow_link("导入").await;
        assert_eq!(emma.status(), status);
        emma.look(if status == 200 { "imported" } else { "wrong-line" }).await;
        emma.shows(if status == 200 { "已导入" } else { "第 3 行“是否在校生”" }).await;
    }
    emma.follow_link("操作记录").await;
    emma.look("acts").await;
    emma.end();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_reviewer_sees_what_their_group_is_for_once_an_administrator_has_made_it() {
    let site = Site::at(MORNING).await;
    site.offer(
        &POLICY.replace("shenzhen-interview", "certificate-renewal").replace("面试资格审核", "证书换发"),
    )
    .await;
    let case = file(&site.visit("reviewed", View::PHONE).await).await;
    let reviewer = site.staff("grouped", View::DESK, "reviewer").await;
    reviewer.shows("领取并打开").await;
    let session = reviewer.person().await.ask(Method::GET, "/auth/session", &[], Value::Null).await.json();
    let account = session["account"].as_str().expect("an account").to_owned();

    let anna = site.staff("groups", View::DESK, &line(ANNA)).await;
    anna.follow_link("审核组").await;
    anna.look("no-groups").await;
    anna.fill("代号", "renewals").await;
    anna.fill("名称", "换发组").await;
    anna.fill("项目（以空格分隔）", "certificate-renewal").await;
    anna.fill("组员账号（以空格分隔）", "nobody").await;
    anna.follow_link("保存").await;
    assert_eq!(anna.status(), 422);
    anna.look("no-such-account").await;
    anna.fill("组员账号（以空格分隔）", &account).await;
    anna.follow_link("保存").await;
    anna.shows("换发组").await;
    anna.look("group").await;

    reviewer.reload().await;
    reviewer.shows("没有符合条件的待办。").await;
    reviewer.look("nothing-of-this-group").await;
    reviewer.go(&case.replace("/api/cases/", "/reviews/")).await;
    reviewer.follow_link("领取").await;
    assert_eq!(reviewer.status(), 403);
    reviewer.shows("不属于您的审核组").await;
    reviewer.look("not-of-this-group").await;

    site.deployment.hold("04-15T10:05:00.000").await;
    anna.fill("代号", "renewals").await;
    anna.fill("名称", "换发和面试组").await;
    anna.fill("项目（以空格分隔）", "certificate-renewal shenzhen-interview").await;
    anna.fill("组员账号（以空格分隔）", &account).await;
    anna.follow_link("保存").await;
    anna.shows("换发和面试组").await;
    let beside = site.beside(&reviewer).await;
    beside.go("/reviews").await;
    beside.shows("领取并打开").await;
    anna.follow_link("操作记录").await;
    anna.look("acts").await;
    anna.end();
}
