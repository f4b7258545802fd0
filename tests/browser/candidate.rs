//! A candidate's way: from the first page to the result, as somebody goes it who has never been here.

use std::path::Path;

use tests::person::telephone_of;

use super::chromium::elements::Find;
use super::chromium::view::{Scripts, View};
use super::{Site, Visit};

/// What a first visit may weigh before it is read.
const FIRST_DOCUMENT_BYTES_MAX: u64 = 30 * 1024;

/// The same with everything that the page needs.
const FIRST_PAGE_BYTES_MAX: u64 = 60 * 1024;

/// A grey card that shows nothing.
pub(super) fn card() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/kit/pictures/card.jpg"))
}

/// Says of this statement that it has been read.
pub(super) async fn agree(visit: &Visit, statement: &str) {
    visit.click(Find::Css(&format!("label[for=confirm-{statement}]"))).await;
}

/// Goes on from a step.
pub(super) async fn save(visit: &Visit) {
    visit.follow_link(visit.say("保存并继续", "Save and continue")).await;
}

/// What somebody files: their category, which certificates they obtain for it, and what they photograph.
pub(super) struct Filing {
    pub(super) category: &'static str,
    pub(super) certificates: &'static [&'static str],
    pub(super) photographs: &'static [&'static str],
}

/// What whoever is at home in the city files.
const AT_HOME: Filing = Filing {
    category: "local-household",
    certificates: &["identity-card", "household-register"],
    photographs: &["diploma"],
};

/// From the first page to a case that has just begun.
async fn begin(visit: &Visit, place: u32) {
    visit.go("/").await;
    visit.look("home").await;
    let weight = visit.weight();
    println!("counted: first page, {}: {weight:?}", visit.view);
    assert!(weight.document_bytes <= FIRST_DOCUMENT_BYTES_MAX, "{weight:?}");
    assert!(weight.all_bytes <= FIRST_PAGE_BYTES_MAX, "{weight:?}");

    visit.follow_link(visit.say("中小学教师资格考试面试资格审核", "Interview eligibility review")).await;
    visit.look("programme").await;
    let start = visit.say("在线办理", "Apply online");
    // Whoever is not logged in does that first, and comes back to where they were.
    visit.follow_link(start).await;
    visit.look("entrances").await;
    visit
        .follow_link(visit.say("个人登录（统一身份认证平台）", "Log in at the unified identity platform"))
        .await;
    visit.log_in_as(place).await;
    assert_eq!(visit.path().await, "/programmes/shenzhen-interview");
    visit.follow_link(start).await;
}

/// Through the steps, with what people do wrong on the way.
pub(super) async fn fill_in(visit: &Visit, filing: &Filing) {
    visit.look("case").await;
    visit.follow_link(visit.say("继续", "Go on")).await;
    agree(visit, "notice").await;
    save(visit).await;
    visit.look("notice-not-all-ticked").await;
    agree(visit, "self-check").await;
    save(visit).await;

    visit.look("category").await;
    visit.click(Find::Css(&format!("label[for=category-{}]", filing.category))).await;
    save(visit).await;

    visit.look("form").await;
    agree(visit, "service-agreement").await;
    agree(visit, "informed-consent").await;
    let telephone = visit.say("手机号码", "Mobile number");
    visit.fill(telephone, "138").await;
    save(visit).await;
    assert_eq!(visit.status(), 422);
    visit.look("form-refused").await;
    visit.fill(telephone, &telephone_of(visit.place.get())).await;
    save(visit).await;

    visit.look("commitments").await;
    agree(visit, "candidate-commitment").await;
    agree(visit, "health-commitment").await;
    save(visit).await;

    visit.look("materials").await;
    for material in filing.certificates {
        visit.follow_link(Find::Css(&format!("#{material} button"))).await;
    }
    for material in filing.photographs {
        photograph(visit, material, card()).await;
    }
    visit.look("materials-all-there").await;
    visit.follow_link(Find::Css("main .actions a.button")).await;
}

/// Chooses a picture of a material, which is shown before it is sent where scripts run, and hands it in.
pub(super) async fn photograph(visit: &Visit, material: &str, picture: &Path) {
    let label =
        format!("document.querySelector('#{material} form[enctype] label').innerText.replace(/\\s+/g, ' ')");
    let label = visit.evaluate(&label).await;
    visit.attach(label.as_str().expect("a label").trim(), &[picture]).await;
    let form = format!("#{material} form[enctype]");
    if visit.view.scripts == Scripts::Run {
        let preview = format!("{form} img");
        visit.until("the preview", async || visit.has(Find::Css(&preview)).await).await;
    }
    visit.follow_link(Find::Css(&format!("{form} > button"))).await;
}

/// Has the device answer the captcha, and enters the code.
async fn verify(visit: &Visit) {
    visit.follow_link(visit.say("看不清？由设备代为验证", "Cannot read it? Let this device do it")).await;
    visit.look("code-sent").await;
    let (code, verify) = (visit.say("短信验证码", "The code in the message"), visit.say("验证", "Verify"));
    let sent = visit.person().await.received().await;
    let wrong = if sent.starts_with('0') { "100000" } else { "000000" };
    visit.fill(code, wrong).await;
    visit.follow_link(verify).await;
    visit.look("code-wrong").await;
    visit.fill(code, &sent).await;
    visit.follow_link(verify).await;
}

/// A candidate whom the registers agree on files, and is approved at once.
async fn approved(view: View) {
    let site = Site::at("04-15T10:00:00.000").await;
    let visit = site.visit("candidate", view).await;
    begin(&visit, 0).await;
    fill_in(&visit, &AT_HOME).await;
    visit.look("review").await;
    visit.follow_link(Find::Css("main button")).await;
    visit.look("verification").await;
    match view.scripts {
        Scripts::Run => verify(&visit).await,
        // A captcha is read by eye, which no test has: the code is asked for and entered beside the pages.
        Scripts::Off => {
            visit.person().await.step_up().await;
            visit.back().await;
        }
    }
    visit.look("review-verified").await;
    visit.follow_link(Find::Css("main form button")).await;
    visit.shows(visit.say("业务申请已办结", "Your application is approved")).await;
    visit.look("approved").await;
    visit.follow_link(visit.say("打印或保存回执", "A receipt to print or save")).await;
    visit.look("receipt").await;
    visit.end();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_candidate_files_on_a_telephone_and_is_approved_at_once() {
    approved(View::PHONE).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_candidate_files_at_a_desk_without_scripts_in_english_and_is_approved_at_once() {
    approved(View::DESK.without_scripts().in_english()).await;
}
