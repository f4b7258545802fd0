//! `GET /api/administration/acts`: what was done in the region of whoever asks, and in what lies within it.

use bytes::Bytes;
use domain::Rejection;
use domain::actor::{Action, Subject, permit};
use domain::region::Region;
use edge::{Body, Code, Context, Problem, acts};
use http::{Request, Response};
use store::KeyValue;

pub(super) async fn list<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    before: Option<&str>,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(request).await?;
    let own = session.actor.region().ok_or_else(|| Problem::new(Code::NotPermitted))?;
    let may_see = |region: Region| -> Result<(), Rejection> {
        permit(&session.actor, Action::SeeActs, &Subject::Programme { region })
    };
    may_see(own)?;
    let sees = |region: Option<Region>| region.is_some_and(|region| may_see(region).is_ok());
    acts::page(cx, "/api/administration/acts", before, sees).await
}
