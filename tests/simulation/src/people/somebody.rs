//! Who somebody is, what they know, and what they want to ask.

use std::cell::RefCell;
use std::rc::Rc;

use bytes::Bytes;
use domain::actor::{Actor, Role};
use domain::id::AccountId;
use people::Person;
use serde_json::{Value, json};

use crate::programme::Programme;
use crate::world::Micros;

/// The materials of somebody whose household is in Shenzhen, and of somebody with a permit.
const MATERIALS: [[&str; 3]; 2] =
    [["identity-card", "household-register", "diploma"], ["identity-card", "residence-permit", "diploma"]];

/// Somebody with a telephone or a computer.
pub(crate) struct Somebody {
    pub(crate) actor: Actor,
    pub(super) person: Person,
    pub(super) telephone: String,
    /// A candidate opens another case once the one before is given up.
    pub(super) round: RefCell<u32>,
    pub(super) session: RefCell<Option<(String, Micros, bool)>>,
    pub(super) case: RefCell<Option<String>>,
    pub(super) etag: RefCell<Option<String>>,
    pub(super) corrections: RefCell<u32>,
    /// What their case asks for, as far as they have looked.
    pub(super) materials: RefCell<Vec<String>>,
}

impl Somebody {
    pub(crate) fn candidate(account: AccountId, person: Person, telephone: String) -> Rc<Self> {
        Rc::new(Self {
            actor: Actor::Candidate(account),
            person,
            telephone,
            round: RefCell::default(),
            session: RefCell::default(),
            case: RefCell::default(),
            etag: RefCell::default(),
            corrections: RefCell::default(),
            materials: RefCell::default(),
        })
    }

    /// The same person at work, who may be a candidate as well.
    pub(crate) fn reviewer(account: AccountId, person: Person, programme: Programme) -> Rc<Self> {
        let region = programme.region().parse().expect("a region");
        Rc::new(Self {
            actor: Actor::Staff { id: account, role: Role::Reviewer, region },
            person,
            telephone: String::new(),
            round: RefCell::default(),
            session: RefCell::default(),
            case: RefCell::default(),
            etag: RefCell::default(),
            corrections: RefCell::default(),
            materials: RefCell::default(),
        })
    }

    pub(super) fn form(&self) -> Value {
        json!({
            "name": self.person.name(),
            "document": { "kind": "resident-identity-card", "number": self.person.number() },
            "telephone": self.telephone,
        })
    }

    pub(super) fn category(&self) -> &'static str {
        if self.lives_here() { "local-household" } else { "other-household" }
    }

    pub(super) fn lives_here(&self) -> bool {
        self.person.kind() != people::Kind::WithPermit
    }

    pub(super) fn material(&self, place: usize) -> &'static str {
        MATERIALS[usize::from(!self.lives_here())][place % 3]
    }

    pub(super) fn case(&self) -> Option<String> {
        self.case.borrow().clone()
    }
}

/// What somebody wants to ask.
pub(super) struct Wish<'a> {
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Bytes,
    pub(super) who: &'a Somebody,
}

impl<'a> Wish<'a> {
    pub(super) fn new(who: &'a Somebody, method: &'static str, path: String) -> Self {
        Self { method, path, headers: Vec::new(), body: Bytes::new(), who }
    }

    pub(super) fn json(self, body: &Value) -> Self {
        let mut headers = self.headers;
        headers.push(("content-type", "application/json".to_owned()));
        Self { headers, body: Bytes::from(body.to_string()), ..self }
    }

    pub(super) fn bytes(self, body: impl Into<Bytes>) -> Self {
        Self { body: body.into(), ..self }
    }

    pub(super) fn header(self, name: &'static str, value: impl Into<String>) -> Self {
        let mut headers = self.headers;
        headers.push((name, value.into()));
        Self { headers, ..self }
    }

    /// Under the version that was read last, or whatever is there.
    pub(super) fn if_match(self) -> Self {
        let etag = self.who.etag.borrow().clone().unwrap_or_else(|| "*".to_owned());
        self.header("if-match", etag)
    }
}
