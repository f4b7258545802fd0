//! `GET /api/programmes/{programme}`: what everybody may know before they log in.

use std::rc::Rc;

use bytes::Bytes;
use domain::policy::{Policy, PolicyHash};
use domain::slug::ProgrammeId;
use edge::{Code, Context, Problem};
use http::{Response, StatusCode};
use store::{KeyValue, Season};

use super::kept_briefly;
use crate::wire::ProgrammeView;

pub(super) async fn show<K: KeyValue>(
    cx: &Context<'_, K>,
    programme: &str,
) -> Result<Response<Bytes>, Problem> {
    let (_, policy) = current(cx, programme).await?;
    let response = edge::json(StatusCode::OK, &ProgrammeView::new(&policy, cx.now))?;
    Ok(kept_briefly(response))
}

/// Returns the season in which a case of `programme` is opened now, and its policy.
pub(super) async fn current<K: KeyValue>(
    cx: &Context<'_, K>,
    programme: &str,
) -> Result<(Season, Rc<Policy>), Problem> {
    let unknown = || Problem::new(Code::UnknownProgramme);
    let programme: ProgrammeId = programme.parse().map_err(|_| unknown())?;
    let root = cx.store().programme(programme.as_str()).await?.ok_or_else(unknown)?;
    let season = root.current().ok_or_else(unknown)?.clone();
    let hash: PolicyHash = season.policy.parse().map_err(Problem::fault)?;
    let policy = cx.policy(hash).await?;
    Ok((season, policy))
}
