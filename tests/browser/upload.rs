//! Handing in a picture over a line that is slow, and gone in the middle.

use std::path::PathBuf;

use super::chromium::elements::Find;
use super::chromium::page::Network;
use super::chromium::view::View;
use super::{Site, Visit};

/// A megabyte in comments: larger than what is sent in one request, so that it goes in parts.
const COMMENTS: usize = 18;

/// What a comment in a JPEG file can hold.
const COMMENT_BYTES: u16 = u16::MAX - 2;

/// A picture that is larger than it looks, by so many comments of 64 KB (ITU-T T.81, B.2.4.5).
pub(super) fn large(site: &Site, comments: usize) -> PathBuf {
    let small = tests::person::CARD;
    let (begin, rest) = small.split_at(2);
    let comment =
        [&[0xFF, 0xFE], &(COMMENT_BYTES + 2).to_be_bytes()[..], &[b'.'; COMMENT_BYTES as usize]].concat();
    site.file("large.jpg", [begin, &comment.repeat(comments), rest].concat())
}

/// Opens the list of what is to be handed in.
pub(super) async fn materials(site: &Site, view: View) -> Visit {
    let visit = site.visit("upload", view).await;
    visit.log_in(0).await;
    let case = visit.person().await.fill_in(0, "local-household").await;
    visit.go(&format!("{}/materials", case.replace("/api/", "/"))).await;
    visit
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_line_that_drops_in_the_middle_of_an_upload_costs_nothing() {
    let site = Site::at("04-15T10:00:00.000").await;
    let visit = materials(&site, View::PHONE).await;
    visit.attach("选择图片 毕业证书", &[&large(&site, COMMENTS)]).await;
    visit.until("the preview", async || visit.has(Find::Css("#diploma .pictures img")).await).await;
    visit.look("chosen").await;
    visit.network(Network::Slow).await;
    visit.click(Find::Css("#diploma form[data-upload] > button")).await;
    // The first part has arrived, and the next one is on its way.
    visit
        .until("the first part", async || {
            visit.evaluate("(document.querySelector('#diploma progress')?.value ?? 0) > 0").await == true
        })
        .await;
    visit.network(Network::Gone).await;
    visit.shows("网络中断").await;
    let complaints = visit.complaints();
    assert!(complaints.iter().all(|one| one.contains("net::ERR_")), "{complaints:?}");
    visit.look("line-gone").await;
    visit.network(Network::Good).await;
    visit
        .until("the picture", async || {
            visit
                .evaluate("document.querySelector('#diploma .pictures img')?.src.includes('/api/') ?? false")
                .await
                == true
        })
        .await;
    drop(visit.complaints());
    visit.look("arrived").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn what_is_no_picture_is_refused_before_it_is_sent() {
    let site = Site::at("04-15T10:00:00.000").await;
    let visit = materials(&site, View::PHONE).await;
    let file = site.file("letter.jpg", "no picture at all");
    visit.attach("选择图片 毕业证书", &[&file]).await;
    visit.until("the refusal", async || visit.has(Find::Css("#diploma .panel.bad")).await).await;
    visit.look("no-picture").await;
}
