//! Giving somebody the first password back.

use super::*;
use domain::actor::Actor;
use domain::id::{AccountId, CommandId};
use domain::identity::IdentityDocument;
use domain::password::Budgets;
use edge::{Context, PASSWORDS, Voucher, account_of, password_fingerprint};
use kit::{Answer, Counting, Deployment, OPEN};
use std::cell::RefCell;
use store::New;
use store::records::{PasswordRecord, SetPassword};

const NUMBER: &str = "11010519491231002X";
const OPERATOR: &str = "Bearer the new operator secret";
const PROGRAMME: &str = "one-interview";

/// A deployment in which somebody has set a password for each of two programmes.
struct World {
    deployment: Deployment,
    account: AccountId,
    log: std::rc::Rc<RefCell<Vec<String>>>,
}

fn document() -> IdentityDocument {
    kit::identity("王小明", None).document
}

impl World {
    fn new() -> Self {
        let deployment = Deployment::new();
        let account = RefCell::new(None);
        let open = async |_: Request<Body>, cx: &Context<'_, Counting>| {
            let identity = kit::identity("王小明", None);
            account.replace(Some(account_of(cx, &identity, Voucher::Roster).await?));
            for programme in [PROGRAMME, "other-interview"] {
                let passwords = cx.collection(PASSWORDS).await?;
                let fingerprint = password_fingerprint(&passwords, &programme.parse().unwrap(), &document());
                let (digest, at) = ("$argon2id$".to_owned(), cx.now);
                let record = PasswordRecord::new(Some(SetPassword { digest, at, is_settled: true }));
                let (facts, command) = (record.facts(Budgets::default(), None), CommandId::from_u128(1));
                cx.ledger(&passwords)
                    .create(New { fingerprint, facts, content: Some(record), command })
                    .await?;
            }
            Ok(edge::empty(http::StatusCode::OK))
        };
        let service = deployment.service(crate::COMPONENT);
        kit::answer(&service, Request::new(Body::full("")), OPEN, open);
        let account = account.take().unwrap();
        Self { account, deployment, log: std::rc::Rc::default() }
    }

    fn reset_as(&self, authorization: &str, body: &Value) -> Answer {
        let log = std::rc::Rc::clone(&self.log);
        let sink = move |line: &str| log.borrow_mut().push(line.to_owned());
        let service = self.deployment.service_logging(crate::COMPONENT, sink);
        let request = Request::post("/internal/passwords/reset")
            .header("authorization", authorization)
            .header("content-type", "application/json")
            .body(Body::full(body.to_string()))
            .unwrap();
        kit::answer(&service, request, OPEN, handle)
    }

    fn reset(&self) -> Answer {
        self.reset_as(OPERATOR, &json!({ "programme": PROGRAMME, "number": NUMBER }))
    }

    fn acts(&self) -> Vec<Value> {
        let request = Request::get("/internal/acts").header("authorization", OPERATOR);
        let service = self.deployment.service(crate::COMPONENT);
        let answer = kit::answer(&service, request.body(Body::full("")).unwrap(), OPEN, handle);
        answer.json()["acts"].as_array().unwrap().clone()
    }

    fn is_set(&self, programme: &str) -> bool {
        block_on(async {
            let store = self.deployment.store();
            let passwords = store.collection(PASSWORDS).await.unwrap();
            let ledger = store.ledger(&passwords);
            let fingerprint = password_fingerprint(&passwords, &programme.parse().unwrap(), &document());
            let line = ledger.find(&fingerprint).await.unwrap().unwrap();
            ledger.read::<PasswordRecord>(line.id).await.unwrap().unwrap().record.set.is_some()
        })
    }

    fn is_open(&self, token: &str) -> bool {
        let look = async |request: Request<Body>, cx: &Context<'_, Counting>| {
            cx.session(&request).await.map(|_| edge::empty(http::StatusCode::OK))
        };
        let request = Request::get("/").header("authorization", format!("Bearer {token}"));
        let service = self.deployment.service(crate::COMPONENT);
        kit::answer(&service, request.body(Body::full("")).unwrap(), OPEN, look).status == 200
    }
}

#[test]
fn whoever_has_forgotten_a_password_has_the_first_one_again_and_what_was_opened_by_one_ends() {
    let world = World::new();
    let by_password = world.deployment.log_in_by_password(world.account, PROGRAMME, OPEN);
    let vouched = world.deployment.log_in(Actor::Candidate(world.account), OPEN);
    let answer = world.reset();
    assert_eq!((answer.status, answer.json()), (200, json!({ "was_set": true, "ended": 1 })));
    assert!(!world.is_set(PROGRAMME) && world.is_set("other-interview"));
    assert!(!world.is_open(&by_password) && world.is_open(&vouched));
    let act = &world.acts()[0];
    assert_eq!((&act["kind"], &act["outcome"]), (&json!("password-reset"), &json!("done")));
    assert_eq!(act["account"], json!(world.account.to_string()));
}

#[test]
fn a_repeat_finds_it_done_and_ends_what_a_call_that_was_cut_off_has_left_open() {
    let world = World::new();
    world.reset();
    let left = world.deployment.log_in_by_password(world.account, PROGRAMME, OPEN);
    assert_eq!(world.reset().json(), json!({ "was_set": false, "ended": 1 }));
    assert!(!world.is_open(&left));
}

#[test]
fn of_whoever_has_set_none_it_is_said_that_none_was_set() {
    let world = World::new();
    let nobody = json!({ "programme": PROGRAMME, "number": "440304190001010002" });
    assert_eq!(world.reset_as(OPERATOR, &nobody).json(), json!({ "was_set": false, "ended": 0 }));
    assert_eq!(world.acts(), [Value::Null; 0]);
}

#[test]
fn a_mistyped_number_or_kind_or_programme_is_said_to_be_wrong() {
    let world = World::new();
    for (body, pointer) in [
        (json!({ "programme": PROGRAMME, "number": "110105194912310021" }), "/number"),
        (json!({ "programme": PROGRAMME, "number": NUMBER, "document_kind": "passport" }), "/document_kind"),
        (json!({ "programme": "No Programme", "number": NUMBER }), "/programme"),
    ] {
        let answer = world.reset_as(OPERATOR, &body);
        answer.refused(422, "invalid-fields");
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer);
    }
    assert!(world.is_set(PROGRAMME));
}

#[test]
fn without_the_secret_there_is_nothing_here_and_no_number_gets_into_the_log() {
    let world = World::new();
    let body = json!({ "programme": PROGRAMME, "number": NUMBER });
    world.reset_as("Bearer a guess that is long enough", &body).refused(404, "no-such-resource");
    assert!(world.is_set(PROGRAMME));
    world.reset();
    let log = world.log.borrow();
    assert!(log.iter().any(|line| line.contains("/internal/passwords/reset")));
    assert!(log.iter().all(|line| !line.contains(NUMBER)), "{log:?}");
}
