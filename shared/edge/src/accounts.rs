//! What is known about somebody who is logged in.

use domain::account::VerifiedIdentity;
use domain::id::AccountId;
use store::records::AccountRecord;
use store::{KeyValue, RecordId};

use crate::context::Context;
use crate::problem::Problem;
use crate::session::ACCOUNTS;

/// The collection of telephones: which codes were sent to each.
pub const TELEPHONES: &str = "telephones";

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

/// Returns whom the identity provider has vouched for. Two calls of the provider of the store.
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
