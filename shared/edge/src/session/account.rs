//! What an account has open. Sessions lie where the fingerprints of their tokens put them, so finding those of an account is a
//! walk over all of them.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::id::{AccountId, SessionId};
use domain::slug::ProgrammeId;
use store::{Collection, KeyValue, Ledger, Line, LineOnly, RecordId, Standing, Store};

use super::note::{Note, Way};
use super::{Session, code, end_line, shown};
use crate::problem::{Code, Problem};
use crate::retry::retry;

/// The sessions of an account that somebody may see and end.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reach<'a> {
    /// All of them, and the codes that portals were given for more.
    Everything,
    /// Those that were opened by a password.
    Passwords,
    /// Those that were opened by the password for this programme.
    Programme(&'a ProgrammeId),
}

impl<'a> Reach<'a> {
    /// Returns what is within reach of somebody in this session: a password shows and ends nothing that a provider has vouched for.
    pub(crate) fn of(session: &'a Session) -> Self {
        session.programme.as_ref().map_or(Self::Everything, Self::Programme)
    }

    fn includes(self, note: &Note) -> bool {
        match self {
            Self::Everything => true,
            Self::Passwords => matches!(note.way, Way::Password(_)),
            Self::Programme(programme) => note.way == Way::Password(programme.clone()),
        }
    }

    fn includes_codes(self) -> bool {
        matches!(self, Self::Everything)
    }
}

/// Returns the open sessions of an account, the last that was opened first.
pub(crate) async fn sessions_of<K: KeyValue>(
    store: &Store<K>,
    sessions: &Collection,
    account: AccountId,
    reach: Reach<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<Session>, Problem> {
    let ledger = store.ledger(sessions);
    let open = |line: &Line| Some(shown(line, &open_note(line, account, reach, now)?));
    let mut found = walk(&ledger, open).await?;
    found.sort_by_key(|session| (Reverse(session.opened), session.id));
    Ok(found)
}

/// Ends a session of an account by its id. Of another account's, and of what is out of reach, nobody learns whether it is there.
pub(crate) async fn end_one<K: KeyValue>(
    store: &Store<K>,
    sessions: &Collection,
    account: AccountId,
    id: SessionId,
    reach: Reach<'_>,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let ledger = store.ledger(sessions);
    retry(async || {
        let unknown = || Problem::new(Code::UnknownSession);
        let loaded = ledger.load::<LineOnly>(RecordId::from_u128(id.as_u128())).await?;
        let loaded = loaded.ok_or_else(unknown)?;
        open_note(&loaded.line, account, reach, now).ok_or_else(unknown)?;
        Ok(ledger.end(loaded).await?)
    })
    .await
}

/// Ends everything within reach that an account has open but one session, and the codes that portals were given for more. Returns
/// how many sessions it has ended.
pub(crate) async fn end_all<K: KeyValue>(
    store: &Store<K>,
    sessions: &Collection,
    account: AccountId,
    but: Option<SessionId>,
    reach: Reach<'_>,
    now: DateTime<Utc>,
) -> Result<usize, Problem> {
    let ledger = store.ledger(sessions);
    let kept = but.map(|id| RecordId::from_u128(id.as_u128()));
    let meant = |line: &Line| {
        let is_session = open_note(line, account, reach, now).is_some() && kept != Some(line.id);
        let is_code = reach.includes_codes() && code::is_given_for(line, account);
        (is_session || is_code).then_some((line.id, is_session))
    };
    let mut ended = 0;
    for (id, is_session) in walk(&ledger, meant).await? {
        retry(async || end_line(&ledger, id).await).await?;
        ended += usize::from(is_session);
    }
    Ok(ended)
}

/// Ends what a member of staff has open in another role or region than the one that their provider has just named.
pub(crate) async fn end_other_roles<K: KeyValue>(
    store: &Store<K>,
    sessions: &Collection,
    actor: &Actor,
) -> Result<(), Problem> {
    let is_other = |line: &Line| {
        let note = Note::read(&line.facts.note)?;
        let is_own = matches!(note.actor, Actor::Staff { .. }) && note.actor.account() == actor.account();
        (is_own && note.actor != *actor).then_some(line.id)
    };
    let ledger = store.ledger(sessions);
    for id in walk(&ledger, is_other).await? {
        end_line(&ledger, id).await?;
    }
    Ok(())
}

/// Returns what `of` makes of the lines that stand, but for those of which it makes nothing.
async fn walk<K: KeyValue, T>(
    ledger: &Ledger<'_, K>,
    of: impl Fn(&Line) -> Option<T>,
) -> Result<Vec<T>, Problem> {
    let mut found = Vec::new();
    for number in 0..ledger.partitions() {
        let lines = ledger.lines(number).await?;
        found.extend(lines.iter().filter(|line| line.standing == Standing::Live).filter_map(&of));
    }
    Ok(found)
}

/// Returns what a line says if it is a session of this account that is within reach and not over.
fn open_note(line: &Line, account: AccountId, reach: Reach<'_>, now: DateTime<Utc>) -> Option<Note> {
    let note = Note::read(&line.facts.note)?;
    let is_meant = note.actor.account() == Some(account) && now < note.ends() && reach.includes(&note);
    is_meant.then_some(note)
}

#[cfg(test)]
mod tests;
