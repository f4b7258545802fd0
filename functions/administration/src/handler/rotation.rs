//! `POST /internal/keys/rotation`: puts the current master key in force everywhere.

use std::collections::BTreeMap;

use bytes::Bytes;
use domain::act::{About, Doer, Kind};
use edge::acts::{Deed, Told, recorded};
use edge::{Context, Problem};
use http::{Response, StatusCode};
use serde::Serialize;
use store::{KeyId, KeyValue};

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Rotated {
    /// How many documents lie under each key. A key that is not in this list may be destroyed.
    in_force: BTreeMap<u32, usize>,
}

pub(super) async fn handle<K: KeyValue>(cx: &Context<'_, K>) -> Result<Response<Bytes>, Problem> {
    cx.enter("/internal/keys/rotation");
    let store = cx.store();
    let deed = Deed::new(cx, Doer::Operator, Kind::KeysRotated, About::default(), None)?;
    let effect = async || {
        store.rotate().await?;
        Ok(store.keys_in_force().await?)
    };
    let told = |in_force: &BTreeMap<KeyId, usize>| Told {
        counts: vec![("documents", in_force.values().sum())],
        ..Told::default()
    };
    let in_force = recorded(cx, deed, effect, told).await?;
    let in_force = in_force.into_iter().map(|(id, documents)| (id.0, documents)).collect();
    edge::json(StatusCode::OK, &Rotated { in_force })
}
