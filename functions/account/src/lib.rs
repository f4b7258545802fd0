//! Logs candidates in by the number of their document and a password, where a policy lets them (S4-09 to S4-11). The first password is
//! in their registration and opens nothing but setting one of their own; a session that is opened so is good for its programme alone.
//!
//! What belongs here: how somebody proves that they know a password, and how it is kept. How often it can be tried and which one can
//! be set is decided in `domain::password`.
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

mod breached;
mod desk;
mod digest;
mod entered;
mod handler;
mod mark;
#[cfg(not(target_family = "wasm"))]
pub mod openapi;
mod wire;

pub use handler::handle;

/// What this component is called and needs.
pub const COMPONENT: edge::Component =
    edge::Component { name: "account", gate: edge::Gate::Verified, variables: &[] };

#[cfg(target_family = "wasm")]
mod component;
