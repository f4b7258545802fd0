//! The last step: what is missing is said first, then the telephone is verified.

use super::filing::{begun, confirm};
use super::*;

#[test]
fn who_has_not_verified_their_telephone_does_so_by_captcha_and_code() {
    let world = World::new();
    let account = world.person();
    let token = world.deployment.log_in(Actor::Candidate(account), &world.now);
    let browser = Browser { cookie: format!("__Host-session={token}"), ..world.stranger() };
    let case = begun(&browser);
    let page = browser.get(&format!("{case}/verification"));
    page.says("data:image/bmp;base64,");
    let (captcha, key) = (page.value("captcha"), page.value("key"));
    let wrong =
        browser.send(&format!("{case}/code"), &[("captcha", &captcha), ("key", &key), ("text", "?????")]);
    assert_eq!(wrong.status, 422);
    // What a script works out is offered by the script alone, which brings its own button.
    wrong.says("role=\"alert\"").says("请按新的图片重新输入").says(">换一张</a>").says_not("免识图");
    wrong.says("<button type=\"button\" class=\"link\" hidden data-work");
    assert_ne!(wrong.value("captcha"), captcha);
    let english = Browser { language: "en", ..browser };
    let fields = [("captcha", captcha.as_str()), ("key", "other"), ("text", "?????")];
    english.send(&format!("{case}/code"), &fields).says_not("let your device do the work");
}

#[test]
fn whoever_has_not_handed_everything_in_is_led_to_what_is_missing_and_not_to_a_code() {
    let world = World::new();
    let account = world.person();
    let mut browser = world.candidate(account);
    let case = begun(&browser);
    let (submit, materials) = (format!("{case}/submit"), format!("{case}/materials"));
    let form = format!("<form method=\"post\" action=\"{submit}\">");
    let leads = |material: &str| format!("<a href=\"{materials}#{material}\">");
    // Without a category nobody knows yet what is asked for.
    browser.get(&submit).says(&format!("<a href=\"{case}/category\">身份类别</a>")).says_not(&form);

    confirm(&browser, &format!("{case}/category"), &[("category", "local-household")]);
    let page = browser.get(&submit);
    page.says("提交前还缺以下材料").says_not(&form);
    for material in ["identity-card", "household-register", "diploma"] {
        page.says(&leads(material));
    }
    for material in ["identity-card", "household-register"] {
        assert_eq!(browser.upload(&format!("{materials}/{material}"), kit::CARD).status, 303);
    }
    browser.get(&submit).says(&leads("diploma")).says_not(&leads("identity-card")).says_not(&form);
    browser.language = "en";
    browser.get(&submit).says("Before you can submit").says(">Diploma</a>");

    browser.upload(&format!("{materials}/diploma"), kit::CARD);
    browser.get(&submit).says(&form).says("Everything is there").says_not("Before you can submit");
}

#[test]
fn whoever_files_what_is_incomplete_is_told_so_before_any_code_is_sent() {
    let world = World::new();
    let token = world.deployment.log_in(Actor::Candidate(world.person()), &world.now);
    let browser = Browser { cookie: format!("__Host-session={token}"), ..world.stranger() };
    let case = begun(&browser);
    let version = browser.get(&format!("{case}/discard")).value("version");
    let page = browser.send(&format!("{case}/submit"), &[("version", &version), ("key", "one")]);
    assert_eq!(page.status, 422);
    page.says(&format!("href=\"{case}/notice#confirm-notice\""));
}

#[test]
fn what_is_missing_when_a_case_is_filed_leads_to_where_it_is_asked_for() {
    let world = World::new();
    let browser = world.candidate(world.person());
    let case = begun(&browser);
    confirm(&browser, &format!("{case}/category"), &[("category", "local-household")]);
    // The page for filing has no form as long as pictures are missing; one that was opened before has.
    let version = browser.get(&format!("{case}/discard")).value("version");
    let page = browser.send(&format!("{case}/submit"), &[("version", &version), ("key", "one")]);
    assert_eq!(page.status, 422);
    page.says(&format!("href=\"{case}/notice#confirm-notice\""))
        .says(&format!("href=\"{case}/materials#diploma\""));
}
