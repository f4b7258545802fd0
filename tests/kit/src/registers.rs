//! Registers that say what a test wants.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use bytes::Bytes;
use domain::check::Register;
use edge::{Body, Unanswered};
use http::{Request, Response, StatusCode};
use serde_json::{Value, json};

use crate::{CARD, PAPER};

pub(crate) const URL: &str = "https://registers.example";
pub(crate) const SECRET: &str = "the secret of the gateway in tests";

/// What a register does when it is asked.
#[derive(Clone, Debug)]
pub enum Reply {
    /// It has this entry.
    Entry(Value),
    /// It has this picture, which is what that of certificates answers with.
    Picture(&'static [u8]),
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
    certificates: BTreeMap<&'static str, Reply>,
    asked: Vec<String>,
}

/// They agree that the person of [`crate::filled`] lives in Shenzhen and may apply, and has all certificates that candidates in
/// Shenzhen can have.
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
        let certificates = BTreeMap::from([
            ("identity-card", Reply::Picture(CARD)),
            ("household-register", Reply::Picture(PAPER)),
            ("residence-permit", Reply::Picture(CARD)),
        ]);
        Self(Rc::new(RefCell::new(State { replies, certificates, asked: Vec::new() })))
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

    /// Makes the register of certificates reply like this from now on, when it is asked for one of this kind.
    pub fn set_certificate(&self, certificate: &'static str, reply: Reply) {
        self.0.borrow_mut().certificates.insert(certificate, reply);
    }

    /// Changes one field of what a register says.
    pub fn alter(&self, register: Register, field: &str, value: &str) {
        let mut state = self.0.borrow_mut();
        let Some(Reply::Entry(entry)) = state.replies.get_mut(register.name()) else {
            panic!("the register has no entry")
        };
        entry[field] = value.into();
    }

    /// Returns which registers were asked since the last time, in the order of their names. A certificate has its name behind
    /// that of its register.
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
        let certificate = lookup["certificate"].as_str();
        let reply = match certificate {
            None => state.replies[name.as_str()].clone(),
            Some(certificate) => state.certificates.get(certificate).cloned().unwrap_or(Reply::Nobody),
        };
        state.asked.push(certificate.map_or_else(|| name.clone(), |kind| format!("{name}/{kind}")));
        let respond = |status: u16, body: Bytes| {
            let mut response = Response::new(Body::full(body));
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            Some(Ok(response))
        };
        match reply {
            Reply::Entry(entry) => respond(200, json!({ "entry": entry }).to_string().into()),
            Reply::Picture(picture) => respond(200, Bytes::from_static(picture)),
            Reply::Nobody if certificate.is_some() => respond(204, Bytes::new()),
            Reply::Nobody => respond(200, json!({ "entry": null }).to_string().into()),
            Reply::Failing(status, text) => respond(status, Bytes::from_static(text.as_bytes())),
            Reply::Down => Some(Err(Unanswered::Unreachable)),
            Reply::Slow => None,
        }
    }
}
