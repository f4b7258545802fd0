//! What is known about somebody who is logged in.

use domain::id::AccountId;
use domain::person::Telephone;
use store::records::AccountRecord;
use store::{KeyValue, RecordId};

use crate::context::Context;
use crate::problem::Problem;
use crate::session::ACCOUNTS;

/// The collection of telephones: which codes were sent to each.
pub const TELEPHONES: &str = "telephones";

/// Returns the mobile number that the identity provider has vouched for, if it has. Two calls of the provider of the store.
///
/// # Errors
///
/// Returns a problem if the store fails.
pub async fn telephone_of<K: KeyValue>(
    cx: &Context<'_, K>,
    account: AccountId,
) -> Result<Option<Telephone>, Problem> {
    let accounts = cx.collection(ACCOUNTS).await?;
    let id = RecordId::from_u128(account.as_u128());
    let stored = cx.ledger(&accounts).read::<AccountRecord>(id).await?;
    Ok(stored.and_then(|stored| stored.record.identity.telephone))
}
