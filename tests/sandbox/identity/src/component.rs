//! The component's entry.

use std::time::Duration;

use spin_sdk::key_value::Store;

use crate::script::Stage;

struct Platform;

impl Stage for Platform {
    async fn read(&self, name: &str) -> Option<Vec<u8>> {
        Store::open("default").await.ok()?.get(&key(name)).await.ok()?
    }

    async fn keep(&self, name: &str, value: &[u8]) {
        if let Ok(store) = Store::open("default").await {
            drop(store.set(&key(name), value).await);
        }
    }

    async fn forget(&self, name: &str) {
        if let Ok(store) = Store::open("default").await {
            drop(store.delete(&key(name)).await);
        }
    }

    async fn wait(&self, milliseconds: u32) {
        spin_sdk::time::sleep(Duration::from_millis(milliseconds.into())).await;
    }
}

/// No key of the application begins like this.
fn key(name: &str) -> String {
    format!("sandbox/identity/{name}")
}

#[spin_sdk::http_service]
async fn serve(request: spin_sdk::http::Request) -> impl spin_sdk::http::IntoResponse {
    let handle = async |request: http::Request<edge::Body>, cx: &edge::Context<'_, store::Spin>| {
        crate::handle(request, cx, &Platform).await
    };
    edge::serve(crate::COMPONENT, request, handle).await
}
