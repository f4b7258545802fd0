//! One-time codes, which registered portals exchange for the token of a session (RFC 6749, section 4.1).
//!
//! A code is a line among the sessions. One commit gives it and one spends it, so of all who exchange it at once a single one
//! gets a session. Only then is the session opened, and the spent line names it until the minute is over.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use domain::actor::Actor;
use domain::digest::Digest;
use domain::id::{AccountId, CommandId};
use store::{
    Change, Collection, Content, Facts, Fingerprint, KeyValue, Ledger, Line, LineOnly, New, Store, StoreFault,
};

use super::{self as session, NewSession, TOKEN_BYTES, end_line, open_by};
use crate::problem::{Code, Problem};
use crate::retry::retry;

/// A browser carries it to the portal, which exchanges it at once.
const SECONDS_MAX: i64 = 60;

/// Guessing 256 bits is out of reach.
const CODE_BYTES: usize = 32;

/// Stands in front of a code in its fingerprint, so that no code is the token of a session.
const PURPOSE: &[u8] = b"portal code";

/// The states of a code's line.
const GIVEN: u8 = 2;
const SPENT: u8 = 3;

/// The first byte of its note. Others are those of sessions, which are never read from this line.
const FORMAT: u8 = 3;

/// What a code's line says.
#[derive(Debug, PartialEq, Eq)]
enum Note {
    /// It is good for a session of this candidate, to whoever can name the bond.
    Given { account: AccountId, bond: Digest },
    /// It was exchanged for the session whose token has this fingerprint.
    Spent { bond: Digest, token: Fingerprint },
}

/// Gives a code. Only its fingerprint is stored.
pub(crate) async fn give<K: KeyValue>(
    store: &Store<K>,
    sessions: &Collection,
    account: AccountId,
    bond: Digest,
    now: DateTime<Utc>,
) -> Result<String, Problem> {
    let code: [u8; CODE_BYTES] = store.entropy().draw().map_err(StoreFault::from)?;
    let command = CommandId::from_u128(store.entropy().draw_id().map_err(StoreFault::from)?);
    let ledger = store.ledger(sessions);
    let facts = Note::Given { account, bond }.facts(now + Duration::seconds(SECONDS_MAX));
    let fingerprint = fingerprint(&ledger, &code);
    ledger.create(New::<LineOnly> { fingerprint, facts, content: None, command }).await?;
    Ok(URL_SAFE_NO_PAD.encode(code))
}

/// Spends a code and opens its session, which is noted to have come through `portal`. One that was spent before ends the session
/// instead (RFC 6749, section 4.1.2), if whoever offers it could have spent it: of others nobody knows more than that they have
/// seen it.
pub(crate) async fn redeem<K: KeyValue>(
    store: &Store<K>,
    sessions: &Collection,
    code: &str,
    bond: Digest,
    portal: &str,
    now: DateTime<Utc>,
) -> Result<NewSession, Problem> {
    let refused = || Problem::new(Code::InvalidGrant);
    let code = URL_SAFE_NO_PAD.decode(code).map_err(|_| refused())?;
    let ledger = store.ledger(sessions);
    let found = ledger.find(&fingerprint(&ledger, &code)).await?.ok_or_else(refused)?;
    let token: [u8; TOKEN_BYTES] = store.entropy().draw().map_err(StoreFault::from)?;
    let spending = Note::Spent { bond, token: ledger.fingerprint(&token) };
    let before = retry(async || {
        let loaded = ledger.load::<LineOnly>(found.id).await?.ok_or_else(refused)?;
        let (note, ends) = Note::of(&loaded.line)?;
        if ends <= now || *note.bond() != bond {
            return Err(refused());
        }
        if matches!(note, Note::Given { .. }) {
            let change = Change { facts: spending.facts(ends), content: Content::Keep, command: None };
            ledger.commit(loaded, change).await?;
        }
        Ok(note)
    })
    .await?;
    match before {
        Note::Given { account, bond: _ } => {
            let way = session::Way::Portal(portal.to_owned());
            let note = session::Note::new(Actor::Candidate(account), way, now);
            let note = note.ok_or_else(|| Problem::fault("a portal without an id"))?;
            open_by(store, sessions, &note, token).await
        }
        Note::Spent { token, bond: _ } => {
            end(&ledger, &token).await?;
            Err(refused())
        }
    }
}

/// Tells whether a line is a code for a session of this account that was not spent yet.
pub(super) fn is_given_for(line: &Line, account: AccountId) -> bool {
    matches!(Note::read(&line.facts), Some((Note::Given { account: of, bond: _ }, _)) if of == account)
}

/// Ends the session whose token has this fingerprint, if there is one.
async fn end<K: KeyValue>(ledger: &Ledger<'_, K>, token: &Fingerprint) -> Result<(), Problem> {
    retry(async || match ledger.find(token).await? {
        Some(line) => end_line(ledger, line.id).await,
        None => Ok(()),
    })
    .await
}

fn fingerprint<K: KeyValue>(ledger: &Ledger<'_, K>, code: &[u8]) -> Fingerprint {
    ledger.fingerprint(&[PURPOSE, code].concat())
}

impl Note {
    const fn bond(&self) -> &Digest {
        match self {
            Self::Given { bond, account: _ } | Self::Spent { bond, token: _ } => bond,
        }
    }

    fn facts(&self, ends: DateTime<Utc>) -> Facts {
        let (state, sixteen) = match self {
            Self::Given { account, bond: _ } => (GIVEN, account.as_u128().to_be_bytes()),
            Self::Spent { token, bond: _ } => (SPENT, token.to_bytes()),
        };
        let note = [[FORMAT].as_slice(), self.bond().as_bytes(), &sixteen].concat();
        Facts { state, due: Some(ends), claim: None, note }
    }

    /// Reads the line of a code, and returns the first instant at which it is over with what it says.
    fn of(line: &Line) -> Result<(Self, DateTime<Utc>), Problem> {
        Self::read(&line.facts).ok_or_else(|| Problem::fault("the note of a code is damaged"))
    }

    fn read(facts: &Facts) -> Option<(Self, DateTime<Utc>)> {
        let (&[FORMAT], rest) = facts.note.split_first_chunk()? else { return None };
        let (bond, rest) = rest.split_first_chunk()?;
        let bond = Digest::from_bytes(*bond);
        let sixteen: [u8; 16] = rest.try_into().ok()?;
        let note = match facts.state {
            GIVEN => Self::Given { bond, account: AccountId::from_u128(u128::from_be_bytes(sixteen)) },
            SPENT => Self::Spent { bond, token: Fingerprint::from_bytes(sixteen) },
            _ => return None,
        };
        Some((note, facts.due?))
    }
}

#[cfg(test)]
mod tests;
