//! Opens a session for an invented person, without any proof. **It must never be in production**: whoever reaches it
//! is whoever they say.
//!
//! Two things keep it out: it is named in the sandbox's manifest alone, and it answers nothing unless the variable
//! `sandbox` says `true`, which no production manifest declares.
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

mod account;
mod handler;

pub use handler::handle;

/// What this component is called and needs.
pub const COMPONENT: edge::Component =
    edge::Component { name: "development-login", gate: edge::Gate::Verified, variables: &["sandbox"] };

#[cfg(target_family = "wasm")]
mod component;
