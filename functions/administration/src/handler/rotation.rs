//! `POST /internal/keys/rotation`: puts the current master key in force everywhere.

use std::collections::BTreeMap;

use bytes::Bytes;
use edge::{Context, Problem};
use http::{Response, StatusCode};
use serde::Serialize;
use store::KeyValue;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Rotated {
    /// How many documents lie under each key. A key that is not in this list may be destroyed.
    in_force: BTreeMap<u32, usize>,
}

pub(super) async fn handle<K: KeyValue>(cx: &Context<'_, K>) -> Result<Response<Bytes>, Problem> {
    cx.enter("/internal/keys/rotation");
    let store = cx.store();
    store.rotate().await?;
    let in_force = store.keys_in_force().await?;
    let in_force = in_force.into_iter().map(|(id, documents)| (id.0, documents)).collect();
    edge::json(StatusCode::OK, &Rotated { in_force })
}
