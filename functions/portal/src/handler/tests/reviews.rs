//! Reviewers work through what is to be decided, by the pages alone.

use std::collections::BTreeMap;

use super::*;
use domain::case::{Act, Command};
use domain::check::{Answer, Entry, Register};
use domain::id::{CaseId, CommandId};
use kit::{filled, reviewer, reviewer_of};

mod board;
mod decisions;
mod desk;
mod registrations;
mod told;

const ANNA: AccountId = AccountId::from_u128(1);
const BELA: AccountId = AccountId::from_u128(2);
/// The account of the reviewer who does the work.
const CARL: u128 = 50;

/// The first instant at which a claim that was taken at [`OPEN`] has ended.
const ENDED: &str = "2027-04-15T01:30:00.000Z";

impl World {
    /// A browser in which a member of staff is logged in.
    fn staff(&self, actor: Actor) -> Browser<'_> {
        let token = self.deployment.log_in(actor, &self.now);
        Browser { cookie: format!("__Host-session={token}"), ..self.stranger() }
    }

    fn reviewer(&self) -> Browser<'_> {
        self.staff(reviewer(CARL))
    }

    /// Files a case that no rule approves, in the region that the policy is for.
    fn filed(&self, owner: AccountId) -> CaseId {
        let id = self.deployment.draft(owner, filled("hong-kong-macao-taiwan"), &self.now);
        self.deployment.carry_out(
            id,
            &command(7, Actor::Candidate(owner), kit::submit(&self.now)),
            &self.now,
        );
        id
    }

    /// Files a case about which registers have said these fields besides the usual ones.
    fn answered(&self, owner: AccountId, differing: &[(Register, &str, &str)]) -> CaseId {
        let id = self.deployment.draft(owner, filled("local-household"), &self.now);
        self.deployment.carry_out(
            id,
            &command(7, Actor::Candidate(owner), kit::submit(&self.now)),
            &self.now,
        );
        let registers = Register::ALL.into_iter().filter(|register| register.is_asked());
        let answers =
            registers.map(|register| (register, Answer::Found(entry(register, differing)))).collect();
        self.settle(id, answers);
        id
    }

    fn settle(&self, id: CaseId, answers: BTreeMap<Register, Answer>) {
        let act = Act::SettleChecks { answers };
        self.deployment.carry_out(id, &command(8, Actor::System, act), &self.now);
    }

    /// Goes on at another instant.
    fn later(self, now: &str) -> Self {
        Self::at(self.deployment, now)
    }

    fn state(&self, id: CaseId) -> &'static str {
        self.deployment.case(id).state().name()
    }
}

fn command(id: u128, actor: Actor, act: Act) -> Command {
    Command { id: CommandId::from_u128(id), actor, act }
}

/// Returns what a register has of the person of [`filled`], but for what differs.
fn entry(register: Register, differing: &[(Register, &str, &str)]) -> Entry {
    let usual = [
        ("name", "王小明"),
        ("document-number", "11010519491231002X"),
        ("household", "440304"),
        ("place", "440305"),
        ("valid-until", "2028-12-31"),
        ("education", "bachelor"),
        ("stage", "primary"),
        ("status", "awaiting-review"),
    ];
    Entry::new(register, |field| {
        let own = differing.iter().find(|(other, name, _)| *other == register && *name == field);
        let usual = usual.iter().find(|(name, _)| *name == field).map(|(_, value)| *value);
        own.map(|(_, _, value)| *value).or(usual)
    })
    .unwrap()
}

/// Returns the cases that a page leads to, in its order.
fn listed(page: &Page) -> Vec<String> {
    let links = page.text.split("<a href=\"/reviews/case_").skip(1);
    links.map(|link| format!("case_{}", link.split('"').next().unwrap())).collect()
}

#[test]
fn the_list_shows_what_is_due_first_on_top_and_nothing_about_anybody() {
    let world = World::at(Deployment::new(), "2027-04-16T01:00:00.000Z");
    let late = world.filed(ANNA);
    let world = world.later("2027-04-16T03:00:00.000Z");
    let later = world.filed(BELA);
    let page = world.reviewer().get("/reviews");
    assert_eq!(listed(&page), [late.to_string(), later.to_string()]);
    page.says("2027年4月18日 09:00（含）").says("中小学教师资格考试面试资格审核").says_not("王小明");
    page.says("data-countdown").says_not("逾期</span>");
    let world = world.later("2027-04-18T01:00:00.001Z");
    world.reviewer().get("/reviews").says("<span class=\"tag bad\">已逾期</span>");
}

#[test]
fn each_cell_of_the_list_names_its_column_since_a_telephone_shows_no_columns() {
    let world = World::new();
    world.filed(ANNA);
    let page = world.reviewer().get("/reviews");
    let between = |before: &str, after: &str| -> Vec<String> {
        let found = page.text.split(before).skip(1);
        found.map(|rest| rest.split(after).next().unwrap().to_owned()).collect()
    };
    let columns = between("<th role=\"columnheader\" scope=\"col\">", "</th>");
    assert_eq!(columns, ["办理期限", "事项", "项目", "申请", "领取情况"]);
    assert_eq!(between("<td role=\"cell\" data-label=\"", "\">"), columns);
    // What is shown as blocks is a table only where that is said.
    page.says("<table role=\"table\" class=\"worklist\">").says("<tr role=\"row\">");
}

#[test]
fn the_list_is_narrowed_down_by_links_that_keep_one_another() {
    let world = World::new();
    let (first, second) = (world.filed(ANNA), world.filed(BELA));
    let browser = world.reviewer();
    browser.send(&format!("/reviews/{first}/claim"), &[]).leads_to(&format!("/reviews/{first}"));
    let shown = |query: &str| listed(&browser.get(&format!("/reviews{query}")));
    assert_eq!(shown("?claim=mine"), [first.to_string()]);
    assert_eq!(shown("?claim=none&task=review"), [second.to_string()]);
    for nothing in ["?claim=others", "?task=registration", "?late=true", "?programme=other"] {
        assert_eq!(shown(nothing), Vec::<String>::new(), "{nothing}");
    }
    let page = browser.get("/reviews?claim=none");
    page.says("<a href=\"/reviews?claim=none\" aria-current=\"true\">无人领取</a>");
    page.says("<a href=\"/reviews?claim=none&#38;task=review\">审核</a>");
    assert_eq!(browser.get("/reviews?claim=everybody").status, 422);
    let other = world.staff(reviewer(51));
    assert_eq!(listed(&other.get("/reviews?claim=others")), [first.to_string()]);
}

#[test]
fn the_next_case_is_claimed_and_once_more_it_is_the_same_one() {
    let world = World::new();
    let cases = [world.filed(ANNA).to_string(), world.filed(BELA).to_string()];
    let browser = world.reviewer();
    let first = browser.send("/reviews/next", &[]).header("location").to_owned();
    assert!(cases.iter().any(|case| first == format!("/reviews/{case}")), "{first}");
    browser.send("/reviews/next", &[]).leads_to(&first);
    let second = world.staff(reviewer(51)).send("/reviews/next", &[]).header("location").to_owned();
    assert!(second != first && second.starts_with("/reviews/case_"), "{second}");
    let page = world.staff(reviewer(52)).send("/reviews/next", &[]);
    page.leads_to("/reviews?nothing");
    world.staff(reviewer(52)).get("/reviews?nothing").says("现在没有可领取的审核");
}

#[test]
fn who_goes_on_from_a_case_is_given_another_one_and_keeps_the_first() {
    let world = World::new();
    let (first, second) = (world.filed(ANNA), world.filed(BELA));
    let browser = world.reviewer();
    browser.send(&format!("/reviews/{first}/claim"), &[]);
    let from = browser.get(&format!("/reviews/{first}")).value("from");
    browser.send("/reviews/next", &[("from", &from)]).leads_to(&format!("/reviews/{second}"));
    assert_eq!(listed(&browser.get("/reviews?claim=mine")).len(), 2);
}

#[test]
fn nobody_is_given_their_own_case() {
    let world = World::new();
    let own = world.filed(AccountId::from_u128(CARL));
    world.reviewer().send("/reviews/next", &[]).leads_to("/reviews?nothing");
    let page = world.reviewer().get(&format!("/reviews/{own}"));
    assert_eq!(page.status, 403);
    page.says_not("王小明");
}

#[test]
fn staff_read_their_own_account_among_their_logins_and_candidates_read_none() {
    let world = World::new();
    let own = AccountId::from_u128(CARL).to_string();
    let mut reviewer = world.reviewer();
    reviewer.get("/sessions").says("您的账号").says(&format!("<code>{own}</code>"));
    reviewer.language = "en";
    reviewer.get("/sessions").says("Your account");
    world.candidate(world.person()).get("/sessions").says_not("acct_").says_not("您的账号");
}

#[test]
fn only_reviewers_of_the_region_see_anything() {
    let world = World::new();
    let case = world.filed(ANNA);
    let path = format!("/reviews/{case}");
    world.stranger().get("/reviews").leads_to("/login");
    world.stranger().get(&path).leads_to("/login");
    for actor in [Actor::Candidate(ANNA), kit::administrator_of(60, "440300")] {
        for path in ["/reviews", &path] {
            let page = world.staff(actor).get(path);
            assert!(matches!(page.status, 403 | 404), "{path}: {}", page.status);
            page.says_not("王小明").says("role=\"alert\"");
        }
    }
    let elsewhere = world.staff(reviewer_of(61, "420100"));
    assert_eq!(listed(&elsewhere.get("/reviews")), Vec::<String>::new());
    assert_eq!(elsewhere.get(&path).status, 404);
}

#[test]
fn reviewers_read_the_pages_in_english_as_well() {
    let world = World::new();
    let case = world.filed(ANNA);
    let mut browser = world.reviewer();
    browser.language = "en";
    browser.get("/reviews").says("Worklist").says("Claim and open").says("Interview eligibility review");
    browser.get(&format!("/reviews/{case}")).says("Nobody has claimed this case").says("Diploma");
}

#[test]
fn every_key_of_the_script_is_explained_on_the_pages() {
    let script = include_str!("../../../assets/reviews.js");
    let (_, keys) = script.split_once("const keys = {\n").unwrap();
    let (keys, _) = keys.split_once("\n  };").unwrap();
    let page = World::new().reviewer().get("/reviews");
    for line in keys.lines() {
        let key = line.trim().split(": ").next().unwrap().trim_end_matches(',').trim_matches('"');
        // The same key as +, without Shift.
        if key != "=" {
            page.says(&format!("<kbd>{key}</kbd>"));
        }
    }
}

#[test]
fn a_reviewer_page_has_no_style_and_no_script_within_it() {
    let world = World::new();
    let case = world.answered(ANNA, &[(Register::ResidentRegister, "household", "420100")]);
    let browser = world.reviewer();
    for path in ["/reviews".to_owned(), "/reviews/board".to_owned(), format!("/reviews/{case}")] {
        browser.get(&path).says_not(" style=").says_not("<script>").says_not(" onclick");
    }
}
