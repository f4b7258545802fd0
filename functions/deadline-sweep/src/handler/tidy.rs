//! Tidying up a case: materials that leave are deleted, those that have expired leave, and a case that has been kept for long
//! enough is erased.

use domain::policy::Policy;
use edge::{Context, Problem, cases};
use store::records::{CaseRecord, blob};
use store::{Collection, KeyValue, Stored};

use super::due::Done;

/// Tidies up a case, if there is anything to do.
pub(super) async fn tidy<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    stored: Stored<CaseRecord>,
    policy: &Policy,
    done: &Done,
) {
    let id = stored.line.id;
    match tidied(cx, collection, stored, policy).await {
        Ok(Tidied::Materials) => Done::count(&done.tidied),
        Ok(Tidied::Erased) => Done::count(&done.erased),
        Ok(Tidied::Nothing) => {}
        Err(problem) => done.fail(id, &problem),
    }
}

enum Tidied {
    Nothing,
    Materials,
    Erased,
}

/// Deletes what has been leaving, and lets leave what has expired, or everything of a case that is to be erased. Their chunks are
/// deleted the next time: until the commit, a part could still be added to them, and a picture be looked at. A case is erased
/// when nothing of its pictures is left, since nothing would name them afterwards.
async fn tidied<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    stored: Stored<CaseRecord>,
    policy: &Policy,
) -> Result<Tidied, Problem> {
    let case = &stored.record.case;
    let now = case.clamp(cx.now);
    let is_over = case.erased_from(policy).is_some_and(|from| from <= now);
    let materials = case.materials();
    if !is_over && materials.due().is_none_or(|due| now < due) {
        return Ok(Tidied::Nothing);
    }
    for leaving in materials.leaving() {
        for part in blob(&leaving.blob).1 {
            cx.store().delete_part(&part).await?;
        }
    }
    let left = if is_over { materials.left().given_up(now) } else { materials.left().expired(now) };
    let case = case.with_swept(left);
    let ledger = cx.ledger(collection);
    let Some(loaded) = ledger.load_again(stored).await? else {
        // Somebody has changed the case meanwhile. What is deleted stays named until the next walk.
        return Ok(Tidied::Nothing);
    };
    if is_over && case.materials().is_empty() {
        ledger.erase(loaded, CaseRecord::tombstone(&case, now)).await?;
        return Ok(Tidied::Erased);
    }
    cases::replace(cx, collection, loaded, case, policy).await?;
    Ok(Tidied::Materials)
}
