//! What a handler is given besides the request: the instant, the store, the caller.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use chrono::{DateTime, Utc};
use domain::id::AccountId;
use domain::policy::{Policy, PolicyHash};
use http::HeaderMap;
use store::{Collection, CollectionNumber, KeyValue, Ledger, Store};

use crate::headers::one;
use crate::locale::Locale;
use crate::log::Login;
use crate::outside::Outside;
use crate::problem::{Code, Problem};
use crate::service::Service;

mod sessions;

/// Names one request in the response, in the logs and to whoever answers the telephone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correlation(String);

impl Correlation {
    pub(crate) fn new(drawn: [u8; 8]) -> Self {
        Self(format!("{:016x}", u64::from_be_bytes(drawn)))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One request's surroundings.
#[derive(Debug)]
pub struct Context<'a, K> {
    /// When the request's head arrived. It is read once, so that a request sees one instant.
    pub now: DateTime<Utc>,
    /// The caller's language.
    pub locale: Locale,
    /// The request's name.
    pub correlation: Correlation,
    pub(crate) service: &'a Service<K>,
    pub(crate) route: Cell<&'static str>,
    pub(crate) refused: Cell<Option<&'static str>>,
    pub(crate) caller: Cell<Option<AccountId>>,
    pub(crate) login: RefCell<Option<Login>>,
}

impl<'a, K: KeyValue> Context<'a, K> {
    /// Notes which route was taken, for the log. It is a template: a path may be anything.
    pub fn enter(&self, route: &'static str) {
        self.route.set(route);
    }

    /// Returns the store.
    pub fn store(&self) -> &'a Store<K> {
        &self.service.store
    }

    /// Returns a variable that the component asked for.
    pub fn variable(&self, name: &str) -> Option<&'a str> {
        self.service.settings.variable(name)
    }

    /// Returns the way of sending requests to the outside.
    pub fn outside(&self) -> &'a Outside {
        &self.service.outside
    }

    /// Writes down for operators what has gone wrong although the request is answered. `reason` names nothing personal.
    pub fn note_fault(&self, code: &'static str, reason: &str) {
        self.service.note_fault(self, code, reason);
    }

    /// Writes down what operators are told of a problem. Of one that a handler returns it is done for it.
    pub fn note_problem(&self, problem: &Problem) {
        self.refused.set(Some(problem.code().name()));
        if let Some(reason) = problem.reason() {
            self.note_fault(problem.code().name(), reason);
        }
    }

    /// Notes which login the request belongs to, for the line of the log.
    pub fn note_login(&self, login: Login) {
        self.login.replace(Some(login));
    }

    /// Writes down that `reader` has looked at a picture of somebody's case. All three are ids.
    pub fn note_reading(&self, case: &str, material: &str, reader: &str) {
        self.service.note_reading(self, case, material, reader);
    }

    /// Writes down that an operator is given the case with this id, with all that is recorded of it.
    pub fn note_export(&self, case: &str) {
        self.service.note_export(self, case);
    }

    /// Returns what browsers show as the origin of the pages.
    pub fn public_origin(&self) -> &'a str {
        self.service.settings.public_origin()
    }

    /// Checks that a request which no session vouches for does not come from the pages of another site. Without an
    /// `Origin` no browser page has sent it.
    ///
    /// # Errors
    ///
    /// Returns a problem if it names another origin.
    pub fn same_origin(&self, headers: &HeaderMap) -> Result<(), Problem> {
        match one(headers, &http::header::ORIGIN)? {
            Some(origin) if origin != self.service.settings.public_origin() => {
                Err(Problem::new(Code::OriginRefused))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Checks that a request was sent by a page of this service. Whoever logs in without being sent here by a provider could
    /// otherwise be made to by any page, as somebody else.
    ///
    /// # Errors
    ///
    /// Returns a problem if it names another origin, or none.
    pub fn from_own_page(&self, headers: &HeaderMap) -> Result<(), Problem> {
        match one(headers, &http::header::ORIGIN)? {
            Some(origin) if origin == self.public_origin() && !origin.is_empty() => Ok(()),
            Some(_) | None => Err(Problem::new(Code::OriginRefused)),
        }
    }

    /// Returns the collection called `name`. Asks the store once in the life of the instance.
    ///
    /// # Errors
    ///
    /// Returns a problem if there is none, or if the store fails.
    pub async fn collection(&self, name: &str) -> Result<Rc<Collection>, Problem> {
        self.service.caches.collection(&self.service.store, name).await
    }

    /// Returns the collection with `number`, or `None` if there is none. Asks the store once in the life of the
    /// instance.
    ///
    /// # Errors
    ///
    /// Returns a problem if the store fails.
    pub async fn collection_numbered(
        &self,
        number: CollectionNumber,
    ) -> Result<Option<Rc<Collection>>, Problem> {
        self.service.caches.collection_numbered(&self.service.store, number).await
    }

    /// Returns the published policy with `hash`. Asks the store once in the life of the instance.
    ///
    /// # Errors
    ///
    /// Returns a problem if it is not there or damaged, or if the store fails.
    pub async fn policy(&self, hash: PolicyHash) -> Result<Rc<Policy>, Problem> {
        self.service.caches.policy(&self.service.store, hash).await
    }

    /// Returns the ledger of an opened collection.
    pub fn ledger<'c>(&self, collection: &'c Collection) -> Ledger<'c, K>
    where
        'a: 'c,
    {
        self.service.store.ledger(collection)
    }
}
