//! What a reviewer sees of a case.

use super::*;
use domain::group::Groups;

#[test]
fn what_is_claimed_stands_beside_what_registers_have_said_and_the_difference_is_marked() {
    let world = World::new();
    let elsewhere = [
        (Register::ResidentRegister, "household", "420100"),
        (Register::ResidencePermits, "place", "420106"),
    ];
    let case = world.answered(ANNA, &elsewhere);
    assert_eq!(world.state(case), "under-review");
    let page = world.reviewer().get(&format!("/reviews/{case}"));
    page.says("深圳户籍：户籍登记 <span class=\"tag bad\">不一致</span>");
    let (_, row) = page.text.split_once("<tr class=\"differs\">").expect("a row that differs");
    let row = row.split("</tr>").next().unwrap();
    for text in ["户籍所在地", "在此区划内：深圳市（440300）", "≠ 420100", "不一致"] {
        assert!(row.contains(text), "{text} is not in {row}");
    }
    assert_eq!(page.text.matches("class=\"differs\"").count(), 2);
    page.says("申请人提交的内容").says_not("所交内容");
    page.says("≠ 420106").says("自动审核说明").says("须同时符合").says("大学本科").says_not("bachelor");
}

#[test]
fn a_register_that_has_nobody_and_one_that_could_not_be_asked_are_told_apart() {
    let world = World::new();
    let id = world.deployment.draft(ANNA, filled("local-household"), OPEN);
    world.deployment.carry_out(id, &command(7, Actor::Candidate(ANNA), kit::submit(OPEN)), OPEN);
    world.settle(id, BTreeMap::from([(Register::Diplomas, Answer::NotFound)]));
    let page = world.reviewer().get(&format!("/reviews/{id}"));
    page.says("登记机关查无此人").says("这不是不符合").says("11010519491231002X");
    page.says_not("class=\"differs\"");
}

#[test]
fn where_no_register_is_asked_that_is_said() {
    let world = World::new();
    let case = world.filed(ANNA);
    world.reviewer().get(&format!("/reviews/{case}")).says("这一类别不向登记机关核对");
}

#[test]
fn pictures_can_be_seen_at_full_size_without_a_script() {
    let world = World::new();
    let case = world.filed(ANNA);
    let page = world.reviewer().get(&format!("/reviews/{case}"));
    let address = format!("/api/cases/{case}/materials/travel-permit");
    page.says(&format!("<a href=\"{address}\" target=\"_blank\" rel=\"noopener\">查看原图"));
    page.says(&format!("<img src=\"{address}\" alt=\"港澳台居民居住证或来往内地（大陆）通行证（正反面）\""));
    // What needs the script waits for it.
    page.says("<span data-tools hidden>");
}

#[test]
fn only_who_has_claimed_a_case_has_the_form_of_the_decision() {
    let world = World::new();
    let case = world.filed(ANNA);
    let path = format!("/reviews/{case}");
    let browser = world.reviewer();
    browser.get(&path).says("本件尚未领取").says_not("data-decision");
    browser.send(&format!("{path}/claim"), &[]).leads_to(&path);
    browser.get(&path).says("由您领取").says("data-decision").says("2027年4月15日 09:30");

    let other = world.staff(reviewer(51));
    other.get(&path).says("由他人领取").says_not("data-decision");
    let refused = other.send(&format!("{path}/claim"), &[]);
    assert_eq!(refused.status, 409);
    refused
        .says("role=\"alert\"")
        .says("由他人领取")
        .says_not("data-decision")
        .says_not("您填写的内容都还在");

    browser.send(&format!("{path}/release"), &[]).leads_to("/reviews?released");
    browser.get("/reviews?released").says("已放弃领取");
    other.send(&format!("{path}/claim"), &[]).leads_to(&path);
}

#[test]
fn a_claim_that_groups_refuse_leads_back_to_the_list_and_shows_no_form() {
    let world = World::new();
    let case = world.filed(ANNA);
    let groups = Groups::default().with("a".parse().unwrap(), kit::group(&["another"], &[CARL])).unwrap();
    world.deployment.group("440300", groups);
    let page = world.reviewer().send(&format!("/reviews/{case}/claim"), &[]);
    assert_eq!(page.status, 403);
    page.says("不属于您的审核组").says("<a class=\"button\" href=\"/reviews\">返回待办列表</a>");
    page.says_not("您填写的内容都还在").says_not("data-decision").says_not("本件尚未领取");
}

#[test]
fn who_wants_to_claim_a_case_that_is_decided_is_told_so() {
    let world = World::new();
    let case = world.filed(ANNA);
    world.deployment.carry_out(case, &command(9, reviewer(51), Act::Pass), OPEN);
    let page = world.reviewer().send(&format!("/reviews/{case}/claim"), &[]);
    assert_eq!(page.status, 409);
    page.says("role=\"alert\"").says("审核通过").says_not("data-decision");
}

#[test]
fn what_has_become_of_messages_is_shown() {
    let world = World::new();
    let case = world.filed(ANNA);
    let act = Act::Return { objections: kit::objections("<b>重拍</b>") };
    world.deployment.carry_out(case, &command(9, reviewer(51), act), OPEN);
    let page = world.reviewer().get(&format!("/reviews/{case}"));
    page.says("退回通知 <span class=\"tag \">等待发送</span>").says("已退回，等候补正");
    page.says("&#60;b&#62;重拍&#60;/b&#62;").says_not("<b>重拍");
}

#[test]
fn the_address_of_a_form_that_was_sent_leads_back_to_its_page() {
    let world = World::new();
    let case = world.filed(ANNA);
    for part in ["claim", "release", "decision", "registration"] {
        world.reviewer().get(&format!("/reviews/{case}/{part}")).leads_to(&format!("/reviews/{case}"));
    }
    world.reviewer().get("/reviews/next").leads_to("/reviews");
    assert_eq!(world.reviewer().get(&format!("/reviews/{case}/else")).status, 404);
}
