//! The step-up over the store in memory, with a gateway that does what a test wants.

use super::*;
use domain::actor::Actor;
use domain::digest::Digest;
use edge::Service;
use kit::{Answer, Counting, Delivery, Deployment, OPEN};
use serde_json::{Value, json};

mod captchas;
mod entering;
mod refusals;
mod sending;

const TELEPHONE: &str = "13800000000";

/// A deployment with somebody who is logged in.
struct World {
    deployment: Deployment,
    service: Service<Counting>,
    account: AccountId,
    token: String,
}

impl World {
    fn new() -> Self {
        Self::of(Some(TELEPHONE))
    }

    fn of(telephone: Option<&str>) -> Self {
        let deployment = Deployment::new();
        let account = deployment.account("王小明", telephone);
        let token = deployment.log_in(Actor::Candidate(account), OPEN);
        Self { service: deployment.service(crate::COMPONENT), token, account, deployment }
    }

    /// The same person in another session.
    fn elsewhere(&self, now: &str) -> String {
        self.deployment.log_in(Actor::Candidate(self.account), now)
    }

    fn ask(&self, token: &str, what: &str, key: Option<&str>, body: &Value, now: &str) -> Answer {
        let key = key.map(str::to_owned);
        let asking = Asking { path: format!("/api/identity/{what}"), token: token.to_owned(), key };
        kit::answer(&self.service, request(&asking, body), now, handle)
    }

    /// Returns what is asked for a code, for a request that is sent elsewhere.
    fn asking(&self, key: &str, body: &Value) -> (Asking, Value) {
        let (path, token, key) = ("/api/identity/codes".to_owned(), self.token.clone(), Some(key.to_owned()));
        (Asking { path, token, key }, body.clone())
    }

    fn captcha(&self, now: &str) -> Value {
        let answer = self.ask(&self.token, "captcha", None, &Value::Null, now);
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    /// Draws a captcha, does the work, and asks for a code.
    fn code(&self, key: &str, now: &str) -> Answer {
        self.code_for(key, &answered(&self.captcha(now)), now)
    }

    fn code_for(&self, key: &str, body: &Value, now: &str) -> Answer {
        self.ask(&self.token, "codes", Some(key), body, now)
    }

    fn enter(&self, code: &str, now: &str) -> Answer {
        self.ask(&self.token, "verification", None, &json!({ "code": code }), now)
    }

    /// The code that has just arrived.
    fn arrived(&self) -> String {
        let arrived = self.deployment.messages.arrived();
        let [message] = arrived.as_slice() else { panic!("one message: {arrived:?}") };
        assert_eq!(message.to, TELEPHONE);
        message.code()
    }
}

/// Where something is asked, and by whom.
#[derive(Clone)]
struct Asking {
    path: String,
    token: String,
    key: Option<String>,
}

fn request(asking: &Asking, body: &Value) -> Request<Body> {
    let mut request = Request::post(&asking.path)
        .header("authorization", format!("Bearer {}", asking.token))
        .header("content-type", "application/json")
        .header("accept-language", "en");
    if let Some(key) = &asking.key {
        request = request.header("idempotency-key", key);
    }
    request.body(Body::full(if body.is_null() { String::new() } else { body.to_string() })).unwrap()
}

/// Finds the number that is looked for, as a browser does.
fn work(captcha: &Value) -> u32 {
    let (salt, target) =
        (captcha["work"]["salt"].as_str().unwrap(), captcha["work"]["target"].as_str().unwrap());
    let max = u32::try_from(captcha["work"]["max"].as_u64().unwrap()).unwrap();
    let target: Digest = target.parse().unwrap();
    (0..=max).find(|number| Digest::of(format!("{salt}{number}").as_bytes()) == target).unwrap()
}

fn answered(captcha: &Value) -> Value {
    json!({ "programme": "shenzhen-interview", "captcha": captcha["captcha"], "number": work(captcha) })
}

/// Returns a code that is not `code`.
fn other(code: &str) -> String {
    code.chars().map(|digit| if digit == '9' { '0' } else { '9' }).collect()
}

#[test]
fn a_code_is_sent_to_the_verified_number_and_entering_it_verifies_the_session() {
    let world = World::new();
    let sent = world.code("one", OPEN);
    let view = json!({
        "telephone": "138****0000",
        "delivery": "sent",
        "expires": "2027-04-15T01:05:00.000Z",
        "again": "2027-04-15T01:01:00.000Z",
    });
    assert_eq!((sent.status, sent.json()), (200, view));
    let arrived = world.deployment.messages.arrived();
    assert_eq!(arrived[0].to, TELEPHONE);
    let code = arrived[0].code();
    assert_eq!(arrived[0].text, format!("验证码 {code}，5 分钟内有效。请勿告诉他人。"));
    assert_eq!(code.len(), 6);

    let now = "2027-04-15T01:00:20.000Z";
    let entered = world.enter(&code, now);
    let view = json!({ "verified": now, "until": "2027-04-15T03:00:20.000Z" });
    assert_eq!((entered.status, entered.json()), (200, view));
    let seen = async |request: Request<Body>, cx: &Context<'_, Counting>| {
        let session = cx.session(&request).await?;
        assert_eq!(session.verified.map(domain::instant::format).as_deref(), Some(now));
        Ok(edge::empty(http::StatusCode::OK))
    };
    let request = Request::get("/").header("authorization", format!("Bearer {}", world.token));
    assert_eq!(kit::answer(&world.service, request.body(Body::full("")).unwrap(), now, seen).status, 200);
}

#[test]
fn neither_number_nor_code_can_be_read_in_the_store() {
    let world = World::new();
    world.code("one", OPEN);
    let code = world.arrived();
    for value in world.deployment.store().key_value().memory().dump().values() {
        for secret in [TELEPHONE.as_bytes(), code.as_bytes()] {
            assert!(!value.windows(secret.len()).any(|window| window == secret));
        }
    }
}

#[test]
fn a_code_asks_the_store_as_often_as_was_planned_and_no_more() {
    let world = World::new();
    world.code("one", OPEN);
    let code = world.arrived();
    world.enter(&code, OPEN);
    let body = answered(&world.captcha("2027-04-15T01:01:00.000Z"));
    world.deployment.calls();
    world.code_for("two", &body, "2027-04-15T01:01:00.000Z");
    // Session, account with its body, programme; the telephone's line and twice its record, for two commits.
    assert_eq!(world.deployment.calls(), "delete 2, get 8, read-for-swap 2, set 2, swap 2");
    let code = world.arrived();
    world.deployment.calls();
    world.enter(&code, "2027-04-15T01:01:00.000Z");
    // The record, and the session.
    assert_eq!(world.deployment.calls(), "delete 1, get 5, read-for-swap 2, set 1, swap 2");
}
