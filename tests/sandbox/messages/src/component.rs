//! The component's entry.

use std::time::Duration;

use spin_sdk::experimental::wasi::keyvalue::{atomics, store as buckets};
use spin_sdk::key_value::Store;

use crate::stage::Stage;

const STORE: &str = "default";

/// No key of the application begins like those of this component.
struct Platform;

impl Stage for Platform {
    async fn get(&self, key: &str) -> Option<Vec<u8>> {
        Store::open(STORE).await.ok()?.get(key).await.ok()?
    }

    async fn keep(&self, key: &str, value: &[u8]) {
        if let Ok(store) = Store::open(STORE).await {
            drop(store.set(key, value).await);
        }
    }

    async fn count(&self, key: &str, more: i64) -> i64 {
        let bucket = buckets::open(STORE);
        bucket.and_then(|bucket| atomics::increment(&bucket, key, more)).unwrap_or_default()
    }

    async fn wait(&self, milliseconds: u32) {
        spin_sdk::time::sleep(Duration::from_millis(milliseconds.into())).await;
    }
}

#[spin_sdk::http_service]
async fn serve(request: spin_sdk::http::Request) -> impl spin_sdk::http::IntoResponse {
    let handle = async |request: http::Request<edge::Body>, cx: &edge::Context<'_, store::Spin>| {
        crate::handle(request, cx, &Platform).await
    };
    edge::serve(crate::COMPONENT, request, handle).await
}
