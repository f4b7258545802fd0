//! Shows a case; edits and gives up its draft; files its correction.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod handler;
#[cfg(not(target_family = "wasm"))]
pub mod openapi;
mod route;
mod wire;

pub use handler::handle;

/// What this component is called and needs.
pub const COMPONENT: edge::Component =
    edge::Component { name: "application", gate: edge::Gate::Verified, variables: &[] };

#[cfg(target_family = "wasm")]
mod component;
