//! What is known about somebody who is logged in, and by whose word.

use domain::account::VerifiedIdentity;
use domain::id::AccountId;
use domain::identity::IdentityDocument;
use domain::slug::ProgrammeId;
use store::records::AccountRecord;
use store::{Change, Collection, Content, Facts, Fingerprint, KeyValue, Line, New, RecordId};

use crate::cases::draw_command;
use crate::context::Context;
use crate::problem::Problem;
use crate::session::ACCOUNTS;

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
    let (facts, record) = kept(identity, voucher);
    let Some(line) = ledger.find(&fingerprint).await? else {
        let new = New { fingerprint, facts, content: Some(record), command: draw_command(cx)? };
        return Ok(account(&ledger.create(new).await?.line));
    };
    let counts = match voucher {
        Voucher::Platform => true,
        Voucher::Office | Voucher::Roster => line.facts.state == REGISTERED,
    };
    if counts
        && let Some(loaded) = ledger.load::<AccountRecord>(line.id).await?
        // Somebody else may have vouched for it since.
        && (voucher == Voucher::Platform || loaded.line.facts.state == REGISTERED)
        && (loaded.record != record || loaded.line.facts.state != facts.state)
    {
        let change = Change { facts, content: Content::Replace(record), command: None };
        ledger.commit(loaded, change).await?;
    }
    Ok(account(&line))
}

/// Returns what is kept of somebody by the word of this one.
fn kept(identity: &VerifiedIdentity, voucher: Voucher) -> (Facts, AccountRecord) {
    let (state, telephone) = match voucher {
        Voucher::Platform => (VOUCHED, identity.telephone.clone()),
        Voucher::Office => (VOUCHED, None),
        Voucher::Roster => (REGISTERED, None),
    };
    let identity = VerifiedIdentity { telephone, ..identity.clone() };
    (Facts { state, ..Facts::default() }, AccountRecord::new(identity))
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
