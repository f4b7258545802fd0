//! Tidying up the materials of a case: what leaves is deleted, and what has expired leaves.

use edge::{Context, Problem, cases};
use store::records::{CaseRecord, blob};
use store::{Collection, KeyValue, Stored};

use super::due::Done;

/// Tidies up the materials of a case, if there is anything to do.
pub(super) async fn tidy<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    stored: Stored<CaseRecord>,
    done: &Done,
) {
    let id = stored.line.id;
    match tidied(cx, collection, stored).await {
        Ok(Tidied::Yes) => Done::count(&done.tidied),
        Ok(Tidied::No) => {}
        Err(problem) => done.fail(id, &problem),
    }
}

enum Tidied {
    Yes,
    No,
}

/// Deletes what has been leaving, and lets the uploads that have expired leave. Their chunks are deleted the next time:
/// until the commit, a part could still be added to them.
async fn tidied<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    stored: Stored<CaseRecord>,
) -> Result<Tidied, Problem> {
    let case = &stored.record.case;
    let now = case.clamp(cx.now);
    let materials = case.materials();
    if materials.due().is_none_or(|due| now < due) {
        return Ok(Tidied::No);
    }
    for leaving in materials.leaving() {
        for part in blob(&leaving.blob).1 {
            cx.store().delete_part(&part).await?;
        }
    }
    let case = case.with_swept(materials.left().expired(now));
    let Some(loaded) = cx.ledger(collection).load_again(stored).await? else {
        // Somebody has changed the case meanwhile. What is deleted stays named until the next walk.
        return Ok(Tidied::No);
    };
    let policy = cx.policy(case.policy()).await?;
    cases::replace(cx, collection, loaded, case, &policy).await?;
    Ok(Tidied::Yes)
}
