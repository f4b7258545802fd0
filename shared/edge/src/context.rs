//! What a handler is given besides the request: the instant, the store, the caller.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::digest::Digest;
use domain::id::{AccountId, SessionId};
use domain::policy::{Policy, PolicyHash};
use http::{HeaderMap, Request};
use store::{Collection, CollectionNumber, KeyValue, Ledger, Store};

use crate::body::Body;
use crate::headers::one;
use crate::locale::Locale;
use crate::log::{Ender, Login};
use crate::outside::Outside;
use crate::problem::{Code, Problem};
use crate::security::Credential;
use crate::service::Service;
use crate::session::{self, NewSession, SESSIONS, Session};

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

    /// Returns the session of the caller.
    ///
    /// # Errors
    ///
    /// Returns a problem if there is none, if it has ended, or if a browser was made to send the request by another
    /// site.
    pub async fn session(&self, request: &Request<Body>) -> Result<Session, Problem> {
        let headers = request.headers();
        let credential = Credential::of(headers)?.ok_or_else(|| Problem::new(Code::SessionRequired))?;
        credential.check_origin(request.method(), headers, self.service.settings.public_origin())?;
        let sessions = self.collection(SESSIONS).await?;
        let session = session::find(self.store(), &sessions, credential.token(), self.now).await?;
        self.caller.set(session.actor.account());
        Ok(session)
    }

    /// Opens a session for `actor`, who has just proved to be that person.
    ///
    /// # Errors
    ///
    /// Returns a problem if `actor` is no person, or if the store fails.
    pub async fn open_session(&self, actor: Actor) -> Result<NewSession, Problem> {
        self.caller.set(actor.account());
        let sessions = self.collection(SESSIONS).await?;
        session::open(self.store(), &sessions, actor, self.now).await
    }

    /// Gives a code for a session of this candidate, who has just proved to be that person. It is good once, for a minute, and
    /// for whoever can name `bond` again.
    ///
    /// # Errors
    ///
    /// Returns a problem if the store fails.
    pub async fn give_code(&self, account: AccountId, bond: Digest) -> Result<String, Problem> {
        self.caller.set(Some(account));
        let sessions = self.collection(SESSIONS).await?;
        session::code::give(self.store(), &sessions, account, bond, self.now).await
    }

    /// Spends a code, and opens the session that it was given for, through the portal with this id. A code that comes a second
    /// time ends that session.
    ///
    /// # Errors
    ///
    /// Returns [`Code::InvalidGrant`] if the code was never given, was spent, is too old or was given for another bond, and
    /// another problem if the store fails.
    pub async fn redeem_code(&self, code: &str, bond: Digest, portal: &str) -> Result<NewSession, Problem> {
        let sessions = self.collection(SESSIONS).await?;
        let opened = session::code::redeem(self.store(), &sessions, code, bond, portal, self.now).await?;
        self.caller.set(opened.session.actor.account());
        Ok(opened)
    }

    /// Notes in a session that its person has shown at `at` that their telephone is in their hands.
    ///
    /// # Errors
    ///
    /// Returns a problem if it has ended, or if the store fails.
    pub async fn verify_session(&self, session: &Session, at: DateTime<Utc>) -> Result<Session, Problem> {
        let sessions = self.collection(SESSIONS).await?;
        session::verify(self.store(), &sessions, session, at).await
    }

    /// Ends a session: whoever holds its token is nobody any more.
    ///
    /// # Errors
    ///
    /// Returns a problem if the store fails.
    pub async fn end_session(&self, session: &Session) -> Result<(), Problem> {
        let sessions = self.collection(SESSIONS).await?;
        session::end(self.store(), &sessions, session).await
    }

    /// Ends what a member of staff has open in another role or region than that of `actor`, which their provider has just
    /// named. It walks all sessions.
    ///
    /// # Errors
    ///
    /// Returns a problem if one is used at this very moment, or if the store fails.
    pub async fn end_other_roles(&self, actor: &Actor) -> Result<(), Problem> {
        let sessions = self.collection(SESSIONS).await?;
        session::account::end_other_roles(self.store(), &sessions, actor).await
    }

    /// Returns what an account has open, the last that was opened first. It walks all sessions.
    ///
    /// # Errors
    ///
    /// Returns a problem if the store fails.
    pub async fn sessions_of(&self, account: AccountId) -> Result<Vec<Session>, Problem> {
        let sessions = self.collection(SESSIONS).await?;
        session::account::sessions_of(self.store(), &sessions, account, self.now).await
    }

    /// Ends a session of this account, which `by` has asked for, and writes it down.
    ///
    /// # Errors
    ///
    /// Returns [`Code::UnknownSession`] if the account has none of this id, and another problem if others keep using it at this
    /// very moment, or if the store fails.
    pub async fn end_session_of(&self, account: AccountId, id: SessionId, by: Ender) -> Result<(), Problem> {
        let sessions = self.collection(SESSIONS).await?;
        session::account::end_one(self.store(), &sessions, account, id, self.now).await?;
        self.service.note_ending(self, account, 1, by);
        Ok(())
    }

    /// Ends all sessions of this account but one, and what portals could open more with, and writes it down. Returns how many
    /// they were. It walks all sessions.
    ///
    /// # Errors
    ///
    /// Returns a problem if others keep using one at this very moment, or if the store fails. Some may have been ended then, and
    /// whoever asks again ends the others.
    pub async fn end_sessions_of(
        &self,
        account: AccountId,
        but: Option<SessionId>,
        by: Ender,
    ) -> Result<usize, Problem> {
        let sessions = self.collection(SESSIONS).await?;
        let ended = session::account::end_all(self.store(), &sessions, account, but, self.now).await?;
        self.service.note_ending(self, account, ended, by);
        Ok(ended)
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
