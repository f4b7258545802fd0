//! What an operator asks for: tests and seeds the store, publishes policies, imports rosters, rotates keys, ends sessions. And what
//! administrators do: one proposes a policy, another one approves it; they import rosters. All of it leaves an act.
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

pub use handler::handle;

/// What this component is called and needs. It serves operators before the store is verified, since it is what verifies it, and
/// administrators only afterwards.
pub const COMPONENT: edge::Component =
    edge::Component { name: "administration", gate: edge::Gate::Open, variables: &[edge::OPERATOR_SECRETS] };

#[cfg(target_family = "wasm")]
mod component;
