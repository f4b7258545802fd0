//! What is known about somebody who is logged in, and by whose word.

use chrono::{DateTime, TimeDelta, Utc};
use domain::account::VerifiedIdentity;
use domain::id::AccountId;
use domain::identity::IdentityDocument;
use domain::slug::ProgrammeId;
use store::records::AccountRecord;
use store::{Change, Collection, Content, Facts, Fingerprint, KeyValue, Line, New, RecordId};

use crate::cases::draw_command;
use crate::context::Context;
use crate::problem::{Code, Problem};
use crate::session::{ABSOLUTE_HOURS_MAX, ACCOUNTS};

/// The collection of telephones: which codes were sent to each.
pub const TELEPHONES: &str = "telephones";

/// The collection of passwords: one for each person and programme who has set one, or tries to.
pub const PASSWORDS: &str = "passwords";

/// The states of an account's line: a provider has vouched for who it is, or a roster alone says so.
const VOUCHED: u8 = 1;
const REGISTERED: u8 = 2;

/// By whose word an account is somebody's, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voucher {
    /// The identity platform. It knows whose a telephone is.
    Platform,
    /// The provider of the office. A telephone that the office knows is not where a candidate's codes go.
    Office,
    /// The roster that an office has imported, for whoever knows the password.
    Roster,
}

/// For so long an account is kept when somebody has logged in, at least: that of a portal begins a moment after the login.
const LEFT_HOURS_MIN: i64 = ABSOLUTE_HOURS_MAX + 1;

/// So much is given at once, so that not every login has to write it down.
const LEFT_HOURS_MAX: i64 = 2 * ABSOLUTE_HOURS_MAX;

/// Returns the account of a person: the same one wherever they log in. A weaker word never takes the place of a stronger one.
///
/// # Errors
///
/// Returns a problem if somebody else keeps the same account at this very moment, or if the store fails.
pub async fn account_of<K: KeyValue>(
    cx: &Context<'_, K>,
    identity: &VerifiedIdentity,
    voucher: Voucher,
) -> Result<AccountId, Problem> {
    let accounts = cx.collection(ACCOUNTS).await?;
    let ledger = cx.ledger(&accounts);
    let fingerprint = ledger.fingerprint(&identity.unique());
    let (state, record) = kept(identity, voucher);
    let Some(line) = ledger.find(&fingerprint).await? else {
        let due = (voucher != Voucher::Office).then(|| unused(cx.now));
        let facts = Facts { state, due, ..Facts::default() };
        let new = New { fingerprint, facts, content: Some(record), command: draw_command(cx)? };
        return Ok(account(&ledger.create(new).await?.line));
    };
    if !counts(&line, voucher) && due(&line, voucher, cx.now) == line.facts.due {
        return Ok(account(&line));
    }
    // It may have been swept away since.
    let loaded = ledger.load::<AccountRecord>(line.id).await?.ok_or_else(|| Problem::new(Code::Contended))?;
    // And somebody else may have vouched for it.
    let (state, record) = if counts(&loaded.line, voucher) {
        (state, record)
    } else {
        (loaded.line.facts.state, loaded.record.clone())
    };
    let facts = Facts { state, due: due(&loaded.line, voucher, cx.now), ..Facts::default() };
    if facts != loaded.line.facts || record != loaded.record {
        let content = if record == loaded.record { Content::Keep } else { Content::Replace(record) };
        ledger.commit(loaded, Change { facts, content, command: None }).await?;
    }
    Ok(account(&line))
}

/// Returns what is kept of somebody by the word of this one.
fn kept(identity: &VerifiedIdentity, voucher: Voucher) -> (u8, AccountRecord) {
    let (state, telephone) = match voucher {
        Voucher::Platform => (VOUCHED, identity.telephone.clone()),
        Voucher::Office => (VOUCHED, None),
        Voucher::Roster => (REGISTERED, None),
    };
    (state, AccountRecord::new(VerifiedIdentity { telephone, ..identity.clone() }))
}

/// Tells whether the word of this one may take the place of what an account is kept by.
fn counts(line: &Line, voucher: Voucher) -> bool {
    match voucher {
        Voucher::Platform => true,
        Voucher::Office | Voucher::Roster => line.facts.state == REGISTERED,
    }
}

/// Returns when the sweep is to look whether anybody still needs an account, once this one has vouched for it at `now`. That of
/// somebody who has ever been staff is kept: what they have done bears its id.
fn due(line: &Line, voucher: Voucher, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let before = line.facts.due?;
    let is_soon = || before < now + TimeDelta::hours(LEFT_HOURS_MIN);
    match voucher {
        Voucher::Office => None,
        Voucher::Platform | Voucher::Roster => Some(if is_soon() { unused(now) } else { before }),
    }
}

fn unused(now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::hours(LEFT_HOURS_MAX)
}

fn account(line: &Line) -> AccountId {
    AccountId::from_u128(line.id.as_u128())
}

/// Returns by what the password of somebody for a programme is found.
pub fn password_fingerprint(
    passwords: &Collection,
    programme: &ProgrammeId,
    document: &IdentityDocument,
) -> Fingerprint {
    passwords.fingerprint(&[programme.as_str().as_bytes(), b"\0", &document.unique()].concat())
}

/// Returns the account of whoever holds this document, if they have ever logged in. One call of the provider of the store.
///
/// # Errors
///
/// Returns a problem if the store fails.
pub async fn account_by<K: KeyValue>(
    cx: &Context<'_, K>,
    document: &IdentityDocument,
) -> Result<Option<AccountId>, Problem> {
    let accounts = cx.collection(ACCOUNTS).await?;
    let ledger = cx.ledger(&accounts);
    let line = ledger.find(&ledger.fingerprint(&document.unique())).await?;
    Ok(line.as_ref().map(account))
}

/// Tells whether there is an account of this id. One call of the provider of the store.
///
/// # Errors
///
/// Returns a problem if the store fails.
pub async fn is_account<K: KeyValue>(cx: &Context<'_, K>, account: AccountId) -> Result<bool, Problem> {
    let accounts = cx.collection(ACCOUNTS).await?;
    let line = cx.ledger(&accounts).line(RecordId::from_u128(account.as_u128())).await?;
    Ok(line.is_some())
}

/// Returns who somebody is, by the strongest word there is. Two calls of the provider of the store.
///
/// # Errors
///
/// Returns a problem if the store fails. An account is kept before a session is opened for it, so one must be there.
pub async fn identity_of<K: KeyValue>(
    cx: &Context<'_, K>,
    account: AccountId,
) -> Result<VerifiedIdentity, Problem> {
    let accounts = cx.collection(ACCOUNTS).await?;
    let id = RecordId::from_u128(account.as_u128());
    let stored = cx.ledger(&accounts).read::<AccountRecord>(id).await?;
    let stored = stored.ok_or_else(|| Problem::fault("a session is of an account that is not there"))?;
    Ok(stored.record.identity)
}
