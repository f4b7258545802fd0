//! Without a mouse, without a finger: by keys alone, in the dark; and with text of twice the size.

use super::Site;
use super::chromium::elements::Find;
use super::chromium::view::View;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_case_is_begun_and_filled_in_by_keys_alone() {
    let site = Site::at("04-15T10:00:00.000").await;
    let visit = site.visit("keyboard", View::DESK.in_the_dark()).await;
    let enter = async |what: &str| {
        visit.tab_to(what).await;
        visit.follow(async || visit.press("Enter").await).await;
    };
    visit.go("/").await;
    visit.press("Tab").await;
    assert_eq!(visit.evaluate("document.activeElement.innerText").await, "跳到正文");
    visit.look("skip").await;
    visit.press("Enter").await;
    enter("中小学教师资格考试面试资格审核").await;
    visit.look("programme").await;
    enter("在线办理").await;
    enter("个人登录（统一身份认证平台）").await;
    let before = visit.effort.get().clicks;
    visit.log_in_as(0).await;
    let at_the_provider = visit.effort.get().clicks - before;
    enter("在线办理").await;
    enter("继续").await;
    for statement in ["notice", "self-check"] {
        visit.tab_to(Find::Css(&format!("label[for=confirm-{statement}]"))).await;
        visit.press("Space").await;
    }
    visit.look("notice").await;
    enter("保存并继续").await;
    // The first of them is reached by tabulator, and the others by arrows.
    visit.tab_to(Find::Css("#category-local-household")).await;
    visit.press("ArrowDown").await;
    visit.look("category").await;
    assert_eq!(visit.evaluate("document.activeElement.value").await, "other-household");
    enter("保存并继续").await;
    visit.look("form").await;
    visit.tab_to(Find::Field("电子邮箱")).await;
    visit.write("somebody@example.org").await;
    for statement in ["service-agreement", "informed-consent"] {
        visit.tab_to(Find::Css(&format!("label[for=confirm-{statement}]"))).await;
        visit.press("Space").await;
    }
    enter("保存并继续").await;
    visit.look("commitments").await;
    assert_eq!(visit.effort.get().clicks, at_the_provider, "which is no page of ours");
    visit.end();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn pages_fit_with_text_of_twice_the_size() {
    for view in [View::PHONE.in_large_text(), View::DESK.in_large_text().in_english()] {
        let site = Site::at("04-15T10:00:00.000").await;
        let visit = site.visit("large", view).await;
        visit.go("/").await;
        visit.look("home").await;
        visit.go("/programmes/shenzhen-interview").await;
        visit.look("programme").await;
        visit.log_in(0).await;
        let (case, _) = visit.person().await.draft(0, "local-household").await;
        let page = case.replace("/api/", "/");
        for step in
            ["", "/notice", "/category", "/form", "/commitments", "/materials", "/submit", "/verification"]
        {
            visit.go(&format!("{page}{step}")).await;
            visit.look(step.trim_start_matches('/')).await;
        }
    }
}
