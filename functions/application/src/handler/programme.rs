//! `GET /api/programmes/{programme}`: what everybody may know before they log in.

use bytes::Bytes;
use edge::{Context, Problem, current_season};
use http::{Response, StatusCode};
use store::KeyValue;

use super::kept_briefly;
use crate::wire::ProgrammeView;

pub(super) async fn show<K: KeyValue>(
    cx: &Context<'_, K>,
    programme: &str,
) -> Result<Response<Bytes>, Problem> {
    let (_, policy) = current_season(cx, programme).await?;
    let response = edge::json(StatusCode::OK, &ProgrammeView::new(&policy, cx.now))?;
    Ok(kept_briefly(response))
}
