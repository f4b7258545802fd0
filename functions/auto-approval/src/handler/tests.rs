//! Submission over the store in memory, with registers that say what a test wants.

use super::*;
use domain::case::State;
use domain::check::Register;
use edge::Service;
use kit::{Answer, Counting, Deployment, OPEN, Reply, filled};

mod refusals;
mod registers;
mod step_up;
mod takeover;

const ANNA: AccountId = AccountId::from_u128(1);

/// A deployment with somebody whose draft is ready to be filed.
struct World {
    deployment: Deployment,
    service: Service<Counting>,
    id: CaseId,
}

impl World {
    fn new(category: &str) -> Self {
        let deployment = Deployment::new();
        let id = deployment.draft(ANNA, filled(category), OPEN);
        Self { service: deployment.service(crate::COMPONENT), id, deployment }
    }

    fn submit_as(&self, actor: Actor, key: &str, etag: &str, now: &str) -> Answer {
        self.submit_with(&self.deployment.log_in_verified(actor, now), key, etag, now)
    }

    fn submit_with(&self, token: &str, key: &str, etag: &str, now: &str) -> Answer {
        let request = Request::post(format!("/api/cases/{}/submission", self.id))
            .header("authorization", format!("Bearer {token}"))
            .header("idempotency-key", key)
            .header("if-match", etag)
            .header("accept-language", "en");
        kit::answer(&self.service, request.body(Body::full("")).unwrap(), now, handle)
    }

    fn submit(&self, now: &str) -> Answer {
        self.submit_as(Actor::Candidate(ANNA), "one", "\"2\"", now)
    }
}

#[track_caller]
fn shows(answer: &Answer, status: u16, state: &str, message: &str) {
    let shown = answer.json();
    assert_eq!((answer.status, shown["state"].as_str()), (status, Some(state)), "{}", answer.text);
    let text = shown["message"]["zh"].as_str().unwrap();
    assert!(text.starts_with(message), "{text}");
}

#[test]
fn a_case_that_the_registers_agree_on_is_concluded_at_once() {
    let world = World::new("local-household");
    let answer = world.submit(OPEN);
    shows(&answer, 200, "approved", "业务申请已办结");
    assert_eq!(answer.json()["submitted"], OPEN);
    assert_eq!(answer.header("etag"), "\"4\"");
    let registers = ["diplomas", "examination-site", "residence-permits", "resident-register"];
    assert_eq!(world.deployment.registers.asked(), registers);
    assert_eq!(world.deployment.case(world.id).verify_chain(), Ok(()));
}

#[test]
fn a_category_without_a_rule_goes_to_a_person_and_no_register_is_asked() {
    let world = World::new("hong-kong-macao-taiwan");
    shows(&world.submit(OPEN), 200, "under-review", "申请已提交");
    assert_eq!(world.deployment.registers.asked(), [""; 0]);
}

#[test]
fn the_window_closes_between_two_milliseconds() {
    let world = World::new("local-household");
    world.submit("2027-04-17T07:00:00.000Z").refused(409, "window-closed");
    assert_eq!(world.deployment.case(world.id).state().name(), "draft");
    shows(&world.submit("2027-04-17T06:59:59.999Z"), 200, "approved", "业务申请已办结");
}

#[test]
fn a_submission_asks_the_store_and_each_register_as_often_as_was_planned_and_no_more() {
    let world = World::new("local-household");
    world.submit(OPEN);
    // This instance has opened what it uses.
    let bela = AccountId::from_u128(2);
    let id = world.deployment.draft(bela, filled("local-household"), OPEN);
    let token = world.deployment.log_in_verified(Actor::Candidate(bela), OPEN);
    world.deployment.registers.asked();
    world.deployment.calls();
    let world = World { id, ..world };
    shows(&world.submit_with(&token, "one", "\"2\"", OPEN), 200, "approved", "业务申请已办结");
    // One read is the session's. Partition and body are read once, and the partition once more for the second commit.
    assert_eq!(world.deployment.calls(), "delete 2, get 2, read-for-swap 2, set 2, swap 2");
    assert_eq!(world.deployment.registers.asked().len(), 4);
}
