//! Groups of reviewers: where those of a region are kept, and what they leave to somebody.

use domain::actor::Actor;
use domain::group::Scope;
use domain::region::Region;
use store::records::GroupsRecord;
use store::{Collection, Fingerprint, KeyValue};

use crate::context::Context;
use crate::problem::Problem;

/// The collection of groups: one record for each region.
pub const GROUPS: &str = "groups";

/// Returns by what the groups of a region are found.
pub fn fingerprint(groups: &Collection, region: Region) -> Fingerprint {
    groups.fingerprint(region.to_string().as_bytes())
}

/// Returns which cases somebody can claim by their groups, which are those of the region that they work for. Two calls of the
/// provider of the store, one where that region has never had a group, and none for whoever is no staff.
///
/// # Errors
///
/// Returns a problem if the store fails.
pub async fn scope_of<K: KeyValue>(cx: &Context<'_, K>, actor: &Actor) -> Result<Scope, Problem> {
    let (Some(account), Some(region)) = (actor.account(), actor.region()) else {
        return Ok(Scope::Region);
    };
    let collection = cx.collection(GROUPS).await?;
    let stored = cx.ledger(&collection).read_owner::<GroupsRecord>(&fingerprint(&collection, region)).await?;
    Ok(stored.map_or(Scope::Region, |stored| stored.record.groups.scope(account)))
}
