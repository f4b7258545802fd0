//! Which reviewers decide about which programmes: the groups of a region, which its administrators make, change and take away.
//!
//! What a group does to its members is seen where they take cases, in `manual-decision`.
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
    edge::Component { name: "groups", gate: edge::Gate::Verified, variables: &[] };

#[cfg(target_family = "wasm")]
mod component;
