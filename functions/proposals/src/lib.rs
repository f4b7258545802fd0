//! What administrators decide together: one proposes a policy, another one approves it, which publishes it. What there is to say
//! about it before. And what was done in their region, by whomever.
//!
//! Every call can be repeated: it goes on where the last one stopped, and finds done what is done.
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
mod words;

pub use handler::handle;

/// What this component is called and needs.
pub const COMPONENT: edge::Component =
    edge::Component { name: "proposals", gate: edge::Gate::Verified, variables: &[] };

/// The collection of proposals.
pub const PROPOSALS: &str = "proposals";

#[cfg(target_family = "wasm")]
mod component;
