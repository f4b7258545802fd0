//! What an operator asks for: tests and seeds the store, publishes policies, rotates keys, ends sessions, shows what was done.
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

pub use handler::handle;

/// What this component is called and needs. It serves before the store is verified, since it is what verifies it.
pub const COMPONENT: edge::Component =
    edge::Component { name: "administration", gate: edge::Gate::Open, variables: &[edge::OPERATOR_SECRETS] };

#[cfg(target_family = "wasm")]
mod component;
