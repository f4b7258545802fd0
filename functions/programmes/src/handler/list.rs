//! `GET /api/programmes`: everything that is offered.

use bytes::Bytes;
use edge::{Context, Problem, current_season};
use http::header::{CACHE_CONTROL, HeaderValue};
use http::{Response, StatusCode};
use store::KeyValue;

use crate::wire::{OfferView, ProgrammesView};

pub(super) async fn handle<K: KeyValue>(cx: &Context<'_, K>) -> Result<Response<Bytes>, Problem> {
    let mut programmes = Vec::new();
    // A province has some dozens. Each costs one read, since its policy is kept in the instance.
    for programme in cx.store().programmes().await? {
        let (_, policy) = current_season(cx, &programme).await?;
        programmes.push(OfferView::new(&policy, cx.now));
    }
    let response = edge::json(StatusCode::OK, &ProgrammesView { programmes })?;
    // The same for everybody, so it may be kept, as long as it is asked for again.
    Ok(edge::with_header(response, CACHE_CONTROL, HeaderValue::from_static("no-cache")))
}
