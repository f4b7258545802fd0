//! The office, whose administrators group its reviewers.

use domain::id::AccountId;
use futures::executor::block_on;
use kit::{Answer, Deployment, OPEN};
use serde_json::{Value, json};

use super::*;

mod changing;
mod wrong;

const PATH: &str = "/api/administration/groups";
const EVENING: &str = "/api/administration/groups/evening";
const REGION: &str = "440300";
const PROGRAMME: &str = "shenzhen-interview";

/// A deployment with administrators: Anna and Bela of the city, Clara of the province; and with reviewers: Emma and Fred.
struct Office {
    deployment: Deployment,
    anna: String,
    bela: String,
    clara: String,
    emma: AccountId,
    fred: AccountId,
}

impl Office {
    fn new() -> Self {
        let deployment = Deployment::new();
        let log_in = |number, region| deployment.log_in(kit::administrator_of(number, region), OPEN);
        let [anna, bela] = [1, 2].map(|number| log_in(number, REGION));
        let clara = log_in(3, "440000");
        let [emma, fred] = ["李晓红", "张志强"].map(|name| deployment.account(name, None));
        Self { deployment, anna, bela, clara, emma, fred }
    }

    fn ask(&self, who: &str, method: Method, path: &str, seen: Option<&str>, body: &Value) -> Answer {
        let request = Request::builder().method(method).uri(path).header("accept-language", "en");
        let request = request.header("authorization", format!("Bearer {who}"));
        let request = match seen {
            Some(tag) => request.header("if-match", tag),
            None => request,
        };
        let request = request.header("content-type", "application/json");
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = request.body(Body::full(body)).unwrap();
        kit::answer(&self.deployment.service(crate::COMPONENT), request, OPEN, handle)
    }

    fn look(&self, who: &str, path: &str) -> Answer {
        self.ask(who, Method::GET, path, None, &Value::Null)
    }

    fn set(&self, who: &str, path: &str, seen: &str, body: &Value) -> Answer {
        self.ask(who, Method::PUT, path, Some(seen), body)
    }

    fn remove(&self, who: &str, path: &str, seen: &str) -> Answer {
        self.ask(who, Method::DELETE, path, Some(seen), &Value::Null)
    }

    /// A group for the interviews, in which these are.
    fn of(&self, members: &[AccountId]) -> Value {
        let members: Vec<String> = members.iter().map(ToString::to_string).collect();
        json!({ "name": "晚班", "programmes": [PROGRAMME], "members": members })
    }

    /// The acts that were written down, as `kind group outcome`.
    fn acts(&self) -> Vec<String> {
        block_on(async {
            let store = self.deployment.store();
            let acts = store.collection(edge::acts::ACTS).await.unwrap();
            let ledger = store.ledger(&acts);
            let mut told = Vec::new();
            for line in ledger.lines(0).await.unwrap() {
                let act =
                    ledger.read::<store::records::ActRecord>(line.id).await.unwrap().unwrap().record.act;
                let group = act.begun().about.group.clone().unwrap();
                let outcome = act.outcome().unwrap();
                let outcome = outcome.problem.clone().unwrap_or_else(|| format!("{:?}", outcome.counts));
                told.push(format!("{} {group} {outcome}", act.begun().kind.name()));
            }
            told.sort();
            told
        })
    }
}

/// Asserts that an answer is 200, and returns its entity tag.
#[track_caller]
fn tag(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.header("etag")
}

#[test]
fn what_one_administrator_sets_another_one_of_the_region_sees() {
    let office = Office::new();
    let nothing = office.look(&office.anna, PATH);
    assert_eq!(
        (tag(&nothing), nothing.json()),
        ("\"0\"".to_owned(), json!({ "region": REGION, "groups": [] }))
    );
    office.look(&office.anna, EVENING).refused(404, "unknown-group");

    let set = office.set(&office.anna, EVENING, "\"0\"", &office.of(&[office.fred, office.emma]));
    assert_eq!(tag(&set), "\"1\"");
    let mut members = [office.emma, office.fred];
    members.sort();
    let expected = json!({ "group": "evening", "name": "晚班", "programmes": [PROGRAMME],
        "members": members.map(|member| member.to_string()) });
    assert_eq!(set.json(), expected);
    let listed = office.look(&office.bela, PATH);
    assert_eq!((tag(&listed), &listed.json()["groups"]), ("\"1\"".to_owned(), &json!([expected])));
    assert_eq!(office.look(&office.bela, EVENING).json(), expected);
    // The province has groups of its own.
    assert_eq!(office.look(&office.clara, PATH).json(), json!({ "region": "440000", "groups": [] }));
}

#[test]
fn nobody_else_comes_near_the_groups() {
    let office = Office::new();
    let others = [
        kit::reviewer(5),
        domain::actor::Actor::Candidate(AccountId::from_u128(6)),
        domain::actor::Actor::Staff {
            id: AccountId::from_u128(7),
            role: domain::actor::Role::ServiceAgent,
            region: REGION.parse().unwrap(),
        },
    ];
    for actor in others {
        let token = office.deployment.log_in(actor, OPEN);
        for path in [PATH, EVENING] {
            office.look(&token, path).refused(403, "not-permitted");
        }
        office.set(&token, EVENING, "*", &office.of(&[])).refused(403, "not-permitted");
        office.remove(&token, EVENING, "*").refused(403, "not-permitted");
    }
    assert_eq!(office.look(&office.anna, PATH).json()["groups"], json!([]));
}

#[test]
fn a_path_or_method_that_does_not_exist_is_refused() {
    let office = Office::new();
    let ask = |method, path: &str| office.ask(&office.anna, method, path, None, &Value::Null);
    ask(Method::POST, PATH).refused(405, "method-not-allowed");
    ask(Method::POST, EVENING).refused(405, "method-not-allowed");
    ask(Method::GET, "/api/administration/groups/evening/members").refused(404, "no-such-resource");
    ask(Method::GET, "/api/administration/groups/Evening").refused(404, "unknown-group");
    ask(Method::DELETE, "/api/administration/groups/%E7%BB%84").refused(404, "unknown-group");
}
