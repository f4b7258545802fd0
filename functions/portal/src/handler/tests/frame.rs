//! What all pages have in common.

use super::*;

#[test]
fn every_page_has_headers_that_let_nothing_in_from_elsewhere() {
    let world = World::new();
    for path in ["/", "/programmes/shenzhen-interview", "/login", "/nothing"] {
        let page = world.stranger().get(path);
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe-inline"), "{policy}");
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("referrer-policy"), "same-origin");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        page.says_not(" style=").says_not("<script>").says_not(" onclick");
    }
}

#[test]
fn a_page_speaks_the_language_that_was_chosen_and_otherwise_that_of_the_browser() {
    let world = World::new();
    let mut browser = world.stranger();
    browser.get("/").says("<html lang=\"zh-CN\">").says("中小学教师资格考试面试资格审核");
    browser.language = "en";
    browser.get("/").says("<html lang=\"en\">").says("Interview eligibility review");
    browser.cookie = "__Host-language=zh".to_owned();
    browser.get("/").says("<html lang=\"zh-CN\">");

    let chosen = browser.get("/language/en/programmes/shenzhen-interview");
    chosen.leads_to("/programmes/shenzhen-interview");
    assert!(chosen.header("set-cookie").starts_with("__Host-language=en; Secure; HttpOnly"));
    assert_eq!(browser.get("/language/en//evil.example").status, 404);
    assert_eq!(browser.get("/language/fr/").status, 404);
}

#[test]
fn a_page_that_does_not_exist_says_so_in_words() {
    let page = World::new().stranger().get("/nothing/at/all");
    assert_eq!(page.status, 404);
    page.says("没有这个页面");
}

#[test]
fn what_no_function_answers_is_nothing_for_programs() {
    for path in ["/api/nothing", "/internal/nothing", "/auth/nothing", "/.well-known/spin/health"] {
        let page = World::new().stranger().get(path);
        assert_eq!((page.status, page.text.as_str()), (404, ""));
    }
}

#[test]
fn what_another_site_sends_is_refused() {
    let world = World::new();
    let browser = world.candidate(world.person());
    for origin in ["https://evil.example", "null"] {
        let page = browser.send_from(origin, "/logout", &[]);
        assert_eq!(page.status, 403);
        page.says("不能从别的网站提交");
    }
}

#[test]
fn who_is_not_logged_in_is_sent_to_the_login_and_comes_back() {
    let world = World::new();
    let page = world.stranger().get("/cases/case_06A1B2C3D4E5F6G7H8J9K0M1N2/form");
    page.leads_to("/login");
    let place = page.header("set-cookie").split(';').next().unwrap().to_owned();
    assert_eq!(place, "__Host-place=/cases/case_06A1B2C3D4E5F6G7H8J9K0M1N2/form");

    let mut browser = world.candidate(world.person());
    browser.cookie = format!("{}; {place}", browser.cookie);
    browser.get("/arrived").leads_to("/cases/case_06A1B2C3D4E5F6G7H8J9K0M1N2/form");
}

#[test]
fn whoever_has_logged_in_arrives_where_their_role_works() {
    let world = World::new();
    let reviewer = world.deployment.log_in(kit::reviewer(1), &world.now);
    let browser = Browser { cookie: format!("__Host-session={reviewer}"), ..world.stranger() };
    browser.get("/arrived").leads_to("/reviews");
    world.candidate(world.person()).get("/arrived").leads_to("/");
}

#[test]
fn whoever_has_logged_in_is_told_so_once() {
    let world = World::new();
    let mut browser = world.candidate(world.person());
    browser.get("/").says_not("登录成功");
    let arrived = browser.get("/arrived");
    let set = |page: &Page, cookie: &str| {
        let mut cookies = page.headers.get_all("set-cookie").iter();
        cookies.any(|set| set.to_str().unwrap().starts_with(cookie))
    };
    assert!(set(&arrived, "__Host-arrived=yes; Secure; HttpOnly"));
    assert!(!set(&arrived, "__Host-arrived=;"));

    browser.cookie = format!("{}; __Host-arrived=yes", browser.cookie);
    let page = browser.get("/");
    page.says("<div class=\"panel good\" role=\"status\"><p>登录成功。</p></div>");
    assert!(set(&page, "__Host-arrived=; Secure; HttpOnly"));
    // What belongs to a page says nothing itself.
    let style = page.text.split("href=\"/static/").nth(1).unwrap().split('"').next().unwrap();
    assert!(!set(&browser.get(&format!("/static/{style}")), "__Host-arrived="));
}

#[test]
fn staff_are_led_to_their_work_and_nobody_asks_which_cases_they_have() {
    let world = World::new();
    let asked_for_cases =
        || std::mem::take(&mut *world.asked.borrow_mut()).iter().any(|path| path.ends_with("/cases"));
    let administrator = kit::administrator_of(2, "440300");
    for (actor, work) in [(kit::reviewer(1), "/reviews"), (administrator, "/administration")] {
        let token = world.deployment.log_in(actor, &world.now);
        let browser = Browser { cookie: format!("__Host-session={token}"), ..world.stranger() };
        browser.get("/").says(&format!("<a class=\"button\" href=\"{work}\">"));
        browser.get("/programmes/shenzhen-interview");
        assert!(!asked_for_cases(), "{work}");
    }
    world.stranger().get("/").says_not("进入工作台");
    assert!(!asked_for_cases());
    world.candidate(world.person()).get("/").says_not("进入工作台");
    assert!(asked_for_cases());
}

#[test]
fn logging_out_ends_the_session_however_often_it_is_sent() {
    let world = World::new();
    let browser = world.candidate(world.person());
    assert_eq!(browser.get("/sessions").status, 200);
    for _ in 0..2 {
        let page = browser.send("/logout", &[]);
        page.leads_to("/");
        assert!(page.header("set-cookie").starts_with("__Host-session=; "));
    }
    browser.get("/sessions").leads_to("/login");
}

#[test]
fn what_was_typed_is_kept_when_the_session_has_ended() {
    let world = World::new();
    let browser = Browser { cookie: "__Host-session=ended".to_owned(), ..world.stranger() };
    let page = browser.send("/cases/case_06A1B2C3D4E5F6G7H8J9K0M1N2/form", &[("name", "<王>")]);
    assert_eq!(page.status, 401);
    page.says("登录已结束").says("name=\"name\" value=\"&#60;王&#62;\"");
    page.says("action=\"/cases/case_06A1B2C3D4E5F6G7H8J9K0M1N2/form\"");
}

#[test]
fn every_page_of_somebody_who_is_logged_in_logs_them_out() {
    let world = World::new();
    let browser = world.candidate(world.person());
    for path in ["/", "/programmes/shenzhen-interview", "/sessions", "/nothing"] {
        browser.get(path).says("<form method=\"post\" action=\"/logout\">");
    }
}

#[test]
fn whatever_somebody_has_typed_is_text_and_nothing_else() {
    let typed = "\"><script>alert(1)</script><b a='";
    let world = World::new();
    let browser = world.candidate(world.person());
    let key = browser.get("/programmes/shenzhen-interview").value("key");
    let case = browser.send("/programmes/shenzhen-interview/start", &[("key", &key)]);
    let form = format!("{}/form", case.header("location"));
    let page =
        browser.send(&form, &[("version", "\"1\""), ("name", typed), ("email", typed), ("number", typed)]);
    assert_eq!(page.status, 422);
    page.says_not("<script>alert").says_not("<b a=");
    let over = Browser { cookie: "__Host-session=ended".to_owned(), ..world.stranger() };
    over.send(&form, &[(typed, typed)]).says_not("<script>alert").says_not("<b a=");
}
