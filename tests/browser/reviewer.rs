//! A reviewer's morning: by keys alone, and without scripts.

use super::chromium::elements::Find;
use super::chromium::view::View;
use super::decided::file;
use super::{Site, Visit};

/// What a decision may take, besides what is typed as a reason.
const KEYSTROKES_MAX: u32 = 6;

/// A candidate whom no register agrees on, and a reviewer at the list of what is to be done.
async fn morning(view: View) -> (Site, Visit, Visit) {
    let site = Site::at("04-15T10:00:00.000").await;
    let candidate = site.visit("reviewed", View::PHONE).await;
    file(&candidate).await;
    let reviewer = site.reviewer(view).await;
    (site, candidate, reviewer)
}

/// Waits until the page listens to keys: its scripts are fetched once it is shown. They then offer the switch, which lies folded up.
async fn keys(reviewer: &Visit) {
    let is_offered = "!!document.querySelector('[data-switch]:not([hidden])')";
    reviewer.until("the keys", async || reviewer.evaluate(is_offered).await == true).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_case_is_approved_by_few_keys() {
    let (_site, candidate, reviewer) = morning(View::DESK).await;
    reviewer.go("/reviews").await;
    keys(&reviewer).await;
    reviewer.look("worklist").await;
    let before = reviewer.effort.get();
    reviewer.follow(async || reviewer.press("n").await).await;
    reviewer.shows("所填内容与登记机关答复对照").await;
    keys(&reviewer).await;
    reviewer.look("desk").await;
    for key in ["v", "+", "]"] {
        reviewer.press(key).await;
    }
    reviewer.look("picture-turned").await;
    let looked = reviewer.effort.get();
    reviewer.press("p").await;
    reviewer.follow(async || reviewer.press("Enter").await).await;
    reviewer.shows("已作出决定").await;
    reviewer.look("decided").await;
    let after = reviewer.effort.get();
    // Looking at pictures is no part of deciding.
    let keystrokes = after.keystrokes - looked.keystrokes + 1;
    println!("counted: approving a case: {keystrokes} keystrokes");
    assert!(keystrokes <= KEYSTROKES_MAX && after.clicks == before.clicks, "{keystrokes}");
    keys(&reviewer).await;
    reviewer.follow(async || reviewer.press("b").await).await;
    reviewer.look("board").await;
    candidate.reload().await;
    candidate.shows("审核通过").await;
    reviewer.end();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_case_is_returned_by_few_keys_and_the_candidate_reads_why() {
    let (_site, candidate, reviewer) = morning(View::DESK.in_the_dark()).await;
    reviewer.go("/reviews").await;
    keys(&reviewer).await;
    reviewer.follow(async || reviewer.press("n").await).await;
    keys(&reviewer).await;
    let before = reviewer.effort.get().keystrokes;
    reviewer.press("r").await;
    reviewer.press("1").await;
    reviewer.look("returning").await;
    reviewer.press("d").await;
    reviewer.follow(async || reviewer.press("Enter").await).await;
    let keystrokes = reviewer.effort.get().keystrokes - before + 1;
    println!("counted: returning a case: {keystrokes} keystrokes");
    assert!(keystrokes <= KEYSTROKES_MAX, "{keystrokes}");
    reviewer.look("returned").await;
    candidate.reload().await;
    candidate.shows("图片文字或图案不清晰").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_case_is_returned_without_scripts_in_english_after_a_mistake() {
    let (_site, candidate, reviewer) = morning(View::DESK.without_scripts().in_english()).await;
    reviewer.go("/reviews").await;
    reviewer.look("worklist").await;
    reviewer.follow_link("Claim and open").await;
    reviewer.look("desk").await;
    reviewer.click("Return for correction").await;
    reviewer.follow_link(Find::Css("button[data-key=d]")).await;
    assert_eq!(reviewer.status(), 422);
    reviewer.look("no-reason").await;
    reviewer.choose("Reason", "1 Text or patterns of the picture are not legible").await;
    reviewer.fill("Note", "Photograph it again, please.").await;
    reviewer.follow_link(Find::Css("button[data-key=d]")).await;
    reviewer.look("returned").await;
    candidate.reload().await;
    candidate.shows("Photograph it again, please.").await;
    reviewer.go("/reviews/board").await;
    reviewer.look("board").await;
    reviewer.end();
}
