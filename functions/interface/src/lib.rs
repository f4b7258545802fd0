//! Serves the description of the interface of all components. It has a component of its own, since a text that grows with
//! every component belongs into none of them.
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

pub use handler::handle;

/// What this component is called and needs.
pub const COMPONENT: edge::Component =
    edge::Component { name: "interface", gate: edge::Gate::Open, variables: &[] };

#[cfg(target_family = "wasm")]
mod component;
