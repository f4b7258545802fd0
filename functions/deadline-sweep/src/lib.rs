//! Walks the store: records what has become due, sends messages, finishes interrupted submissions, ends what has expired and drops what is
//! over.
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
pub const COMPONENT: edge::Component = edge::Component {
    name: "deadline-sweep",
    gate: edge::Gate::Verified,
    variables: &[
        edge::OPERATOR_SECRETS,
        edge::REGISTERS_URL,
        edge::REGISTERS_SECRET,
        edge::SMS_URL,
        edge::SMS_SECRET,
    ],
};

#[cfg(target_family = "wasm")]
mod component;
