//! The handlers over the store in memory.

use super::*;
use domain::actor::{Actor, Role};
use domain::id::AccountId;
use edge::{BUILD, Service, Settings};
use futures::executor::block_on;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::{KeyRing, Publication, Seeding, Store, seeded};

mod calls;
mod counting;
mod discarding;
mod editing;
mod opening;
mod reading;

use counting::Counting;

const ORIGIN: &str = "https://miaopi.example";
const OPEN: &str = "2027-04-15T01:00:00.000Z";
const PROGRAMME: &str = "/api/programmes/shenzhen-interview";
const CASES: &str = "/api/programmes/shenzhen-interview/cases";
const POLICY: &[u8] = include_bytes!("../../../../shared/policies/shenzhen-interview-2027.toml");

/// A deployment in memory, with a clock that the test sets.
struct World {
    service: Service<Counting>,
    now: String,
}

/// An answer, read.
struct Answer {
    status: u16,
    headers: http::HeaderMap,
    text: String,
}

impl World {
    fn new() -> Self {
        block_on(Self::deployed())
    }

    async fn deployed() -> Self {
        let ring = KeyRing::parse("1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=").unwrap();
        let store = Store::new(Counting::default(), ring, seeded(1));
        store.found(Seeding::First).await.unwrap();
        store.seed(edge::SESSIONS, 1, Seeding::First).await.unwrap();
        let policy = domain::policy::Policy::parse(POLICY).unwrap();
        let publication = Publication { policy: &policy, file: POLICY, partitions: 1 };
        store.publish(publication, Seeding::First).await.unwrap();
        store.self_test(BUILD).await.unwrap();
        let settings = Settings::new(ORIGIN, BTreeMap::new());
        Self { service: Service::new(crate::COMPONENT, store, settings, |_| {}), now: OPEN.to_owned() }
    }

    fn log_in(&self, actor: Actor) -> String {
        let login = async |_: Request<Body>, cx: &Context<'_, Counting>| {
            Ok(Response::new(Bytes::from(cx.open_session(actor).await?.token)))
        };
        let request = Request::new(Body::full(""));
        let now = domain::instant::parse(&self.now).unwrap();
        let answer = block_on(self.service.respond(request, now, login));
        String::from_utf8(answer.body().to_vec()).unwrap()
    }

    fn candidate(&self, number: u128) -> String {
        self.log_in(Actor::Candidate(AccountId::from_u128(number)))
    }

    fn ask(&self, request: http::request::Builder, body: impl Into<Bytes>) -> Answer {
        let request = request.body(Body::full(body)).unwrap();
        let now = domain::instant::parse(&self.now).unwrap();
        let response = block_on(self.service.respond(request, now, handle));
        let (head, body) = response.into_parts();
        let text = String::from_utf8(body.to_vec()).unwrap();
        Answer { status: head.status.as_u16(), headers: head.headers, text }
    }

    fn open(&self, token: &str, key: &str) -> Answer {
        let request = Request::post(CASES).header("authorization", format!("Bearer {token}"));
        self.ask(request.header("idempotency-key", key), "")
    }

    fn show(&self, token: &str, case: &str) -> Answer {
        self.ask(Request::get(case).header("authorization", format!("Bearer {token}")), "")
    }

    fn edit(&self, token: &str, case: &str, etag: &str, body: &Value) -> Answer {
        let request = Request::put(format!("{case}/draft"))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .header("if-match", etag)
            .header("accept-language", "en");
        self.ask(request, body.to_string())
    }

    fn discard(&self, token: &str, case: &str, etag: &str) -> Answer {
        let request = Request::delete(case).header("authorization", format!("Bearer {token}"));
        self.ask(request.header("if-match", etag), "")
    }
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or("no problem").to_owned()
    }

    /// Returns the text, without what another policy file or another draw would change.
    fn shown(&self) -> String {
        ["case", "policy"].iter().fold(self.text.clone(), |text, name| match self.json()[*name].as_str() {
            Some(value) => text.replace(value, &format!("<{name}>")),
            None => text,
        })
    }

    fn header(&self, name: &str) -> String {
        self.headers[name].to_str().unwrap().to_owned()
    }

    #[track_caller]
    fn refused(&self, status: u16, code: &str) {
        assert_eq!((self.status, self.code().as_str()), (status, code), "{}", self.text);
    }
}

fn filled() -> Value {
    json!({
        "category": "local-household",
        "form": {
            "name": "王小明",
            "document": { "kind": "resident-identity-card", "number": "11010519491231002x" },
            "telephone": "13800000000",
            "email": "xiaoming@example.org",
        },
    })
}

fn reviewer(number: u128, region: &str) -> Actor {
    let id = AccountId::from_u128(number);
    Actor::Staff { id, role: Role::Reviewer, region: region.parse().unwrap() }
}

#[test]
fn the_description_is_served_to_anybody() {
    let answer = World::new().ask(Request::get("/api/openapi.json"), "");
    assert_eq!((answer.status, answer.header("content-type").as_str()), (200, "application/json"));
    assert_eq!(answer.json()["openapi"], "3.1.0");
}

#[test]
fn a_path_or_method_that_does_not_exist_is_refused() {
    let world = World::new();
    world.ask(Request::get("/api/nothing"), "").refused(404, "no-such-resource");
    let answer = world.ask(Request::patch(PROGRAMME), "");
    answer.refused(405, "method-not-allowed");
    assert_eq!(answer.header("allow"), "GET, HEAD");
}

#[test]
fn a_programme_shows_its_names_window_and_categories() {
    let answer = World::new().ask(Request::get(PROGRAMME), "");
    assert_eq!((answer.status, answer.header("cache-control").as_str()), (200, "no-cache"));
    insta::assert_snapshot!(answer.shown(), @r#"{"programme":"shenzhen-interview","season":"2027","policy":"<policy>","name":{"zh":"中小学教师资格考试面试资格审核","en":"Interview eligibility review for the teacher qualification examination"},"opens":"2027-04-12T01:00:00.000Z","closes":"2027-04-17T07:00:00.000Z","is_open":true,"categories":[{"id":"local-household","name":{"zh":"深户考生","en":"Candidates with Shenzhen household registration"}},{"id":"other-household","name":{"zh":"非深户考生","en":"Candidates without Shenzhen household registration"}},{"id":"local-student","name":{"zh":"深圳市在校生（在深高校大三及以上年级学生）","en":"Students in their third year or above at a higher-education institution in Shenzhen"}},{"id":"hong-kong-macao-taiwan","name":{"zh":"港澳台考生","en":"Candidates from Hong Kong, Macao and Taiwan"}}]}"#);
}

#[test]
fn a_programme_says_whether_it_is_open_on_both_sides_of_the_window() {
    let mut world = World::new();
    for (now, is_open) in [
        ("2027-04-12T00:59:59.999Z", false),
        ("2027-04-12T01:00:00.000Z", true),
        ("2027-04-17T06:59:59.999Z", true),
        ("2027-04-17T07:00:00.000Z", false),
    ] {
        now.clone_into(&mut world.now);
        assert_eq!(world.ask(Request::get(PROGRAMME), "").json()["is_open"], is_open, "{now}");
    }
}

#[test]
fn an_unknown_programme_is_refused_whatever_it_is_called() {
    let world = World::new();
    for name in ["nowhere", "No_Slug", "%2e%2e", "a".repeat(200).as_str()] {
        world.ask(Request::get(format!("/api/programmes/{name}")), "").refused(404, "unknown-programme");
    }
}
