//! The pages of administrators.

use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const REGION: &str = "440300";

/// A browser in which an administrator is logged in.
fn administrator(world: &World, number: u128) -> Browser<'_> {
    let token = world.deployment.log_in(kit::administrator_of(number, REGION), &world.now);
    Browser { cookie: format!("__Host-session={token}"), ..world.stranger() }
}

/// The published policy with another closing time, as somebody would change it.
fn changed() -> String {
    let published = std::str::from_utf8(kit::POLICY).unwrap();
    let changed = published.replacen("2027-04-17T15:00", "2027-04-17T16:00", 1);
    assert_ne!(changed, published);
    changed
}

/// Proposes a policy by the pages alone, and returns the address of its page.
fn proposed(browser: &Browser<'_>, policy: &str) -> String {
    let look =
        browser.upload_with("/administration/proposals/new", policy.as_bytes(), &[("note", "开放至 16 时")]);
    assert_eq!(look.status, 200, "{}", look.text);
    let (key, file) = (look.value("key"), look.value("policy"));
    let sent = [("key", key.as_str()), ("policy", &file), ("note", "开放至 16 时")];
    let page = browser.send("/administration/proposals", &sent);
    assert_eq!(page.status, 303, "{}", page.text);
    page.header("location").to_owned()
}

#[test]
fn a_policy_is_checked_and_rehearsed_proposed_by_one_and_published_by_another() {
    let world = World::new();
    let (one, other) = (administrator(&world, 1), administrator(&world, 2));
    let look =
        one.upload_with("/administration/proposals/new", changed().as_bytes(), &[("note", "开放至 16 时")]);
    look.says("检查意见").says("预演").says("data:image/svg+xml;base64,");
    let proposal = proposed(&one, &changed());
    one.get("/administration").says("开放至 16 时").says("待批准");

    let key = one.get(&proposal).value("key");
    let own = one.send(&format!("{proposal}/approval"), &[("key", &key)]);
    assert_eq!(own.status, 403);
    own.says("role=\"alert\"").says("待批准");

    other.send(&format!("{proposal}/trial"), &[]).says("预演");
    let key = other.get(&proposal).value("key");
    for _ in 0..2 {
        other.send(&format!("{proposal}/approval"), &[("key", &key)]).leads_to(&proposal);
    }
    other.get(&proposal).says("已发布");
    world.stranger().get("/programmes/shenzhen-interview").says("2027年4月17日 16:00之前");
    one.get("/administration/acts")
        .says("批准提案")
        .says("proposal-approved")
        .says("提出政策")
        .says("管理员");
}

#[test]
fn a_proposal_says_what_is_in_force_and_once_it_is_published_what_it_has_replaced() {
    let world = World::new();
    let (one, other) = (administrator(&world, 1), administrator(&world, 2));
    let row = |term: &str, hash: &str| format!("<dt>{term}</dt><dd><code>{hash}</code></dd>");
    let publish = |policy: &str| {
        let proposal = proposed(&one, policy);
        let key = other.get(&proposal).value("key");
        other.send(&format!("{proposal}/approval"), &[("key", &key)]).leads_to(&proposal);
        proposal
    };
    let before = world.deployment.policy.hash().to_string();
    let open = one.get(&proposed(&one, &changed().replacen("16:00", "17:00", 1)));
    open.says(&row("提出时现行", &before)).says(&row("拟取代", &before)).says_not("<dt>现行</dt>");

    let first = publish(&changed());
    let page = one.get(&first);
    page.says(&row("已取代", &before)).says("<dt>现行</dt><dd>本提案的政策").says_not("提出时现行");
    publish(&changed().replacen("16:00", "18:00", 1));
    one.get(&first).says(&row("已取代", &before)).says("<dt>现行</dt><dd>之后发布的另一份政策");
}

#[test]
fn the_chart_of_a_rehearsal_is_in_the_language_of_its_page() {
    let world = World::new();
    let mut browser = administrator(&world, 1);
    for (language, word) in [("zh-CN", "提交截止："), ("en", "the window closes: ")] {
        browser.language = language;
        let path = "/administration/proposals/new";
        let look = browser.upload_with(path, changed().as_bytes(), &[("note", "开放至 16 时")]);
        let (_, chart) = look.text.split_once("data:image/svg+xml;base64,").unwrap();
        let chart = STANDARD.decode(chart.split('"').next().unwrap()).unwrap();
        let chart = String::from_utf8(chart).unwrap();
        assert!(chart.contains(word), "{chart}");
    }
}

#[test]
fn a_proposal_is_rejected_with_a_reason_or_withdrawn() {
    let world = World::new();
    let (one, other) = (administrator(&world, 1), administrator(&world, 2));
    let first = proposed(&one, &changed());
    let key = other.get(&first).value("key");
    let missing = other.send(&format!("{first}/rejection"), &[("key", &key), ("reason", "")]);
    assert_eq!(missing.status, 422);
    other.send(&format!("{first}/rejection"), &[("key", &key), ("reason", "<太晚>")]).leads_to(&first);
    one.get(&first).says("已驳回").says("&#60;太晚&#62;");

    let second = proposed(&one, &changed().replacen("16:00", "17:00", 1));
    let key = one.get(&second).value("key");
    one.send(&format!("{second}/withdrawal"), &[("key", &key)]).leads_to(&second);
    one.get(&second).says("已撤回");
}

#[test]
fn what_is_wrong_with_a_policy_is_said_before_it_is_proposed() {
    let world = World::new();
    let browser = administrator(&world, 1);
    let broken = browser.upload_with("/administration/proposals/new", b"nothing = ", &[("note", "x")]);
    broken.says("错误").says("value=\"x\"").says("type=\"file\"").says_not("name=\"policy\"");
    let bytes = browser.upload_with("/administration/proposals/new", b"\xff\xfe", &[("note", "x")]);
    assert_eq!(bytes.status, 400);
}

#[test]
fn a_roster_is_imported_or_refused_line_by_line() {
    let world = World::at(Deployment::of(kit::DERIVING.0), kit::DERIVING.1);
    let token = world.deployment.log_in(kit::administrator_of(1, "420100"), &world.now);
    let browser = Browser { cookie: format!("__Host-session={token}"), ..world.stranger() };
    browser.get("/administration/rosters").says("wuhan-interview/2027-autumn");
    let season = [("season", "wuhan-interview/2027-autumn")];
    let wrong = browser.upload_with("/administration/rosters", b"nothing,known\n1,2\n", &season);
    assert_eq!(wrong.status, 422);
    wrong.says("role=\"alert\"");
    let other = browser.upload_with("/administration/rosters", b"{}", &[("season", "nothing/at-all")]);
    assert_eq!(other.status, 404);
}

#[test]
fn a_roster_that_is_refused_leaves_its_season_chosen_and_asks_for_the_file_once_more() {
    let world = World::at(Deployment::of(kit::DERIVING.0), kit::DERIVING.1);
    let token = world.deployment.log_in(kit::administrator_of(1, "420100"), &world.now);
    let browser = Browser { cookie: format!("__Host-session={token}"), ..world.stranger() };
    let path = "/administration/rosters";
    browser.get(path).says_not(" selected>").says_not("请重新选择文件");
    let season = [("season", "wuhan-interview/2027-autumn")];
    let wrong = browser.upload_with(path, b"nothing,known\n1,2\n", &season);
    assert_eq!(wrong.status, 422);
    wrong.says("<option value=\"wuhan-interview/2027-autumn\" selected>").says("请重新选择文件");
}

#[test]
fn groups_are_made_changed_and_taken_away() {
    let world = World::new();
    let browser = administrator(&world, 1);
    let page = browser.get("/administration/groups");
    page.says("还没有审核组").says("aria-describedby=\"members-hint\"").says("“我的登录”");
    page.says("<code>shenzhen-interview</code> 中小学教师资格考试面试资格审核");
    let group = |version: &str, name: &str| {
        let fields = [
            ("version", version),
            ("group", "interview"),
            ("name", name),
            ("programmes", "shenzhen-interview"),
            ("members", ""),
        ];
        browser.send("/administration/groups", &fields)
    };
    group(&page.value("version"), "面试组").leads_to("/administration/groups");
    browser.get("/administration/groups").says("面试组").says_not("还没有审核组");
    browser.get("/administration/acts").says("<br>项目 1").says("<br>组员 0");

    let fields = [
        ("version", "*"),
        ("group", "other"),
        ("name", "二组"),
        ("programmes", "shenzhen-interview"),
        ("members", "nobody"),
    ];
    let wrong = browser.send("/administration/groups", &fields);
    wrong
        .says("id=\"members-error\"")
        .says("aria-describedby=\"members-hint members-error\"")
        .says(">nobody</textarea>");

    let stale = group(&page.value("version"), "面试一组");
    assert_eq!(stale.status, 412);
    stale.says("role=\"alert\"").says("value=\"面试一组\"");
    let version = stale.value("version");
    browser
        .send("/administration/groups/interview/remove", &[("version", &version)])
        .leads_to("/administration/groups");
    browser.get("/administration/groups").says("还没有审核组");
}

#[test]
fn nobody_else_sees_any_of_it() {
    let world = World::new();
    let reviewer = world.deployment.log_in(kit::reviewer(1), &world.now);
    let reviewer = Browser { cookie: format!("__Host-session={reviewer}"), ..world.stranger() };
    let candidate = world.candidate(world.person());
    for path in ["", "/acts", "/groups", "/rosters", "/proposals/new"] {
        let path = &format!("/administration{path}");
        assert_eq!(reviewer.get(path).status, 403, "{path}");
        assert_eq!(candidate.get(path).status, 403, "{path}");
        world.stranger().get(path).leads_to("/login");
    }
}

#[test]
fn of_a_file_from_whoever_administers_nothing_nothing_is_read() {
    let world = World::new();
    let reviewer = world.deployment.log_in(kit::reviewer(1), &world.now);
    let reviewer = Browser { cookie: format!("__Host-session={reviewer}"), ..world.stranger() };
    let candidate = world.candidate(world.person());
    for path in ["/administration/rosters", "/administration/proposals/new"] {
        // What is no form at all would be said to be none if it was looked at.
        let broken = |browser: &Browser<'_>| {
            let request = browser.request(Method::POST, path).header("origin", ORIGIN);
            world.ask(request.body(Body::full("nothing")).unwrap())
        };
        broken(&world.stranger()).leads_to("/login");
        assert_eq!(broken(&candidate).status, 403, "{path}");
        assert_eq!(broken(&reviewer).status, 403, "{path}");
        assert_eq!(broken(&administrator(&world, 1)).status, 400, "{path}");
    }
}
