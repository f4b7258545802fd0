//! The board.

use super::*;

/// A number of the board as it stands in a page.
fn drawn(name: &str, count: u32) -> String {
    format!("<th scope=\"row\">{name}</th><td><div class=\"drawn\"><span>{count}</span>")
}

#[test]
fn the_board_draws_what_is_to_be_done_and_says_each_number_once() {
    let world = World::new();
    let case = world.filed(ANNA);
    world.filed(BELA);
    world.answered(AccountId::from_u128(3), &[]);
    world.reviewer().send(&format!("/reviews/{case}/claim"), &[]);
    let page = world.reviewer().get("/reviews/board");
    page.says("<table class=\"chart\"><caption>待办数</caption>").says_not(" style=").says_not("<figure");
    page.says(&drawn("待办", 2)).says(&drawn("已领取", 1));
    page.says(&drawn("自动通过（秒批）", 1)).says("0 秒");
    page.says(&drawn("通过，报名状态待改", 1)).says("2027年4月17日 09:00（含）");
    page.says("<a href=\"/reviews?task=review&#38;programme=shenzhen-interview\">审核</a>");
}

#[test]
fn what_is_late_is_counted_and_said_since_when() {
    let world = World::new();
    world.filed(ANNA);
    let world = world.later("2027-04-17T01:00:00.001Z");
    let page = world.reviewer().get("/reviews/board");
    page.says(&drawn("已逾期", 1)).says("最早的逾期").says("没有未到期的待办");
}

#[test]
fn an_empty_board_says_so_in_both_languages() {
    let world = World::new();
    world.reviewer().get("/reviews/board").says("还没有已通过的申请");
    let mut elsewhere = world.staff(reviewer_of(61, "420100"));
    elsewhere.get("/reviews/board").says("您的区域没有项目");
    elsewhere.language = "en";
    elsewhere.get("/reviews/board").says("There is no programme in your region");
}

#[test]
fn the_board_is_for_reviewers_alone() {
    let world = World::new();
    world.stranger().get("/reviews/board").leads_to("/login");
    assert_eq!(world.staff(kit::administrator_of(60, "440300")).get("/reviews/board").status, 403);
    assert_eq!(world.staff(Actor::Candidate(ANNA)).get("/reviews/board").status, 403);
}
