//! The seasons whose cases somebody may see in lists.

use std::rc::Rc;

use domain::Rejection;
use domain::actor::{Action, Subject, permit};
use domain::policy::{Policy, PolicyHash};
use edge::{Context, Problem, Session};
use store::{Collection, KeyValue};

/// A season of the caller's region.
pub(super) struct Season {
    pub(super) programme: String,
    /// The policy that is in force.
    pub(super) policy: Rc<Policy>,
    pub(super) collection: Rc<Collection>,
}

/// Returns the seasons of the caller's region whose programme is wanted.
pub(super) async fn seasons<K: KeyValue>(
    cx: &Context<'_, K>,
    session: &Session,
    wants: impl Fn(&str) -> bool,
) -> Result<Vec<Season>, Problem> {
    let mut seasons = Vec::new();
    for programme in cx.store().programmes().await? {
        let Some(root) = cx.store().programme(&programme).await? else { continue };
        for season in &root.seasons {
            let hash: PolicyHash = season.policy.parse().map_err(Problem::fault)?;
            let policy = cx.policy(hash).await?;
            let subject = Subject::Programme { region: policy.region() };
            match permit(&session.actor, Action::SeeWorklist, &subject) {
                Ok(()) if wants(&programme) => {
                    let collection = cx.collection(&season.collection).await?;
                    seasons.push(Season { programme: programme.clone(), policy, collection });
                }
                Ok(()) | Err(Rejection::OutsideRegion) => {}
                Err(other) => return Err(other.into()),
            }
        }
    }
    Ok(seasons)
}
