//! Portals that act for somebody: being asked about them, seeing what they hold, taking it back.

use super::*;

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const STATE: &str = " \"><b>&=%";

/// Where a browser is sent by `/auth/authorize`, but for what differs.
fn page(differing: &[(&str, &str)]) -> String {
    let usual = [
        ("response_type", "code"),
        ("client_id", "city-hall"),
        ("redirect_uri", "https://portal.example/back"),
        ("state", STATE),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let own = |name: &str, value| {
        differing.iter().find(|(known, _)| *known == name).map_or(value, |(_, value)| *value)
    };
    let query = usual.map(|(name, value)| (name, own(name, value)));
    format!("/agree?{}", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish())
}

#[test]
fn whoever_comes_from_a_portal_reads_which_it_is_what_it_gets_for_how_long_and_how_they_take_it_back() {
    let world = World::new();
    let mut browser = world.stranger();
    let shown = browser.get(&page(&[]));
    assert_eq!(shown.status, 200);
    shown.says("<strong>市民服务网</strong>").says("<strong>portal.example</strong>");
    shown.says("您的全部申请").says("证件号码").says("得不到").says("我的登录").says("不同意");
    shown.says(&format!("连续 {} 分钟未使用", edge::IDLE_MINUTES_MAX));
    shown.says(&format!("登录满 {} 小时", edge::ABSOLUTE_HOURS_MAX));
    shown.says(&format!("本次登录或短信验证后 {} 分钟内结束", edge::FRESH_MINUTES_MAX));
    shown.says(&format!("在 {} 分钟内点击", edge::FRESH_MINUTES_MAX));
    browser.language = "en";
    let shown = browser.get(&page(&[]));
    shown.says("<strong>City Hall</strong>").says("<strong>portal.example</strong>");
    shown.says("all of your applications").says("does not get").says("My logins").says("Decline");
    shown.says(&format!("has not used it for {} minutes", edge::IDLE_MINUTES_MAX));
    shown.says(&format!("{} hours after the login", edge::ABSOLUTE_HOURS_MAX));
    shown.says(&format!(
        "end that within {} minutes of this login or of a code by SMS",
        edge::FRESH_MINUTES_MAX
    ));
    shown.says(&format!("within {} minutes, choose", edge::FRESH_MINUTES_MAX));
}

#[test]
fn the_answer_goes_to_the_function_of_logins_with_all_that_the_portal_has_asked_for_and_nothing_else() {
    let shown = World::new().stranger().get(&page(&[]));
    let (_, form) = shown.text.split_once("action=\"/auth/authorize\"").unwrap();
    let form = form.split("</form>").next().unwrap();
    assert!(shown.text.contains("method=\"post\" action=\"/auth/authorize\""));
    let names: Vec<&str> =
        form.split("name=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let expected = [
        "response_type",
        "client_id",
        "redirect_uri",
        "state",
        "code_challenge",
        "code_challenge_method",
        "answer",
        "answer",
    ];
    assert_eq!(names, expected);
    assert_eq!(shown.value("redirect_uri"), "https://portal.example/back");
    // To the last blank, and as text.
    shown.says("value=\" &#34;&#62;&#60;b&#62;&#38;=%\"").says_not("<b>");
    let without = World::new().stranger().get(&page(&[("state", ""), ("realm", "staff")]));
    without.says_not("name=\"state\"").says_not("realm");
}

#[test]
fn a_link_to_the_page_that_no_portal_has_made_leads_nowhere() {
    let world = World::new();
    let browser = world.stranger();
    for wrong in [
        page(&[("client_id", "")]),
        page(&[("client_id", "../session")]),
        page(&[("client_id", "city-hall?")]),
        page(&[("redirect_uri", "")]),
        page(&[("redirect_uri", "https://portal.example.evil.example/")]),
        page(&[("redirect_uri", "https://evil.example/https://portal.example/")]),
        page(&[("redirect_uri", "http://portal.example/back")]),
        page(&[("redirect_uri", "https://school.example/")]),
        "/agree".to_owned(),
    ] {
        let shown = browser.get(&wrong);
        assert_eq!(shown.status, 404, "{wrong}");
        shown.says("没有这个页面").says_not("evil.example");
    }
    let unknown = browser.get(&page(&[("client_id", "nobody")]));
    assert_eq!(unknown.status, 400);
    unknown.says("门户未登记");
    assert_eq!(browser.send("/agree", &[("answer", "agree")]).status, 404);
}

#[test]
fn whoever_chooses_another_language_is_still_asked_about_the_same() {
    let world = World::new();
    let browser = world.stranger();
    let shown = browser.get(&page(&[]));
    let (_, link) = shown.text.split_once("href=\"/language/en").unwrap();
    let link = link.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    assert_eq!(link, page(&[]));
    browser.get(&format!("/language/en{link}")).leads_to(&page(&[]));
}

#[test]
fn people_see_which_portal_holds_what_since_when_and_until_when_and_take_it_back() {
    let world = World::new();
    let person = world.person();
    let token = world.deployment.log_in_through("city-hall", person, &world.now);
    let gone = world.deployment.log_in_through("taken-out", person, &world.now);
    let browser = world.candidate(person);
    let shown = browser.get("/sessions");
    shown.says("经由门户 <strong>市民服务网</strong>").says("经由门户 <strong>taken-out</strong>");
    shown.says("<time datetime=\"2027-04-15T01:00:00.000Z\">");
    shown.says("可以代您查看和办理全部申请").says("<time datetime=\"2027-04-15T01:30:00.000Z\">");
    // Both portals', and none of the browser's own.
    assert_eq!(shown.text.matches(">收回</button>").count(), 2);

    let of_it = shown.text.split("<li class=\"panel\">").find(|part| part.contains("市民服务网")).unwrap();
    let (_, path) = of_it.split_once("action=\"").unwrap();
    let path = path.split('"').next().unwrap();
    let evil = browser.send_from("https://evil.example", path, &[]);
    assert_eq!(evil.status, 403);
    let through = |token: &str| Browser { cookie: format!("__Host-session={token}"), ..world.stranger() };
    assert_eq!(through(&token).get("/sessions").status, 200);
    browser.send(path, &[]).leads_to("/sessions");
    through(&token).get("/sessions").leads_to("/login");
    assert_eq!(through(&gone).get("/sessions").status, 200);
    browser.get("/sessions").says_not("市民服务网").says("taken-out");
}
