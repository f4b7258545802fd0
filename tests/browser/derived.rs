//! A city whose candidates have no identity platform, and whose categories follow from the registration: somebody on the roster
//! logs in by number, sets a password, and hands in what their category asks for.

use serde_json::Value;

use super::candidate::{agree, card, photograph, save};
use super::chromium::elements::Find;
use super::chromium::view::View;
use super::{Site, Visit};

/// The policy of that city.
pub(super) const POLICY: &str = include_str!("../../shared/policies/wuhan-interview-2027.toml");

/// The columns of its roster.
pub(super) const HEAD: &str = "name,document-kind,document-number,enrolled,grade,school,school-kind,school-place,household,qualification,subject,email";

const ROSTER: &str = "/internal/rosters/wuhan-interview/2027-autumn";
const OWN: &str = "kq7 vd2 mz9 hw4";

/// The invented person at this place as the roster has them: not enrolled, and at home in the city.
pub(super) struct Row(pub(super) u32);

impl Row {
    fn number(&self) -> String {
        people::Person::new(self.0).expect("there is somebody at this place").number()
    }

    /// The address that they have registered with.
    fn email(&self) -> String {
        format!("a{}@example.com", self.0)
    }

    pub(super) fn line(&self) -> String {
        let name = people::Person::new(self.0).expect("there is somebody at this place").name();
        format!("{name},resident-identity-card,{},否,,,,,420106,小学,数学,{}\n", self.number(), self.email())
    }
}

/// Logs in by number for the first time, which opens nothing but setting a password.
async fn first_login(visit: &Visit, row: &Row) {
    let number = visit.say("证件号码", "Number of the document");
    let (password, new) = (visit.say("密码", "Password"), visit.say("新密码", "New password"));
    visit.look("by-number").await;
    visit.fill(number, &row.number()).await;
    visit.fill(password, "a guess").await;
    visit.follow_link(Find::Css("main form button")).await;
    assert_eq!(visit.status(), 403);
    visit.look("wrong-password").await;
    visit.fill(password, &row.email()).await;
    visit.follow_link(Find::Css("main form button")).await;
    visit.shows(visit.say("设置自己的密码", "Set a password of your own")).await;
    visit.look("first-password").await;
    visit.fill(password, &row.email()).await;
    visit.fill(new, "short").await;
    visit.follow_link(Find::Css("main form button")).await;
    assert_eq!(visit.status(), 422);
    visit.look("too-short").await;
    visit.fill(password, &row.email()).await;
    visit.fill(new, OWN).await;
    visit.follow_link(Find::Css("main form button")).await;
}

/// Hands in two pictures of one material, looks at one of them, and takes it back.
async fn several_pictures(visit: &Visit) {
    for count in 1..=2 {
        photograph(visit, "identity-card", card()).await;
        assert_eq!(pictures(visit).await, count);
    }
    visit.look("two-pictures").await;
    visit.follow_link(Find::Css("#identity-card .pictures a")).await;
    assert!(visit.path().await.ends_with("/materials/identity-card"), "{}", visit.path().await);
    assert_eq!(visit.evaluate("0 < document.querySelector('img').naturalWidth").await, true);
    // What the browser itself would lay a picture out with, the policy of content of every answer keeps out.
    let complaints = visit.complaints();
    assert!(complaints.iter().all(|one| one.contains("Applying inline style")), "{complaints:?}");
    visit.back().await;
    visit.follow_link(Find::Css("#identity-card .pictures form button")).await;
    assert_eq!(pictures(visit).await, 1);
    visit.look("one-deleted").await;
}

async fn pictures(visit: &Visit) -> Value {
    visit.evaluate("document.querySelectorAll('#identity-card .pictures li').length").await
}

/// Somebody of the roster, from the first page to a case that waits for a reviewer.
async fn hands_in(site: &Site, view: View, row: Row) {
    let visit = site.visit("derived", view).await;
    visit.go("/").await;
    visit.look("home").await;
    visit.follow_link(Find::Css("a[href='/programmes/wuhan-interview']")).await;
    visit.look("programme").await;
    let start = visit.say("在线办理", "Apply online");
    visit.follow_link(start).await;
    visit.look("entrances").await;
    visit.follow_link(Find::Css("a[href='/login/wuhan-interview']")).await;
    first_login(&visit, &row).await;
    assert_eq!(visit.path().await, "/programmes/wuhan-interview");
    visit.follow_link(start).await;
    visit.look("case").await;
    visit.follow_link(visit.say("继续", "Go on")).await;
    agree(&visit, "submission").await;
    visit.look("notice").await;
    save(&visit).await;
    visit.shows(visit.say("具有武汉市户籍的非在校考生", "Not enrolled, with household registration")).await;
    visit.look("category-derived").await;
    save(&visit).await;
    visit.fill(visit.say("手机号码", "Mobile number"), "13800000000").await;
    visit.look("form").await;
    save(&visit).await;
    visit.look("materials").await;
    several_pictures(&visit).await;
    for material in ["household-register", "diploma"] {
        photograph(&visit, material, card()).await;
    }
    visit.follow_link(Find::Css("main .actions a.button")).await;
    visit.look("review").await;
    visit.follow_link(Find::Css("main form button")).await;
    visit.shows(visit.say("申请已提交", "Your application is submitted")).await;
    visit.look("submitted").await;
    visit.end();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn whoever_is_on_the_roster_logs_in_by_number_and_hands_everything_in_on_a_telephone() {
    let site = Site::at("11-08T10:00:00.000").await;
    site.offer(POLICY).await;
    let roster = format!("{HEAD}\n{}{}", Row(3).line(), Row(14).line());
    let imported = site.deployment.operate_with(ROSTER, "text/csv", roster).await;
    assert_eq!(imported.status, 200, "{imported:?}");
    hands_in(&site, View::PHONE, Row(3)).await;
    hands_in(&site, View::PHONE.in_english(), Row(14)).await;
}
