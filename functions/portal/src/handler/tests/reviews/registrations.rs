//! Registrations on the examination site that are stuck.

use super::*;

/// Approves a case by hand, which leaves its registration to be set.
fn approved(world: &World) -> CaseId {
    let case = world.filed(ANNA);
    world.deployment.carry_out(case, &command(9, reviewer(51), Act::Pass), OPEN);
    case
}

#[test]
fn a_registration_that_is_stuck_says_what_is_to_be_done_until_the_site_says_otherwise() {
    let world = World::new();
    let case = approved(&world);
    let browser = world.reviewer();
    browser.get("/reviews?task=registration").says(&format!("/reviews/{case}")).says("改报名状态");
    let path = format!("/reviews/{case}");
    browser.get(&path).says("待审核").says("登录考试网站").says("2027年4月16日 09:00");

    let ask = || browser.send(&format!("{path}/registration"), &[]);
    ask().leads_to(&format!("{path}?asked#registration"));
    browser.get(&format!("{path}?asked")).says("考试网站仍显示“待审核”");

    world.deployment.registers.alter(Register::ExaminationSite, "status", "awaiting-payment");
    ask().leads_to(&format!("{path}?asked#registration"));
    browser.get(&format!("{path}?asked")).says("本事项办结").says_not("登录考试网站");
    assert_eq!(listed(&browser.get("/reviews")), Vec::<String>::new());
}

#[test]
fn a_site_that_does_not_answer_is_said_on_the_page_of_the_case() {
    let world = World::new();
    let case = approved(&world);
    world.deployment.registers.set(Register::ExaminationSite, kit::Reply::Down);
    let page = world.reviewer().send(&format!("/reviews/{case}/registration"), &[]);
    assert_eq!(page.status, 503);
    page.says("role=\"alert\"").says("登录考试网站");
}

#[test]
fn a_registration_that_the_office_is_late_with_is_marked() {
    let world = World::new();
    let case = approved(&world);
    let world = world.later("2027-04-16T01:00:00.001Z");
    world.reviewer().get(&format!("/reviews/{case}")).says("<span class=\"tag bad\">已逾期</span>");
}
