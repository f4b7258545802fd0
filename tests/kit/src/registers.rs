//! Registers that say what a test wants.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use bytes::Bytes;
use domain::check::Register;
use edge::{Body, Unanswered};
use http::{Request, Response, StatusCode};
use serde_json::{Value, json};

pub(crate) const URL: &str = "https://registers.example";
pub(crate) const SECRET: &str = "the secret of the gateway in tests";

/// What a register does when it is asked.
#[derive(Clone, Debug)]
pub enum Reply {
    /// It has this entry.
    Entry(Value),
    /// It has nobody like that.
    Nobody,
    /// It answers with this status and text.
    Failing(u16, &'static str),
    /// It cannot be reached.
    Down,
    /// It takes longer than it is given.
    Slow,
}

/// The registers outside. A clone is the same ones.
#[derive(Clone, Debug)]
pub struct Registers(Rc<RefCell<State>>);

#[derive(Debug, Default)]
struct State {
    replies: BTreeMap<&'static str, Reply>,
    asked: Vec<String>,
}

/// They agree that the person of [`crate::filled`] lives in Shenzhen and may apply.
impl Default for Registers {
    fn default() -> Self {
        let entry = |fields: Value| {
            let mut entry = json!({ "name": "王小明", "document-number": super::NUMBER });
            let members = entry.as_object_mut().unwrap();
            members.extend(fields.as_object().unwrap().clone());
            Reply::Entry(entry)
        };
        let replies = BTreeMap::from([
            (Register::ResidentRegister.name(), entry(json!({ "household": "440304" }))),
            (
                Register::ResidencePermits.name(),
                entry(json!({ "place": "440305", "valid-until": "2028-12-31" })),
            ),
            (Register::Diplomas.name(), entry(json!({ "education": "bachelor" }))),
            (
                Register::ExaminationSite.name(),
                entry(json!({ "stage": "primary", "education": "bachelor", "status": "awaiting-review" })),
            ),
        ]);
        Self(Rc::new(RefCell::new(State { replies, asked: Vec::new() })))
    }
}

impl Registers {
    /// Makes all of them reply as in the beginning.
    pub fn reset(&self) {
        *self.0.borrow_mut() = Self::default().0.take();
    }

    /// Makes a register reply like this from now on.
    pub fn set(&self, register: Register, reply: Reply) {
        self.0.borrow_mut().replies.insert(register.name(), reply);
    }

    /// Changes one field of what a register says.
    pub fn alter(&self, register: Register, field: &str, value: &str) {
        let mut state = self.0.borrow_mut();
        let Some(Reply::Entry(entry)) = state.replies.get_mut(register.name()) else {
            panic!("the register has no entry")
        };
        entry[field] = value.into();
    }

    /// Returns which registers were asked since the last time, in the order of their names.
    pub fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut self.0.borrow_mut().asked);
        asked.sort();
        asked
    }

    pub(crate) fn answer(&self, request: &Request<Bytes>) -> Option<Result<Response<Body>, Unanswered>> {
        assert_eq!(request.headers()["authorization"], format!("Bearer {SECRET}"));
        let uri = request.uri().to_string();
        assert!(!uri.contains(super::NUMBER), "personal data in an address");
        let path = uri.strip_prefix(URL).unwrap().strip_prefix("/registers/").unwrap();
        let name = path.strip_suffix("/lookups").unwrap().to_owned();
        let lookup: Value = serde_json::from_slice(request.body()).unwrap();
        assert_eq!(lookup["document_number"], super::NUMBER);
        let mut state = self.0.borrow_mut();
        state.asked.push(name.clone());
        let respond = |status: u16, text: String| {
            let mut response = Response::new(Body::full(text));
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            Some(Ok(response))
        };
        match state.replies[name.as_str()].clone() {
            Reply::Entry(entry) => respond(200, json!({ "entry": entry }).to_string()),
            Reply::Nobody => respond(200, json!({ "entry": null }).to_string()),
            Reply::Failing(status, text) => respond(status, text.to_owned()),
            Reply::Down => Some(Err(Unanswered::Unreachable)),
            Reply::Slow => None,
        }
    }
}
