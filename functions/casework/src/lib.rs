//! What an operator does with cases: moves them to another version of their policy, and is given what is recorded of one.
//!
//! It is a component by itself, since it knows how cases are written and how they are decided: with what `administration` needs to
//! read policies and rosters it would be too large.
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

/// What this component is called and needs.
pub const COMPONENT: edge::Component =
    edge::Component { name: "casework", gate: edge::Gate::Verified, variables: &[edge::OPERATOR_SECRETS] };

#[cfg(target_family = "wasm")]
mod component;
