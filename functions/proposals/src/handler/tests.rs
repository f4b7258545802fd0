//! The office, whose administrators propose and decide.

use domain::actor::{Actor, Role};
use domain::policy::Policy;
use futures::executor::block_on;
use http::Method;
use kit::{Answer, Deployment, OPEN};
use serde_json::{Value, json};

use super::*;

mod acts;
mod checking;
mod deciding;

const POLICY: &str = include_str!("../../../../shared/policies/shenzhen-interview-2027.toml");
const OPERATOR: &str = "the new operator secret";

const PATH: &str = "/api/administration/proposals";
const REGION: &str = "440300";

/// A deployment with administrators: Anna and Bela of the city, Clara of the province, Dora of another city.
struct Office {
    deployment: Deployment,
    anna: String,
    bela: String,
    clara: String,
    dora: String,
}

impl Office {
    fn new() -> Self {
        let deployment = Deployment::new();
        let log_in = |number, region| deployment.log_in(kit::administrator_of(number, region), OPEN);
        let [anna, bela] = [1, 2].map(|number| log_in(number, REGION));
        let (clara, dora) = (log_in(3, "440000"), log_in(4, "420100"));
        Self { deployment, anna, bela, clara, dora }
    }

    fn ask(&self, who: &str, method: Method, path: &str, key: &str, body: Value) -> Answer {
        let request = Request::builder().method(method).uri(path).header("accept-language", "en");
        let request = request.header("authorization", format!("Bearer {who}"));
        let request = request.header("content-type", "application/json").header("idempotency-key", key);
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = request.body(Body::full(body)).unwrap();
        if path.starts_with("/internal/") {
            let service = self.deployment.service(administration::COMPONENT);
            return kit::answer(&service, request, OPEN, administration::handle);
        }
        kit::answer(&self.deployment.service(crate::COMPONENT), request, OPEN, handle)
    }

    fn operate(&self, path: &str, body: Value) -> Answer {
        self.ask(OPERATOR, Method::POST, path, "none", body)
    }

    fn look(&self, who: &str, path: &str) -> Answer {
        self.ask(who, Method::GET, path, "none", Value::Null)
    }

    fn propose(&self, who: &str, key: &str, file: &str) -> Answer {
        self.ask(who, Method::POST, PATH, key, json!({ "policy": file, "note": "延长补正时间" }))
    }

    /// Anna proposes a version. Returns where.
    fn proposed(&self, number: u8) -> String {
        let answer = self.propose(&self.anna, &format!("propose {number}"), &version(number));
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.header("location")
    }

    fn approve(&self, who: &str, key: &str, proposal: &str) -> Answer {
        self.ask(who, Method::POST, &format!("{proposal}/approval"), key, Value::Null)
    }

    fn reject(&self, who: &str, proposal: &str) -> Answer {
        let body = json!({ "reason": "补正时间太短" });
        self.ask(who, Method::POST, &format!("{proposal}/rejection"), "reject", body)
    }

    fn withdraw(&self, who: &str, proposal: &str) -> Answer {
        self.ask(who, Method::POST, &format!("{proposal}/withdrawal"), "withdraw", Value::Null)
    }

    fn state(&self, proposal: &str) -> String {
        self.look(&self.anna, proposal).json()["state"].as_str().unwrap().to_owned()
    }

    /// The policy under which cases are opened now.
    fn current(&self) -> String {
        let programme = block_on(self.deployment.store().programme("shenzhen-interview")).unwrap().unwrap();
        programme.current().unwrap().policy.clone()
    }

    /// Whether everything that is stored is named by something.
    fn is_whole(&self) -> bool {
        let inspect = |_: &store::Collection, _: &[u8]| Ok(Vec::new());
        let report = block_on(self.deployment.store().verify(&inspect)).unwrap();
        report.faults.is_empty() && report.garbage.is_empty()
    }
}

/// Another version of the policy that is published.
fn version(number: u8) -> String {
    format!("{POLICY}\n# {number}\n")
}

fn hash(file: &str) -> String {
    domain::policy::PolicyHash::of(file.as_bytes()).to_string()
}
