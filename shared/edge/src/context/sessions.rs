//! The session of the caller, and those that handlers open and end.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::digest::Digest;
use domain::id::{AccountId, SessionId};
use domain::slug::ProgrammeId;
use http::Request;
use store::KeyValue;

use super::Context;
use crate::body::Body;
use crate::log::Ender;
use crate::problem::{Code, Problem};
use crate::retry::retry;
use crate::security::Credential;
use crate::session::account::Reach;
use crate::session::{self, NewSession, SESSIONS, Session};

impl<K: KeyValue> Context<'_, K> {
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
        session::open(self.store(), &sessions, actor, None, self.now).await
    }

    /// Opens a session for a candidate who has just entered the password for this programme. It is good for nothing else.
    ///
    /// # Errors
    ///
    /// Returns a problem if the store fails.
    pub async fn open_session_by_password(
        &self,
        account: AccountId,
        programme: &ProgrammeId,
    ) -> Result<NewSession, Problem> {
        self.caller.set(Some(account));
        let sessions = self.collection(SESSIONS).await?;
        let actor = Actor::Candidate(account);
        session::open(self.store(), &sessions, actor, Some(programme), self.now).await
    }

    /// Ends what this browser has open, since it is about to forget it: nobody else should know it.
    ///
    /// # Errors
    ///
    /// Returns a problem if the store fails.
    pub async fn end_session_before(&self, request: &Request<Body>) -> Result<(), Problem> {
        match self.session(request).await {
            Ok(before) => retry(async || self.end_session(&before).await).await,
            Err(_) => Ok(()),
        }
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

    /// Returns what its person has open besides the session at hand, and that one, the last that was opened first: of whoever has
    /// logged in by a password what was opened by it, and otherwise all. It walks all sessions.
    ///
    /// # Errors
    ///
    /// Returns a problem if the store fails.
    pub async fn sessions_of(&self, at_hand: &Session) -> Result<Vec<Session>, Problem> {
        let sessions = self.collection(SESSIONS).await?;
        let (account, reach) = (at_hand.account()?, Reach::of(at_hand));
        session::account::sessions_of(self.store(), &sessions, account, reach, self.now).await
    }

    /// Ends a session of the person of the session at hand, and writes it down.
    ///
    /// # Errors
    ///
    /// Returns [`Code::UnknownSession`] if they have none of this id, as far as they can see in the session at hand, and another
    /// problem if others keep using it at this very moment, or if the store fails.
    pub async fn end_session_of(&self, at_hand: &Session, id: SessionId) -> Result<(), Problem> {
        let sessions = self.collection(SESSIONS).await?;
        let (account, reach) = (at_hand.account()?, Reach::of(at_hand));
        session::account::end_one(self.store(), &sessions, account, id, reach, self.now).await?;
        self.service.note_ending(self, account, 1, Ender::Person);
        Ok(())
    }

    /// Ends all sessions of its person but the one at hand, as far as they can see them in it, and what portals could open more
    /// with, and writes it down. Returns how many they were. It walks all sessions.
    ///
    /// # Errors
    ///
    /// Returns a problem if others keep using one at this very moment, or if the store fails. Some may have been ended then, and
    /// whoever asks again ends the others.
    pub async fn end_other_sessions(&self, at_hand: &Session) -> Result<usize, Problem> {
        let (account, reach) = (at_hand.account()?, Reach::of(at_hand));
        self.end_all(account, Some(at_hand.id), reach, Ender::Person).await
    }

    /// Ends all sessions of this account, and what portals could open more with, and writes it down. Returns how many they were.
    /// It walks all sessions.
    ///
    /// # Errors
    ///
    /// As [`Context::end_other_sessions`].
    pub async fn end_sessions_of(&self, account: AccountId, by: Ender) -> Result<usize, Problem> {
        self.end_all(account, None, Reach::Everything, by).await
    }

    /// Ends all sessions of this account that were opened by a password, and writes it down. Returns how many they were. It walks
    /// all sessions.
    ///
    /// # Errors
    ///
    /// As [`Context::end_other_sessions`].
    pub async fn end_password_sessions_of(&self, account: AccountId, by: Ender) -> Result<usize, Problem> {
        self.end_all(account, None, Reach::Passwords, by).await
    }

    async fn end_all(
        &self,
        account: AccountId,
        but: Option<SessionId>,
        reach: Reach<'_>,
        by: Ender,
    ) -> Result<usize, Problem> {
        let sessions = self.collection(SESSIONS).await?;
        let ended = session::account::end_all(self.store(), &sessions, account, but, reach, self.now).await?;
        self.service.note_ending(self, account, ended, by);
        Ok(ended)
    }
}
