//! A candidate files a case by the pages alone.

use super::*;
use domain::case::{Act, Command};
use domain::id::CommandId;

const START: &str = "/programmes/shenzhen-interview/start";

/// Begins a case, and returns the address of its page.
pub(super) fn begun(browser: &Browser<'_>) -> String {
    let key = browser.get("/programmes/shenzhen-interview").value("key");
    let page = browser.send(START, &[("key", &key)]);
    assert_eq!(page.status, 303, "{}", page.text);
    page.header("location").to_owned()
}

/// Confirms everything that a step asks for.
pub(super) fn confirm(browser: &Browser<'_>, address: &str, more: &[(&str, &str)]) -> Page {
    let page = browser.get(address);
    let version = page.value("version");
    let mut fields = vec![("version".to_owned(), version)];
    for piece in page.text.split("name=\"confirm-").skip(1) {
        fields.push((format!("confirm-{}", piece.split('"').next().unwrap()), "true".to_owned()));
    }
    fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.send(address, &fields)
}

/// The details of the person whose login this is.
const DETAILS: [(&str, &str); 3] =
    [("name", "王小明"), ("document_kind", "resident-identity-card"), ("telephone", "13800000000")];

#[test]
fn a_case_is_filed_step_by_step_and_approved_at_once() {
    let world = World::new();
    let browser = world.candidate(world.person());
    let case = begun(&browser);
    browser.get(&case).says("阅读须知").says("待办");

    confirm(&browser, &format!("{case}/notice"), &[]).leads_to(&format!("{case}/category"));
    let category = format!("{case}/category");
    confirm(&browser, &category, &[("category", "local-household")]).leads_to(&format!("{case}/form"));
    let form = browser.get(&format!("{case}/form"));
    form.says("value=\"王小明\"");
    let number = form.value("number");
    let details: Vec<_> = DETAILS.into_iter().chain([("number", number.as_str())]).collect();
    confirm(&browser, &format!("{case}/form"), &details).leads_to(&format!("{case}/commitments"));
    confirm(&browser, &format!("{case}/commitments"), &[]).leads_to(&format!("{case}/materials"));

    let materials = format!("{case}/materials");
    loop {
        let page = browser.get(&materials);
        let Some((_, rest)) = page.text.split_once("<span class=\"tag warn\">") else { break };
        let (_, rest) =
            rest.split_once("enctype").map(|(before, _)| before.rsplit_once("action=\"").unwrap()).unwrap();
        let path = rest.split('"').next().unwrap();
        assert_eq!(browser.upload(path, kit::CARD).status, 303, "{path}");
    }
    browser.get(&materials).says("材料已齐");

    let review = browser.get(&format!("{case}/submit"));
    let (version, key) = (review.value("version"), review.value("key"));
    for _ in 0..2 {
        browser.send(&format!("{case}/submit"), &[("version", &version), ("key", &key)]).leads_to(&case);
    }
    browser.get(&case).says("业务申请已办结").says("自动审核通过").says("考试网站报名状态");
    browser.get(&format!("{case}/receipt")).says("回执").says("SHA-256");
    // Its registration is still to be set by staff, which is no business of a list.
    for page in ["/", "/programmes/shenzhen-interview"] {
        browser.get(page).says("<span class=\"tag\">审核通过</span>");
    }
}

#[test]
fn beginning_twice_leads_to_the_one_case() {
    let world = World::new();
    let browser = world.candidate(world.person());
    let case = begun(&browser);
    assert_eq!(begun(&browser), case);
    for page in ["/", "/programmes/shenzhen-interview"] {
        browser.get(page).says("我的申请").says(&case).says("草稿");
    }
}

#[test]
fn a_draft_that_was_not_filed_in_time_has_lapsed_whether_or_not_that_is_written_down() {
    let world = World::new();
    let person = world.person();
    let case = begun(&world.candidate(person));
    let home = world.candidate(person).get("/");
    home.says("<span class=\"tag\">草稿</span>").says("2027年4月17日 15:00之前");

    let last = World::at(world.deployment, "2027-04-17T06:59:59.999Z");
    last.candidate(person).get("/").says("<span class=\"tag\">草稿</span>");
    let late = World::at(last.deployment, "2027-04-17T07:00:00.000Z");
    let browser = late.candidate(person);
    for page in ["/", "/programmes/shenzhen-interview"] {
        browser.get(page).says(&case).says("申请已终止").says_not("<span class=\"tag\">草稿");
    }
    let page = browser.get(&case);
    page.says("申请已终止").says("视为自动放弃").says_not("补正").says_not("/notice\"");
    browser.get(&format!("{case}/receipt")).says("申请已终止");
    for step in ["notice", "form", "materials", "submit"] {
        browser.get(&format!("{case}/{step}")).leads_to(&case);
    }
}

#[test]
fn a_draft_that_was_not_filed_ended_when_the_window_closed_whenever_that_was_written_down() {
    let world = World::new();
    let person = world.person();
    let case = begun(&world.candidate(person));
    let id = case.trim_start_matches("/cases/").parse().unwrap();
    let sweep = Command { id: CommandId::from_u128(9), actor: Actor::System, act: Act::Elapse };
    world.deployment.carry_out(id, &sweep, "2027-04-17T07:00:42.000Z");
    let world = World::at(world.deployment, "2027-04-17T07:01:00.000Z");
    for page in ["", "/receipt"] {
        let page = world.candidate(person).get(&format!("{case}{page}"));
        page.says("<strong>申请终止</strong><br><time datetime=\"2027-04-17T07:00:00.000Z\">2027年4月17日 15:00</time>");
        page.says("记录于 <time datetime=\"2027-04-17T07:00:42.000Z\">2027年4月17日 15:00:42</time>");
    }
}

#[test]
fn what_is_wrong_with_a_field_stands_beside_it_with_what_was_typed() {
    let world = World::new();
    let browser = world.candidate(world.person());
    let form = format!("{}/form", begun(&browser));
    let page = confirm(&browser, &form, &[("name", "王小明"), ("telephone", "12"), ("number", "123")]);
    assert_eq!(page.status, 422);
    page.says("value=\"12\"").says("id=\"telephone-error\"").says("value=\"123\"");
    page.says("<a href=\"#telephone\">手机号码</a>");
}

#[test]
fn a_step_that_is_not_ticked_is_saved_and_shown_again() {
    let world = World::new();
    let browser = world.candidate(world.person());
    let notice = format!("{}/notice", begun(&browser));
    let version = browser.get(&notice).value("version");
    let page = browser.send(&notice, &[("version", &version), ("confirm-notice", "true")]);
    assert_eq!(page.status, 200);
    page.says("还有未勾选的事项")
        .says("name=\"confirm-notice\" value=\"true\" aria-describedby=\"title-notice\" checked");
}

#[test]
fn what_was_typed_in_one_window_is_kept_when_another_one_has_saved_meanwhile() {
    let world = World::new();
    let browser = world.candidate(world.person());
    let case = begun(&browser);
    let stale = browser.get(&format!("{case}/form")).value("version");
    confirm(&browser, &format!("{case}/notice"), &[]);
    let typed = [("version", stale.as_str()), ("name", "王小明"), ("email", "typed@example.org")];
    let page = browser.send(&format!("{case}/form"), &typed);
    assert_eq!(page.status, 412);
    page.says("typed@example.org");
    assert_ne!(page.value("version"), stale);
    // What the other window has saved is still there.
    browser.get(&format!("{case}/notice")).says("checked");
}

#[test]
fn a_file_that_is_no_picture_is_refused_beside_its_material() {
    let world = World::new();
    let browser = world.candidate(world.person());
    let case = begun(&browser);
    confirm(&browser, &format!("{case}/category"), &[("category", "local-household")]);
    let page = browser.upload(&format!("{case}/materials/identity-card"), b"no picture at all");
    assert_eq!(page.status, 422);
    page.says("role=\"alert\"");
}

#[test]
fn a_large_picture_is_handed_on_in_parts() {
    let world = World::new();
    let browser = world.candidate(world.person());
    let case = begun(&browser);
    confirm(&browser, &format!("{case}/category"), &[("category", "local-household")]);
    let picture = kit::jpeg_of(9 * 1024 * 1024);
    let page = browser.upload(&format!("{case}/materials/identity-card"), &picture);
    page.leads_to(&format!("{case}/materials#identity-card"));
    browser.get(&format!("{case}/materials")).says(&format!("/api{case}/materials/identity-card\""));
}

#[test]
fn of_a_file_from_whoever_has_no_such_case_nothing_is_read() {
    let world = World::new();
    let case = begun(&world.candidate(world.person()));
    let other = world.deployment.account("李雷", Some("13900000000"));
    let path = format!("{case}/materials/identity-card");
    // What is no form at all would be said to be none if it was looked at.
    let broken = |browser: &Browser<'_>| {
        let request = browser.request(Method::POST, &path).header("origin", ORIGIN);
        world.ask(request.body(Body::full("nothing")).unwrap())
    };
    broken(&world.stranger()).leads_to("/login");
    assert_eq!(broken(&world.candidate(other)).status, 404);
}

#[test]
fn who_begins_without_a_login_comes_back_to_the_programme() {
    let page = World::new().stranger().send(START, &[("key", "one")]);
    page.leads_to("/login");
    assert!(page.header("set-cookie").starts_with("__Host-place=/programmes/shenzhen-interview;"));
}

#[test]
fn a_draft_is_given_up_after_having_been_asked() {
    let world = World::new();
    let browser = world.candidate(world.person());
    let case = begun(&browser);
    let version = browser.get(&format!("{case}/discard")).value("version");
    browser.send(&format!("{case}/discard"), &[("version", &version)]).leads_to("/");
}

#[test]
fn nobody_sees_the_case_of_somebody_else() {
    let world = World::new();
    let case = begun(&world.candidate(world.person()));
    let other = world.deployment.account("李雷", Some("13900000000"));
    for page in ["", "/form", "/materials", "/submit", "/receipt", "/discard"] {
        let page = world.candidate(other).get(&format!("{case}{page}"));
        assert_eq!(page.status, 404);
        page.says_not("王小明");
    }
}
