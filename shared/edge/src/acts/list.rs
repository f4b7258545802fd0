//! Acts as they are looked up: the newest first, page by page.

use std::cmp::Reverse;

use bytes::Bytes;
use domain::id::ActId;
use domain::region::Region;
use http::{Response, StatusCode};
use store::records::{ActNote, ActRecord};
use store::{KeyValue, RecordId};

use super::{ACTS, walk};
use crate::context::Context;
use crate::problem::{Code, Problem};
use crate::reply::json;
use crate::wire::{ActView, ActsView};

/// A screen or two. Each costs two reads.
const PAGE: usize = 50;

/// Shows the acts that the reader sees, the newest first: those that are older than `before`, if that is given. `address` is where
/// the reader has asked.
///
/// # Errors
///
/// Returns a problem if `before` is none that the reader sees, or if the store fails.
pub async fn page<K: KeyValue>(
    cx: &Context<'_, K>,
    address: &str,
    before: Option<&str>,
    sees: impl Fn(Option<Region>) -> bool,
) -> Result<Response<Bytes>, Problem> {
    let before: Option<ActId> = before.map(str::parse).transpose()?;
    let collection = cx.collection(ACTS).await?;
    let ledger = cx.ledger(&collection);
    let mut found = walk(&ledger).await?;
    found.retain(|(_, note)| sees(note.region));
    let place = |(id, note): &(RecordId, ActNote)| Reverse((note.at, *id));
    found.sort_unstable_by_key(place);
    let start = match before {
        Some(act) => {
            let at = found.iter().position(|(id, _)| id.as_u128() == act.as_u128());
            at.ok_or_else(|| Problem::new(Code::UnknownAct))? + 1
        }
        None => 0,
    };

    let mut acts = Vec::new();
    for (id, _) in found.iter().skip(start).take(PAGE) {
        if let Some(stored) = ledger.read::<ActRecord>(*id).await? {
            acts.push(ActView::new(*id, &stored.record.act));
        }
    }
    let last = found.get(start..).and_then(|rest| rest.get(PAGE - 1).filter(|_| PAGE < rest.len()));
    let earlier = last.map(|(id, _)| format!("{address}/{}/earlier", ActId::from_u128(id.as_u128())));
    json(StatusCode::OK, &ActsView { acts, earlier })
}
