//! The component's entry.

use std::time::Duration;

use spin_sdk::key_value::Store;

use crate::script::Stage;

struct Platform;

impl Stage for Platform {
    async fn script(&self, register: &str) -> Option<Vec<u8>> {
        Store::open("default").await.ok()?.get(&key(register)).await.ok()?
    }

    async fn keep(&self, register: &str, script: &[u8]) {
        if let Ok(store) = Store::open("default").await {
            drop(store.set(&key(register), script).await);
        }
    }

    async fn wait(&self, milliseconds: u32) {
        spin_sdk::time::sleep(Duration::from_millis(milliseconds.into())).await;
    }
}

/// No key of the application begins like this.
fn key(register: &str) -> String {
    format!("sandbox/registers/{register}")
}

#[spin_sdk::http_service]
async fn serve(request: spin_sdk::http::Request) -> impl spin_sdk::http::IntoResponse {
    let handle = async |request: http::Request<edge::Body>, cx: &edge::Context<'_, store::Spin>| {
        crate::handle(request, cx, &Platform).await
    };
    edge::serve(crate::COMPONENT, request, handle).await
}
