//! What scripts do elsewhere, done by hand: the captcha is read, the code is looked up among the messages, and a picture goes whole
//! that is too large for one request.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use store::{KeyRing, Memory, Store, seeded};
use tests::deployment::KEY_1;
use tests::person::code_in;

use super::chromium::elements::Find;
use super::chromium::view::View;
use super::upload::{large, materials};
use super::{Site, Visit};

/// How many letters a captcha shows.
const LETTERS: usize = 5;

/// More than eight megabytes, which is what functions take in one request, in comments of 64 KB.
const COMMENTS: usize = 130;

/// Returns the letters that the picture of the page shows. Its noise is made against programs such as this one, which opens what
/// lies sealed beside it instead: the key of the deployment is known, and the letters come last.
async fn read_captcha(visit: &Visit) -> String {
    let sealed = visit.evaluate("document.querySelector('[name=captcha]').value").await;
    let sealed = URL_SAFE_NO_PAD.decode(sealed.as_str().expect("a captcha")).expect("letters of Base64");
    let store = Store::new(Memory::default(), KeyRing::parse(KEY_1).expect("a key"), seeded(1));
    let plain = store.open_from_browser("captcha", &sealed).expect("it is sealed by this deployment");
    String::from_utf8(plain[plain.len() - LETTERS..].to_vec()).expect("letters")
}

/// Looks a code up on the page of the sandbox that shows what is on somebody's telephone.
pub(super) async fn look_up_code(site: &Site, visit: &Visit) -> String {
    let inbox = site.beside(visit).await;
    inbox.go("/sandbox/inbox").await;
    inbox.follow_link(Find::Css("main th a")).await;
    inbox.look("message").await;
    let text = inbox.evaluate("document.querySelector('main h2 + p').innerText").await;
    code_in(text.as_str().expect("a message"))
}

/// Somebody who has filled everything in comes back later, and files without scripts.
async fn file(view: View) {
    let site = Site::at("04-15T10:00:00.000").await;
    let visit = site.visit("without-scripts", view).await;
    visit.log_in(0).await;
    let (case, _) = visit.person().await.draft(0, "local-household").await;
    site.deployment.hold("04-15T10:10:00.000").await;
    // What was verified was the login before.
    visit.log_in(0).await;
    visit.go(&format!("{}/submit", case.replace("/api/", "/"))).await;
    visit.follow_link(Find::Css("main form button")).await;
    visit.look("captcha").await;
    let (letters, send) =
        (visit.say("图中字符", "The letters in the picture"), visit.say("发送验证码", "Send the code"));
    let right = read_captcha(&visit).await;
    let wrong: String = right.chars().rev().chain("A".chars()).collect();
    visit.fill(letters, &wrong).await;
    visit.follow_link(send).await;
    assert_eq!(visit.status(), 422);
    visit.look("captcha-wrong").await;
    let right = read_captcha(&visit).await;
    visit.fill(letters, &right.to_lowercase()).await;
    visit.follow_link(send).await;
    visit.look("code-sent").await;
    visit.fill(visit.say("短信验证码", "The code in the message"), &look_up_code(&site, &visit).await).await;
    visit.follow_link(visit.say("验证", "Verify")).await;
    visit.shows(visit.say("手机号码已验证", "Your mobile number is verified")).await;
    visit.follow_link(Find::Css("main form button")).await;
    visit.shows(visit.say("业务申请已办结", "Your application is approved")).await;
    visit.end();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_captcha_is_read_and_a_code_entered_without_scripts() {
    file(View::PHONE.without_scripts()).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_picture_above_eight_megabytes_is_handed_in_by_the_plain_form() {
    let site = Site::at("04-15T10:00:00.000").await;
    let visit = materials(&site, View::DESK.without_scripts().in_english()).await;
    visit.attach("Choose a picture Diploma", &[&large(&site, COMMENTS)]).await;
    visit.follow_link(Find::Css("#diploma form[enctype] > button")).await;
    assert_eq!(visit.status(), 200);
    assert!(visit.has(Find::Css("#diploma .pictures img[src^='/api/']")).await, "{}", visit.describe().await);
    visit.look("large-picture").await;
    visit.end();
}
