//! `GET /api/programmes/{programme}`: what everybody may know before they log in.

use bytes::Bytes;
use edge::{Context, Problem, current_season};
use http::header::{CACHE_CONTROL, HeaderValue};
use http::{Response, StatusCode};
use store::KeyValue;

use crate::wire::ProgrammeView;

pub(super) async fn handle<K: KeyValue>(
    cx: &Context<'_, K>,
    programme: &str,
) -> Result<Response<Bytes>, Problem> {
    let (_, policy) = current_season(cx, programme).await?;
    let response = edge::json(StatusCode::OK, &ProgrammeView::new(&policy, cx.now))?;
    // The same for everybody, so it may be kept, as long as it is asked for again.
    Ok(edge::with_header(response, CACHE_CONTROL, HeaderValue::from_static("no-cache")))
}
