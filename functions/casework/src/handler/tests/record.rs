//! Giving out what is recorded of a case.

use std::cell::RefCell;
use std::rc::Rc;

use super::*;
use domain::case::Case;
use domain::id::AccountId;

struct World {
    deployment: Deployment,
    log: Rc<RefCell<Vec<String>>>,
}

impl World {
    fn new() -> Self {
        Self { deployment: Deployment::new(), log: Rc::default() }
    }

    fn ask(&self, case: &str, authorization: &str) -> Answer {
        let log = Rc::clone(&self.log);
        let sink = move |line: &str| log.borrow_mut().push(line.to_owned());
        let service = self.deployment.service_logging(crate::COMPONENT, sink);
        let request = Request::get(format!("/internal/cases/{case}/record"));
        let request = request.header("authorization", authorization).body(Body::full("")).unwrap();
        kit::answer(&service, request, OPEN, handle)
    }
}

#[test]
fn a_case_is_given_out_as_it_is_recorded_with_the_file_of_its_policy() {
    let world = World::new();
    let id = world.deployment.draft(AccountId::from_u128(1), kit::filled("other-household"), OPEN);
    let answer = world.ask(&id.to_string(), OPERATOR);
    assert_eq!((answer.status, answer.header("cache-control").as_str()), (200, "no-store"));
    let exported = answer.json();
    let case: Case = serde_json::from_value(exported["case"].clone()).unwrap();
    assert_eq!(case, world.deployment.case(id));
    let hash = world.deployment.policy.hash().to_string();
    assert_eq!(exported["policies"], json!({ hash: POLICY }));
    assert!(!answer.text.contains('\n'), "one case is one line");
}

#[test]
fn that_it_was_given_out_is_written_down_by_its_id_and_by_nothing_of_what_it_says() {
    let world = World::new();
    let id = world.deployment.draft(AccountId::from_u128(1), kit::filled("other-household"), OPEN);
    world.ask(&id.to_string(), OPERATOR);
    let lines = world.log.borrow();
    let [exported, served] = lines.as_slice() else { panic!("{lines:?}") };
    let exported: Value = serde_json::from_str(exported).unwrap();
    assert_eq!((&exported["event"], &exported["case"]), (&json!("case-exported"), &json!(id.to_string())));
    let served: Value = serde_json::from_str(served).unwrap();
    assert_eq!(served["route"], "/internal/cases/{case}/record");
    assert!(!lines.concat().contains("王小明"));
}

#[test]
fn what_is_not_there_is_given_out_to_nobody_and_nothing_is_to_whoever_has_no_secret() {
    let world = World::new();
    let id = world.deployment.draft(AccountId::from_u128(1), kit::filled("other-household"), OPEN);
    world.ask("case_06A1B2C3D4E5F6G7H8J9K0M1N2", OPERATOR).refused(404, "unknown-case");
    world.ask("acct_00000000000000000000000001", OPERATOR).refused(400, "wrong-kind-of-id");
    let reviewer = world.deployment.log_in(kit::reviewer(7), OPEN);
    for authorization in ["Bearer a guess that is long enough", &format!("Bearer {reviewer}")] {
        world.ask(&id.to_string(), authorization).refused(404, "no-such-resource");
    }
    assert!(!world.log.borrow().concat().contains("case-exported"));
}
