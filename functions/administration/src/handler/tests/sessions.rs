//! Ending what an account has open.

use std::cell::RefCell;
use std::rc::Rc;

use super::*;
use domain::actor::Actor;
use domain::id::AccountId;
use kit::{Answer, Deployment, OPEN};

const OPERATOR: &str = "Bearer the new operator secret";

/// A deployment, and the log of the component.
struct World {
    deployment: Deployment,
    log: Rc<RefCell<Vec<String>>>,
}

impl World {
    fn new() -> Self {
        Self { deployment: Deployment::new(), log: Rc::default() }
    }

    fn ask(&self, method: Method, account: &str, authorization: &str) -> Answer {
        let log = Rc::clone(&self.log);
        let service = self
            .deployment
            .service_logging(crate::COMPONENT, move |line| log.borrow_mut().push(line.to_owned()));
        let request = Request::builder().method(method).uri(format!("/internal/accounts/{account}/sessions"));
        let request = request.header("authorization", authorization).body(Body::full("")).unwrap();
        kit::answer(&service, request, OPEN, handle)
    }

    fn end(&self, account: &str) -> Answer {
        self.ask(Method::DELETE, account, OPERATOR)
    }

    /// Tells whether a token still opens something.
    fn is_open(&self, token: &str) -> bool {
        let component = edge::Component { name: "kit", gate: edge::Gate::Open, variables: &[] };
        let look = async |request: Request<Body>, cx: &Context<'_, kit::Counting>| {
            cx.session(&request).await.map(|_| edge::empty(http::StatusCode::OK))
        };
        let request = Request::get("/").header("authorization", format!("Bearer {token}"));
        let service = self.deployment.service(component);
        kit::answer(&service, request.body(Body::full("")).unwrap(), OPEN, look).status == 200
    }
}

#[test]
fn an_operator_ends_everything_that_an_account_has_open_and_nothing_of_anybody_else() {
    let world = World::new();
    let (account, other) =
        (world.deployment.account("王小明", None), world.deployment.account("李晓红", None));
    let staff = match kit::reviewer(0) {
        Actor::Staff { role, region, id: _ } => Actor::Staff { id: account, role, region },
        actor => actor,
    };
    let candidate = world.deployment.log_in(Actor::Candidate(account), OPEN);
    let staff = world.deployment.log_in(staff, OPEN);
    let theirs = world.deployment.log_in(Actor::Candidate(other), OPEN);
    let answer = world.end(&account.to_string());
    let expected = json!({ "account": account.to_string(), "ended": 2 });
    assert_eq!((answer.status, answer.json()), (200, expected));
    assert_eq!([&candidate, &staff, &theirs].map(|token| world.is_open(token)), [false, false, true]);
    assert_eq!(world.end(&account.to_string()).json()["ended"], 0, "a repeat finds done what is done");
}

#[test]
fn who_has_ended_whose_sessions_is_written_down() {
    let world = World::new();
    let account = world.deployment.account("王小明", None);
    world.deployment.log_in(Actor::Candidate(account), OPEN);
    world.end(&account.to_string());
    let lines: Vec<Value> =
        world.log.borrow().iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [ended, served] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!(
        (&ended["event"], &ended["account"], &ended["ended"], &ended["by"]),
        (&json!("sessions-ended"), &json!(account.to_string()), &json!(1), &json!("operator"))
    );
    let route = json!("/internal/accounts/{account}/sessions");
    assert_eq!((&served["route"], &served["method"]), (&route, &json!("DELETE")));
}

#[test]
fn an_account_that_is_not_there_is_said_not_to_be() {
    let world = World::new();
    world.end(&AccountId::from_u128(7).to_string()).refused(404, "unknown-account");
    world.end("case_06A1B2C3D4E5F6G7H8J9K0M1N2").refused(400, "wrong-kind-of-id");
    world.end("acct_7").refused(400, "malformed-id");
}

#[test]
fn without_the_secret_or_by_another_method_there_is_nothing_here() {
    let world = World::new();
    let account = world.deployment.account("王小明", None);
    let token = world.deployment.log_in(Actor::Candidate(account), OPEN);
    let account = account.to_string();
    for (method, authorization) in [
        (Method::DELETE, "Bearer a guess that is long enough"),
        (Method::POST, OPERATOR),
        (Method::GET, OPERATOR),
    ] {
        world.ask(method, &account, authorization).refused(404, "no-such-resource");
    }
    world.ask(Method::DELETE, &account, &format!("Bearer {token}")).refused(404, "no-such-resource");
    assert!(world.is_open(&token));
}
