//! What candidates read of what reviewers have decided, and when that is past.

use super::decisions::{Claimed, ITEM, corrected};
use super::*;

#[test]
fn what_was_not_corrected_in_time_has_lapsed_whether_or_not_that_is_written_down() {
    let world = World::new();
    let account = world.person();
    let case = world.filed(account);
    let item = [("rows", "1"), ("reason-0", "illegible"), ("material-0", "travel-permit")];
    assert_eq!(Claimed::new(&world, case).send(&world.reviewer(), "return", &item).status, 303);
    let path = format!("/cases/{case}");
    let home = world.candidate(account).get("/");
    home.says("请补齐补正").says("补正截止 <time").says("2027年4月19日 15:00之前");
    world.candidate(account).get(&path).says("开始补正");

    let world = world.later("2027-04-19T07:00:00.000Z");
    let browser = world.candidate(account);
    browser.get("/").says("申请已终止").says_not("请补齐补正").says_not("补正截止");
    let page = browser.get(&path);
    page.says("申请已终止").says("逾期未补正").says("此前退回时提出的问题").says_not("开始补正");
    for step in ["correction", "materials"] {
        browser.get(&format!("{path}/{step}")).leads_to(&path);
    }
}

#[test]
fn what_a_case_was_returned_for_is_past_once_it_is_corrected_or_decided() {
    let world = World::new();
    let case = world.filed(ANNA);
    assert_eq!(Claimed::new(&world, case).send(&world.reviewer(), "return", &ITEM).status, 303);
    let path = format!("/cases/{case}");
    let mut browser = world.candidate(ANNA);
    browser.get(&path).says("<h2>需要补正的内容</h2>").says_not("此前退回时提出的问题");

    corrected(&world, case);
    let is_past = |browser: &Browser<'_>, heading: &str, filing: &str| {
        let page = browser.get(&path);
        page.says("图片文字或图案不清晰").says_not("需要补正的内容").says_not("审核提出的问题");
        let (above, _) = page.text.split_once(heading).unwrap_or_else(|| panic!("{}", page.text));
        assert!(above.contains(filing), "it stands above what was filed: {}", page.text);
    };
    is_past(&browser, "<h2>此前退回时提出的问题</h2>", "<h2>所交内容</h2>");

    assert_eq!(Claimed::new(&world, case).send(&world.reviewer(), "pass", &[]).status, 303);
    assert_eq!(world.state(case), "approved");
    is_past(&browser, "<h2>此前退回时提出的问题</h2>", "<h2>所交内容</h2>");
    browser.language = "en";
    let page = browser.get(&path);
    page.says("<h2>What it was returned for before</h2>").says_not("What has to be corrected");
}

#[test]
fn what_a_case_was_rejected_for_stands_on_top() {
    let world = World::new();
    let case = world.filed(ANNA);
    assert_eq!(Claimed::new(&world, case).send(&world.reviewer(), "return", &ITEM).status, 303);
    corrected(&world, case);
    assert_eq!(Claimed::new(&world, case).send(&world.reviewer(), "reject", &ITEM).status, 303);
    let page = world.candidate(ANNA).get(&format!("/cases/{case}"));
    page.says_not("此前退回时提出的问题");
    let (above, _) = page.text.split_once("<h2>审核提出的问题</h2>").unwrap();
    assert!(!above.contains("<h2>所交内容</h2>"), "{}", page.text);
}
