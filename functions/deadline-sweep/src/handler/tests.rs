//! The sweep over the store in memory.

use super::*;
use domain::actor::Actor;
use domain::case::{Act, Command};
use domain::id::{AccountId, CaseId, CommandId};
use domain::instant::Cutoff;
use domain::password::{Budgets, Guesser};
use domain::policy::Tries;
use domain::verification::{Codes, Spent};
use edge::Service;
use futures::executor::block_on;
use kit::{Counting, Deployment, OPEN, OPERATOR_SECRETS, filled};
use serde_json::Value;
use store::New;
use store::records::{PasswordRecord, SetPassword, TelephoneRecord};

mod accounts;
mod due;
mod materials;
mod metrics;
mod retention;

const CAPTCHA_ENDS: &str = "2027-04-15T01:05:00.000Z";

/// A deployment with an instance of the sweep.
struct World {
    deployment: Deployment,
    service: Service<Counting>,
}

impl World {
    fn new() -> Self {
        let deployment = Deployment::new();
        Self { service: deployment.service(crate::COMPONENT), deployment }
    }

    fn call(&self, method: Method, secret: Option<&str>, now: &str) -> (u16, Value) {
        let mut request = Request::builder().method(method).uri("/internal/sweep");
        if let Some(secret) = secret {
            request = request.header("Authorization", format!("Bearer {secret}"));
        }
        let answer = kit::answer(&self.service, request.body(Body::full("")).unwrap(), now, handle);
        (answer.status, answer.json())
    }

    fn act(&self, id: CaseId, command: u128, actor: Actor, act: Act) {
        let command = Command { id: CommandId::from_u128(command), actor, act };
        self.deployment.carry_out(id, &command, OPEN);
    }

    fn drafted(&self, owner: u128, category: &str) -> CaseId {
        self.deployment.draft(AccountId::from_u128(owner), filled(category), OPEN)
    }

    /// Files a case and cuts its author off before a register is asked.
    fn cut_off(&self, owner: u128) -> CaseId {
        let id = self.drafted(owner, "local-household");
        self.act(id, 7, Actor::Candidate(AccountId::from_u128(owner)), kit::submit(OPEN));
        id
    }

    #[track_caller]
    fn sweep(&self, now: &str) -> Value {
        let (status, report) = self.call(Method::POST, Some("the new operator secret"), now);
        assert_eq!(status, 200, "{report}");
        report
    }
}

#[test]
fn a_session_is_ended_from_the_very_instant_it_expires_and_dropped_by_the_next_sweep() {
    let world = World::new();
    world.deployment.log_in(Actor::Candidate(AccountId::from_u128(7)), OPEN);
    let before = world.sweep("2027-04-15T01:29:59.999Z");
    assert_eq!((&before["lines"], &before["ended"]), (&1.into(), &0.into()));
    let at = world.sweep("2027-04-15T01:30:00.000Z");
    assert_eq!((&at["ended"], &at["dropped"]), (&1.into(), &0.into()));
    let next = world.sweep("2027-04-15T01:30:00.000Z");
    assert_eq!((&next["ended"], &next["dropped"]), (&0.into(), &1.into()));
    let last = world.sweep("2027-04-15T01:30:00.000Z");
    assert_eq!((&last["lines"], &last["more"]), (&0.into(), &false.into()));
}

#[test]
fn a_telephone_is_forgotten_once_nothing_about_it_matters_any_more() {
    let world = World::new();
    let codes = Codes::default();
    let captcha = Spent { id: 1, until: Cutoff { too_late: instant::parse(CAPTCHA_ENDS).unwrap() } };
    let record = TelephoneRecord::new(codes.spend(captcha, instant::parse(OPEN).unwrap()).unwrap());
    block_on(async {
        let store = world.deployment.store();
        let telephones = store.collection(TELEPHONES).await.unwrap();
        let ledger = store.ledger(&telephones);
        let (fingerprint, facts) =
            (ledger.fingerprint(b"somebody"), record.facts(instant::parse(OPEN).unwrap()));
        let new = New { fingerprint, facts, content: Some(record), command: CommandId::from_u128(1) };
        ledger.create(new).await.unwrap();
    });
    assert_eq!(world.sweep("2027-04-15T01:04:59.999Z")["ended"], 0);
    assert_eq!(world.sweep(CAPTCHA_ENDS)["ended"], 1);
    assert_eq!(world.sweep(CAPTCHA_ENDS)["dropped"], 1);
}

#[test]
fn both_secrets_are_accepted_while_they_are_exchanged() {
    let world = World::new();
    for secret in ["the old operator secret", "the new operator secret"] {
        assert_eq!(world.call(Method::POST, Some(secret), OPEN).0, 200);
    }
}

#[test]
fn to_everybody_else_there_is_nothing_at_this_address() {
    let world = World::new();
    for (method, secret) in [
        (Method::POST, None),
        (Method::POST, Some("a guess that is long enough")),
        (Method::POST, Some(OPERATOR_SECRETS)),
        (Method::GET, Some("the new operator secret")),
    ] {
        let (status, problem) = world.call(method, secret, OPEN);
        assert_eq!((status, &problem["code"]), (404, &"no-such-resource".into()));
    }
}

#[test]
fn a_damaged_partition_is_named_in_the_report_and_keeps_nobody_else_waiting() {
    let world = World::new();
    let key = store::Key::Partition(store::CollectionNumber(0), 0);
    let store = world.deployment.store();
    futures::executor::block_on(store.key_value().set(&key, b"nonsense")).unwrap();
    let report = world.sweep(OPEN);
    assert_eq!(report["partitions"], 7);
    assert!(report["faults"][0].as_str().unwrap().starts_with("partition/0/0 is damaged"));
}

#[test]
fn tries_at_a_first_password_are_forgotten_once_they_have_come_back_and_a_password_with_its_registration() {
    let world = World::new();
    let (now, back) = ("2027-04-15T01:00:00.000Z", "2027-04-15T01:03:00.000Z");
    let kept = "2028-11-14T16:00:00.000Z";
    let tries = Tries { max: 5, minutes: 15 };
    let taken = Budgets::default().take(Guesser::Stranger, tries, instant::parse(now).unwrap()).unwrap();
    let set =
        SetPassword { digest: "$argon2id$".to_owned(), at: instant::parse(now).unwrap(), is_settled: true };
    block_on(async {
        let store = world.deployment.store();
        let passwords = store.collection(PASSWORDS).await.unwrap();
        let ledger = store.ledger(&passwords);
        for (name, record) in [("first", PasswordRecord::new(None)), ("set", PasswordRecord::new(Some(set)))]
        {
            let (fingerprint, facts) =
                (ledger.fingerprint(name.as_bytes()), record.facts(taken, instant::parse(kept).ok()));
            let new = New { fingerprint, facts, content: Some(record), command: CommandId::from_u128(1) };
            ledger.create(new).await.unwrap();
        }
    });
    assert_eq!(world.sweep("2027-04-15T01:02:59.999Z")["ended"], 0);
    assert_eq!(world.sweep(back)["ended"], 1);
    assert_eq!(world.sweep(back)["dropped"], 1);
    assert_eq!(world.sweep("2028-11-14T15:59:59.999Z")["ended"], 0);
    assert_eq!(world.sweep(kept)["ended"], 1);
}
