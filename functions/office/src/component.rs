//! The component's entry.

#[spin_sdk::http_service]
async fn serve(request: spin_sdk::http::Request) -> impl spin_sdk::http::IntoResponse {
    edge::serve_pages(crate::COMPONENT, request, crate::handle).await
}
