//! What administrators look at before they propose or approve a policy: what is wrong in it, and what a season under it would be
//! like. Nothing is stored.
//!
//! Both take up to ten seconds in which the instance does nothing else: so nobody else is served by this component.
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
mod words;

pub use handler::handle;

/// What this component is called and needs.
pub const COMPONENT: edge::Component =
    edge::Component { name: "rehearsals", gate: edge::Gate::Verified, variables: &[] };

#[cfg(target_family = "wasm")]
mod component;
