//! What a season under a policy would be like, for administrators who propose or approve it. Nothing is stored.
//!
//! That takes up to five seconds in which the instance does nothing else: so nobody is served by this component for anything else.
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
mod wire;

pub use handler::handle;

/// What this component is called and needs.
pub const COMPONENT: edge::Component =
    edge::Component { name: "rehearsals", gate: edge::Gate::Verified, variables: &[] };

#[cfg(target_family = "wasm")]
mod component;
