//! What everybody reads before they log in.

use super::*;

#[test]
fn the_first_page_shows_what_is_offered_and_whether_it_is_open() {
    let open = |now: &str| World::at(Deployment::new(), now).stranger().get("/").text;
    assert!(open("2027-04-12T00:59:59.999Z").contains("尚未开始"));
    assert!(open("2027-04-12T01:00:00.000Z").contains("正在受理"));
    assert!(open("2027-04-17T06:59:59.999Z").contains("正在受理"));
    assert!(open("2027-04-17T07:00:00.000Z").contains("已截止"));
}

#[test]
fn a_programme_shows_its_materials_and_statements_before_anybody_logs_in() {
    let page = World::new().stranger().get("/programmes/shenzhen-interview");
    page.says("材料要求").says("范本").says("深户考生").says("温馨提示").says("2027年4月17日 15:00之前");
    page.says("action=\"/programmes/shenzhen-interview/start\"");
}

#[test]
fn a_programme_names_the_region_that_handles_it_and_one_without_a_name_shows_the_code() {
    let world = World::new();
    let mut browser = world.stranger();
    browser.get("/programmes/shenzhen-interview").says("<dd>深圳市（440300）</dd>");
    browser.language = "en";
    browser.get("/programmes/shenzhen-interview").says("<dd>Shenzhen (440300)</dd>");

    world.deployment.publish(&[("region-name = { zh = \"深圳市\", en = \"Shenzhen\" }\n", "")]);
    browser.get("/programmes/shenzhen-interview").says("<dd>440300</dd>");
}

#[test]
fn nothing_can_be_begun_outside_the_window() {
    let world = World::at(Deployment::new(), "2027-04-17T07:00:00.000Z");
    world.stranger().get("/programmes/shenzhen-interview").says_not("/start\"");
}

#[test]
fn an_unknown_programme_is_refused_in_the_words_of_the_function() {
    let page = World::new().stranger().get("/programmes/nothing");
    assert_eq!(page.status, 404);
    page.says("没有此项目");
}
