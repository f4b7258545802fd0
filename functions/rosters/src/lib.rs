//! Imports the registrations of a season from a file of the office, for operators and for administrators of its region.
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

pub use handler::handle;

/// What this component is called and needs.
pub const COMPONENT: edge::Component =
    edge::Component { name: "rosters", gate: edge::Gate::Verified, variables: &[edge::OPERATOR_SECRETS] };

#[cfg(target_family = "wasm")]
mod component;
