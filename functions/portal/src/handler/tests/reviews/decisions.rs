//! Decisions, and that nothing that was typed is lost by one that is refused.

use super::*;

/// A case that the reviewer has claimed, with the fields of its form as the page has them.
pub(super) struct Claimed {
    case: CaseId,
    key: String,
    corrections: String,
}

impl Claimed {
    pub(super) fn new(world: &World, case: CaseId) -> Self {
        let browser = world.reviewer();
        browser.send(&format!("/reviews/{case}/claim"), &[]).leads_to(&format!("/reviews/{case}"));
        let page = browser.get(&format!("/reviews/{case}"));
        Self { case, key: page.value("key"), corrections: page.value("corrections") }
    }

    pub(super) fn send(&self, browser: &Browser<'_>, outcome: &str, more: &[(&str, &str)]) -> Page {
        let own = [("key", self.key.as_str()), ("corrections", &self.corrections), ("outcome", outcome)];
        let fields: Vec<_> = own.into_iter().chain(more.iter().copied()).collect();
        browser.send(&format!("/reviews/{}/decision", self.case), &fields)
    }
}

/// An item of a form with one row.
pub(super) const ITEM: [(&str, &str); 4] = [
    ("rows", "1"),
    ("reason-0", "illegible"),
    ("material-0", "diploma"),
    ("note-0", "<script>重拍</script>"),
];

/// Has the candidate correct a case that was returned.
pub(super) fn corrected(world: &World, case: CaseId) {
    let act = Act::Correct { form: filled("hong-kong-macao-taiwan").form };
    world.deployment.carry_out(case, &command(10, Actor::Candidate(ANNA), act), &world.now);
}

#[test]
fn a_case_is_passed_and_the_next_one_is_there_at_once_however_often_it_is_sent() {
    let world = World::new();
    let (first, second) = (world.filed(ANNA), world.filed(BELA));
    let claimed = Claimed::new(&world, first);
    let next = format!("/reviews/{second}?outcome=pass");
    for _ in 0..2 {
        claimed.send(&world.reviewer(), "pass", &[("rows", "0")]).leads_to(&next);
    }
    assert_eq!((world.state(first), world.state(second)), ("approved", "under-review"));
    world.reviewer().get(&next).says("已作出决定：通过").says("由您领取").says("data-decision");

    let last = Claimed::new(&world, second);
    let list = "/reviews?outcome=pass";
    last.send(&world.reviewer(), "pass", &[]).leads_to(list);
    world.reviewer().get(list).says("没有下一件可领取的审核");
}

#[test]
fn a_case_is_returned_item_by_item_and_its_candidate_reads_why() {
    let world = World::new();
    let account = world.person();
    let case = world.filed(account);
    let claimed = Claimed::new(&world, case);
    let two = [
        ("rows", "3"),
        ("reason-0", "illegible"),
        ("material-0", "travel-permit"),
        ("reason-2", "mismatch"),
        ("note-2", "<script>\r\n姓名</script>"),
    ];
    assert_eq!(claimed.send(&world.reviewer(), "return", &two).status, 303);
    assert_eq!(world.state(case), "returned");
    let page = world.candidate(account).get(&format!("/cases/{case}"));
    page.says("图片文字或图案不清晰").says("与所填信息不一致").says_not("<script>\n");
    let page = world.reviewer().get(&format!("/reviews/{case}"));
    page.says("&#60;script&#62;\n姓名&#60;/script&#62;").says_not("<script>\n");
}

#[test]
fn a_return_without_an_item_is_refused_beside_the_items() {
    let world = World::new();
    let claimed = Claimed::new(&world, world.filed(ANNA));
    let page = claimed.send(&world.reviewer(), "return", &[("rows", "2")]);
    assert_eq!(page.status, 422);
    let (_, items) = page.text.split_once("<legend>问题").unwrap();
    assert!(items.split_once("<fieldset class=\"item\"").unwrap().0.contains("class=\"error\""), "{items}");
    page.says("value=\"return\" data-key=\"r\" checked");
    // The attempt stays the same one.
    assert_eq!(page.value("key"), claimed.key);
}

#[test]
fn what_is_wrong_with_an_item_stands_in_its_row_with_what_was_typed() {
    let world = World::new();
    let claimed = Claimed::new(&world, world.filed(ANNA));
    let note = "字".repeat(501);
    let rows = [
        ("rows", "3"),
        ("reason-0", "illegible"),
        ("note-1", "没有原因"),
        ("reason-2", "mismatch"),
        ("note-2", &note),
    ];
    let page = claimed.send(&world.reviewer(), "return", &rows);
    assert_eq!(page.status, 422);
    page.says("id=\"reason-error-1\"").says("id=\"note-error-2\"").says_not("id=\"note-error-1\"");
    page.says(&note).says(">没有原因</textarea>").says("<option value=\"illegible\" selected>");
}

#[test]
fn a_case_that_was_never_corrected_is_not_rejected_and_the_note_is_still_there() {
    let world = World::new();
    let claimed = Claimed::new(&world, world.filed(ANNA));
    let page = claimed.send(&world.reviewer(), "reject", &ITEM);
    assert_eq!(page.status, 409);
    page.says("id=\"outcome-error\"").says("&#60;script&#62;重拍&#60;/script&#62;").says_not("<script>重拍");
    page.says("您填写的内容都还在").says("<option value=\"diploma\" selected>");
}

#[test]
fn a_corrected_case_can_be_rejected_and_shows_what_was_objected_to_before() {
    let world = World::new();
    let case = world.filed(ANNA);
    let act = Act::Return { objections: kit::objections("请重拍") };
    world.deployment.carry_out(case, &command(9, reviewer(51), act), OPEN);
    corrected(&world, case);
    let claimed = Claimed::new(&world, case);
    assert_eq!(claimed.corrections, "1");
    world.reviewer().get(&format!("/reviews/{case}")).says("退回时提出的问题").says("请重拍");
    let again = claimed.send(&world.reviewer(), "return", &ITEM);
    assert_eq!(again.status, 409);
    again.says("id=\"outcome-error\"");
    assert_eq!(claimed.send(&world.reviewer(), "reject", &ITEM).status, 303);
    assert_eq!(world.state(case), "rejected");
    world.reviewer().get(&format!("/reviews/{case}")).says("不通过的原因").says("请重拍");
}

#[test]
fn a_claim_that_ends_while_somebody_types_loses_nothing() {
    let world = World::new();
    let case = world.filed(ANNA);
    let claimed = Claimed::new(&world, case);
    let world = world.later(ENDED);
    let page = claimed.send(&world.reviewer(), "return", &ITEM);
    assert_eq!(page.status, 409);
    page.says("重拍").says("重新领取并提交决定").says("value=\"return\" data-key=\"r\" checked");
    assert_eq!(world.state(case), "under-review");
    let again: Vec<_> = ITEM.into_iter().chain([("reclaim", "true")]).collect();
    assert_eq!(claimed.send(&world.reviewer(), "return", &again).status, 303);
    assert_eq!(world.state(case), "returned");
}

#[test]
fn somebody_else_who_has_claimed_it_meanwhile_is_not_overruled_and_the_form_stays() {
    let world = World::new();
    let case = world.filed(ANNA);
    let claimed = Claimed::new(&world, case);
    let world = world.later(ENDED);
    world.staff(reviewer(51)).send(&format!("/reviews/{case}/claim"), &[]);
    for more in [&ITEM[..], &[ITEM[0], ITEM[1], ITEM[2], ITEM[3], ("reclaim", "true")]] {
        let page = claimed.send(&world.reviewer(), "return", more);
        assert_eq!(page.status, 409);
        page.says("重拍").says("由他人领取");
    }
    assert_eq!(world.state(case), "under-review");
}

#[test]
fn a_page_from_before_the_correction_decides_nothing_and_shows_the_correction() {
    let world = World::new();
    let case = world.filed(ANNA);
    let stale = Claimed::new(&world, case);
    let act = Act::Return { objections: kit::objections("请重拍") };
    world.deployment.carry_out(case, &command(9, reviewer(CARL), act), OPEN);
    corrected(&world, case);
    Claimed::new(&world, case);
    let page = stale.send(&world.reviewer(), "pass", &[]);
    assert_eq!(page.status, 409);
    page.says("role=\"alert\"");
    assert_eq!((page.value("corrections").as_str(), world.state(case)), ("1", "under-review"));
}

#[test]
fn an_item_is_added_and_nothing_that_was_typed_goes() {
    let world = World::new();
    let claimed = Claimed::new(&world, world.filed(ANNA));
    let more: Vec<_> = ITEM.into_iter().chain([("add", "true")]).collect();
    let page = claimed.send(&world.reviewer(), "return", &more);
    assert_eq!((page.status, page.value("rows").as_str()), (200, "2"));
    page.says("id=\"note-1\"").says("重拍").says("<option value=\"illegible\" selected>");
}

#[test]
fn a_claim_is_prolonged_and_nothing_that_was_typed_goes() {
    let world = World::new();
    let claimed = Claimed::new(&world, world.filed(ANNA));
    let world = world.later("2027-04-15T01:29:00.000Z");
    let more: Vec<_> = ITEM.into_iter().chain([("prolong", "true")]).collect();
    let page = claimed.send(&world.reviewer(), "return", &more);
    assert_eq!(page.status, 200);
    page.says("2027年4月15日 09:59").says("重拍").says("data-unsaved=\"typed\"");
    page.says("value=\"return\" data-key=\"r\" checked");

    let world = world.later("2027-04-15T01:59:00.000Z");
    world.staff(reviewer(51)).send(&format!("/reviews/{}/claim", claimed.case), &[]);
    let page = claimed.send(&world.reviewer(), "return", &more);
    assert_eq!(page.status, 409);
    page.says("重拍").says("role=\"alert\"");
}

#[test]
fn who_chooses_nothing_is_asked_to_choose() {
    let world = World::new();
    let claimed = Claimed::new(&world, world.filed(ANNA));
    for outcome in ["", "else"] {
        let page = claimed.send(&world.reviewer(), outcome, &ITEM);
        assert_eq!(page.status, 422);
        page.says("请选择结果").says("重拍");
    }
}

#[test]
fn a_pass_with_items_is_refused_since_nobody_would_read_them() {
    let world = World::new();
    let case = world.filed(ANNA);
    let page = Claimed::new(&world, case).send(&world.reviewer(), "pass", &ITEM);
    assert_eq!((page.status, world.state(case)), (422, "under-review"));
    page.says("重拍");
}

#[test]
fn a_session_that_has_ended_keeps_the_decision() {
    let world = World::new();
    let claimed = Claimed::new(&world, world.filed(ANNA));
    let ended = Browser { cookie: "__Host-session=ended".to_owned(), ..world.stranger() };
    let page = claimed.send(&ended, "return", &ITEM);
    assert_eq!(page.status, 401);
    page.says(&format!("name=\"key\" value=\"{}\"", claimed.key)).says("重拍").says_not("<script>重拍");
}
