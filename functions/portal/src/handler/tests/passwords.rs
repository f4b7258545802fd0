//! Logging in by number and password, where a programme has that.

use super::*;

const LOGIN: &str = "/login/wuhan-interview";
const PASSWORD: &str = "/login/wuhan-interview/password";
const NUMBER: &str = "11010519491231002X";
const FIRST: &str = "xiaoming@example.org";
const OWN: &str = "seven herons over the lake";

fn world() -> World {
    let deployment = Deployment::of(kit::DERIVING.0);
    let document = kit::identity("王小明", None).document;
    deployment.register(&deployment.policy, &document, kit::registered(&[]), Some(FIRST));
    World::at(deployment, kit::DERIVING.1)
}

fn typed<'a>(password: &'a str, new: Option<&'a str>) -> Vec<(&'a str, &'a str)> {
    let mut fields =
        vec![("document_kind", "resident-identity-card"), ("number", NUMBER), ("password", password)];
    fields.extend(new.map(|new| ("new", new)));
    fields
}

#[test]
fn the_first_password_leads_to_setting_one_of_ones_own_which_logs_in() {
    let world = world();
    let stranger = world.stranger();
    stranger.get("/login").says(LOGIN);
    let first = stranger.send(LOGIN, &typed(FIRST, None));
    assert_eq!(first.status, 403);
    first.says(&format!("action=\"{PASSWORD}\"")).says(NUMBER);

    let set = stranger.send(PASSWORD, &typed(FIRST, Some(OWN)));
    set.leads_to("/programmes/wuhan-interview");
    let cookies: Vec<&str> =
        set.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    assert!(cookies.iter().any(|cookie| cookie.starts_with("__Host-session=")), "{cookies:?}");

    stranger.send(LOGIN, &typed(OWN, None)).leads_to("/programmes/wuhan-interview");
}

#[test]
fn how_long_a_password_is_and_why_the_old_one_is_typed_again_is_said_beforehand() {
    let world = world();
    let mut browser = world.stranger();
    browser.get(PASSWORD).says("至少 12 个字符").says_not("再输入一次").says_not("首次登录可直接");
    let after = [(LOGIN, typed(FIRST, None)), (PASSWORD, typed(FIRST, Some("short")))];
    for (path, fields) in after {
        browser.send(path, &fields).says("至少 12 个字符").says("不保留您输入过的密码，请再输入一次");
    }
    let short = browser.send(PASSWORD, &typed(FIRST, Some("short")));
    short
        .says("<span class=\"error\" id=\"new-error\">密码至少 12 个字符")
        .says("aria-describedby=\"new-hint new-error\"");
    // Whoever knows that it is the first time types the first password once.
    browser.get(LOGIN).says("首次登录可直接“设置密码”").says_not("至少 12 个字符");
    browser.language = "en";
    let page = browser.send(LOGIN, &typed(FIRST, None));
    page.says("At least 12 characters. Any characters").says("keeps no password that you have typed");
}

#[test]
fn where_a_case_begins_with_what_the_roster_has_no_platform_is_named() {
    let world = world();
    let account = world.deployment.account("王小明", None);
    let token = world.deployment.log_in_by_password(account, "wuhan-interview", &world.now);
    let mut browser = Browser { cookie: format!("__Host-session={token}"), ..world.stranger() };
    let key = browser.get("/programmes/wuhan-interview").value("key");
    let begun = browser.send("/programmes/wuhan-interview/start", &[("key", &key)]);
    let form = format!("{}/form", begun.header("location"));
    browser.get(&form).says("value=\"王小明\"").says("由您登录时的身份信息带入").says_not("统一身份认证");
    browser.language = "en";
    browser.get(&form).says("This comes from your login.");
}

#[test]
fn no_password_is_ever_shown_again() {
    let world = world();
    for (path, fields) in [(LOGIN, typed("wrong one", None)), (PASSWORD, typed("wrong one", Some(OWN)))] {
        let page = world.stranger().send(path, &fields);
        assert!(page.status == 403 || page.status == 422, "{}", page.status);
        page.says(NUMBER).says_not("wrong one").says_not(OWN);
        page.says("type=\"password\"");
    }
}

#[test]
fn what_is_wrong_with_a_new_password_is_said_in_words() {
    let world = world();
    let page = world.stranger().send(PASSWORD, &typed(FIRST, Some("short")));
    assert_eq!(page.status, 422);
    page.says("密码至少");
}
