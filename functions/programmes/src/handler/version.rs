//! `GET /api/programmes/{programme}/policies/{policy}`: the programme as one policy of it says. A case stays pinned to the one that
//! it was opened under, so its candidate is shown the statements, categories and texts of that one.

use bytes::Bytes;
use edge::{Context, Problem, published_policy};
use http::header::{CACHE_CONTROL, HeaderValue};
use http::{Response, StatusCode};
use store::KeyValue;

use crate::wire::ProgrammeView;

pub(super) async fn handle<K: KeyValue>(
    cx: &Context<'_, K>,
    programme: &str,
    policy: &str,
) -> Result<Response<Bytes>, Problem> {
    let policy = published_policy(cx, programme, policy).await?;
    let response = edge::json(StatusCode::OK, &ProgrammeView::new(&policy, cx.now))?;
    // The same for everybody, but for whether it is open now.
    Ok(edge::with_header(response, CACHE_CONTROL, HeaderValue::from_static("no-cache")))
}
