//! Sessions: a secret token in the browser, a line without a body in the store.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use domain::actor::Actor;
use domain::id::{AccountId, CommandId, SessionId};
use domain::slug::ProgrammeId;
use http::header::HeaderValue;
use store::{
    Change, Collection, Content, Facts, KeyValue, Ledger, Line, LineOnly, New, RecordId, Store, StoreFault,
};

use crate::problem::{Code, Problem};
use crate::retry::retry;

pub(crate) mod account;
pub(crate) mod code;
mod note;

use note::{Note, Way};

/// The collection of sessions.
pub const SESSIONS: &str = "sessions";

/// The collection of accounts: everybody who has logged in by an identity provider.
pub const ACCOUNTS: &str = "accounts";

/// The cookie's name. The prefix makes browsers insist on `Secure`, on `Path=/` and on no `Domain`, so that no
/// neighbour under the same domain can set it.
pub const COOKIE: &str = "__Host-session";

/// Somebody who walks away from a shared computer is logged out before long; filling in a page takes less.
pub const IDLE_MINUTES_MAX: i64 = 30;

/// A working day with its breaks. After that the person proves again who they are.
pub const ABSOLUTE_HOURS_MAX: i64 = 12;

/// For so long it counts that the person has just proved who they are. It is enough to look through a list.
pub const FRESH_MINUTES_MAX: i64 = 10;

/// Guessing 256 bits is out of reach however many sessions there are.
const TOKEN_BYTES: usize = 32;

/// The only state of a session's line. Those of a code are other ones.
const OPEN: u8 = 1;

/// A session that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Names it in logs, and opens nothing.
    pub id: SessionId,
    /// Who is logged in, and as what.
    pub actor: Actor,
    /// When its person has logged in.
    pub opened: DateTime<Utc>,
    /// When it was last used. That is noted once in a tenth of the idle limit.
    pub used: DateTime<Utc>,
    /// The first instant at which it is over, unless it is used before.
    pub ends: DateTime<Utc>,
    /// When the person has shown in it that their telephone is in their hands. For how long that counts is a policy's.
    pub verified: Option<DateTime<Utc>>,
    /// The id of the portal that it was opened through, if it was.
    pub portal: Option<String>,
    /// The programme for whose password it was opened, if it was. It is good for nothing else.
    pub programme: Option<ProgrammeId>,
}

impl Session {
    /// Returns whose it is.
    ///
    /// # Errors
    ///
    /// Returns a fault if it is nobody's, which cannot be.
    pub fn account(&self) -> Result<AccountId, Problem> {
        self.actor.account().ok_or_else(|| Problem::fault("a session is of nobody"))
    }

    /// Tells whether it is good for what belongs to a programme. A password is a weaker proof than the word of an identity
    /// provider, and one account has the cases of all programmes.
    pub fn admits(&self, programme: &str) -> bool {
        self.programme.as_ref().is_none_or(|own| own.as_str() == programme)
    }

    /// Tells whether the person has proved in it a moment ago who they are, by logging in or by a code to their telephone.
    /// Whoever finds a session open that was left behind cannot do what needs that.
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        let proved = self.verified.map_or(self.opened, |verified| verified.max(self.opened));
        now < proved + Duration::minutes(FRESH_MINUTES_MAX)
    }
}

/// A session that was opened just now, with the token that nobody can be told again.
pub struct NewSession {
    /// The session.
    pub session: Session,
    /// The secret.
    pub token: String,
}

impl NewSession {
    /// Returns the value of `Set-Cookie`.
    ///
    /// # Errors
    ///
    /// Returns a fault if the token is no header value, which cannot be.
    pub fn cookie(&self) -> Result<HeaderValue, Problem> {
        set_cookie(COOKIE, &self.token, None)
    }
}

/// Returns the value of `Set-Cookie` for a cookie that only this service reads, and that ends with the browser's session or
/// after `seconds`; none deletes it.
///
/// # Errors
///
/// Returns a fault if the value is no cookie's.
pub fn set_cookie(name: &str, value: &str, seconds: Option<u32>) -> Result<HeaderValue, Problem> {
    let age = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let text = format!("{name}={value}; Secure; HttpOnly; SameSite=Lax; Path=/{age}");
    HeaderValue::from_str(&text).map_err(Problem::fault)
}

/// Opens a session, by the word of a provider or by the password for a programme. Only its fingerprint is stored.
pub(crate) async fn open<K: KeyValue>(
    store: &Store<K>,
    sessions: &Collection,
    actor: Actor,
    programme: Option<&ProgrammeId>,
    now: DateTime<Utc>,
) -> Result<NewSession, Problem> {
    let token = store.entropy().draw().map_err(StoreFault::from)?;
    let way = programme.map_or(Way::Provider, |programme| Way::Password(programme.clone()));
    let note = Note::new(actor, way, now).ok_or_else(|| Problem::new(Code::NotPermitted))?;
    open_by(store, sessions, &note, token).await
}

/// Opens a session by a token that was drawn for it.
async fn open_by<K: KeyValue>(
    store: &Store<K>,
    sessions: &Collection,
    note: &Note,
    token: [u8; TOKEN_BYTES],
) -> Result<NewSession, Problem> {
    let command = CommandId::from_u128(store.entropy().draw_id().map_err(StoreFault::from)?);
    let ledger = store.ledger(sessions);
    let fingerprint = ledger.fingerprint(&token);
    let new = New::<LineOnly> { fingerprint, facts: facts(note), content: None, command };
    let stored = ledger.create(new).await?;
    let session = shown(&stored.line, note);
    Ok(NewSession { session, token: URL_SAFE_NO_PAD.encode(token) })
}

/// Returns the session that `token` opens, and notes that it was used. One call of the provider, and two more at
/// most once in a tenth of the idle limit.
pub(crate) async fn find<K: KeyValue>(
    store: &Store<K>,
    sessions: &Collection,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Session, Problem> {
    let ended = || Problem::new(Code::SessionEnded);
    let token = URL_SAFE_NO_PAD.decode(token).map_err(|_| ended())?;
    if token.len() != TOKEN_BYTES {
        return Err(ended());
    }
    let ledger = store.ledger(sessions);
    let line = ledger.find(&ledger.fingerprint(&token)).await?.ok_or_else(ended)?;
    let mut note = note_of(&line)?;
    if note.ends() <= now {
        return Err(ended());
    }
    if note.used + idle() / 10 <= now {
        note.used = now;
        touch(store, sessions, &line, now).await?;
    }
    Ok(shown(&line, &note))
}

/// Ends a session. One that has ended already is no error.
pub(crate) async fn end<K: KeyValue>(
    store: &Store<K>,
    sessions: &Collection,
    session: &Session,
) -> Result<(), Problem> {
    end_line(&store.ledger(sessions), record(session)).await
}

/// Ends whatever line has this id, if it still stands.
async fn end_line<K: KeyValue>(ledger: &Ledger<'_, K>, id: RecordId) -> Result<(), Problem> {
    match ledger.load::<LineOnly>(id).await? {
        Some(loaded) => Ok(ledger.end(loaded).await?),
        None => Ok(()),
    }
}

async fn touch<K: KeyValue>(
    store: &Store<K>,
    sessions: &Collection,
    line: &Line,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let ledger = store.ledger(sessions);
    let Some(loaded) = ledger.load::<LineOnly>(line.id).await? else {
        // Logged out a moment ago, elsewhere.
        return Err(Problem::new(Code::SessionEnded));
    };
    // Read again: the telephone may have been verified since.
    let note = note_of(&loaded.line)?;
    let note = Note { used: note.used.max(now), ..note };
    let change = Change { facts: facts(&note), content: Content::Keep, command: None };
    // Whoever was faster has noted the same, and a note that is lost ends the session a little early at worst.
    drop(ledger.commit(loaded, change).await);
    Ok(())
}

/// Notes that the person has shown at `at` that their telephone is in their hands, and returns the session as it is then.
pub(crate) async fn verify<K: KeyValue>(
    store: &Store<K>,
    sessions: &Collection,
    session: &Session,
    at: DateTime<Utc>,
) -> Result<Session, Problem> {
    let ledger = store.ledger(sessions);
    retry(async || {
        let ended = || Problem::new(Code::SessionEnded);
        let loaded = ledger.load::<LineOnly>(record(session)).await?.ok_or_else(ended)?;
        let note = Note { verified: Some(at), ..note_of(&loaded.line)? };
        let change = Change { facts: facts(&note), content: Content::Keep, command: None };
        Ok(shown(&ledger.commit(loaded, change).await?.line, &note))
    })
    .await
}

fn note_of(line: &Line) -> Result<Note, Problem> {
    Note::read(&line.facts.note).ok_or_else(|| Problem::fault("a session's note is damaged"))
}

fn shown(line: &Line, note: &Note) -> Session {
    let id = SessionId::from_u128(line.id.as_u128());
    let (portal, programme) = match &note.way {
        Way::Provider => (None, None),
        Way::Portal(id) => (Some(id.clone()), None),
        Way::Password(programme) => (None, Some(programme.clone())),
    };
    Session {
        id,
        actor: note.actor,
        opened: note.opened,
        used: note.used,
        ends: note.ends(),
        verified: note.verified,
        portal,
        programme,
    }
}

fn record(session: &Session) -> RecordId {
    RecordId::from_u128(session.id.as_u128())
}

fn facts(note: &Note) -> Facts {
    Facts { state: OPEN, due: Some(note.ends()), claim: None, note: note.write() }
}

fn idle() -> Duration {
    Duration::minutes(IDLE_MINUTES_MAX)
}

fn absolute() -> Duration {
    Duration::hours(ABSOLUTE_HOURS_MAX)
}

#[cfg(test)]
mod tests;
