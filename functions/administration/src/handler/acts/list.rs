//! `GET /api/administration/acts` and `GET /internal/acts`: what was done, the newest first, page by page.

use std::cmp::Reverse;

use bytes::Bytes;
use domain::actor::{Action, Actor, Subject, permit};
use domain::id::ActId;
use domain::region::Region;
use edge::{ACTS, Body, Code, Context, Problem};
use http::{Request, Response, StatusCode};
use store::records::{ActNote, ActRecord};
use store::{KeyValue, RecordId};

use super::walk;
use crate::wire::act::{ActView, ActsView};

/// A screen or two. Each costs two reads.
const PAGE: usize = 50;

/// Shows what concerns the region of whoever asks, and what lies within it.
pub(in crate::handler) async fn of_the_region<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    before: Option<&str>,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(request).await?;
    let own = session.actor.region().ok_or_else(|| Problem::new(Code::NotPermitted))?;
    may_see(&session.actor, own)?;
    let sees = |region: Option<Region>| region.is_some_and(|at| may_see(&session.actor, at).is_ok());
    page(cx, "/api/administration/acts", before, sees).await
}

/// Shows everything.
pub(in crate::handler) async fn of_everybody<K: KeyValue>(
    cx: &Context<'_, K>,
    before: Option<&str>,
) -> Result<Response<Bytes>, Problem> {
    page(cx, "/internal/acts", before, |_| true).await
}

fn may_see(actor: &Actor, region: Region) -> Result<(), domain::Rejection> {
    permit(actor, Action::SeeActs, &Subject::Programme { region })
}

/// Shows those that are older than `before`, if that is one that the reader may see.
async fn page<K: KeyValue>(
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
    found.sort_by_key(place);
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
    edge::json(StatusCode::OK, &ActsView { acts, earlier })
}
