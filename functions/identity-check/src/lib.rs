//! Steps a session up (S1-50): a captcha, a code by SMS to the telephone that the identity provider vouches for, and the code
//! entered. From then on, for as long as the policy says, the session may file.
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

mod captcha;
mod code;
mod draw;
mod handler;
#[cfg(not(target_family = "wasm"))]
pub mod openapi;
mod telephones;
mod wire;

pub use handler::handle;

/// What this component is called and needs.
pub const COMPONENT: edge::Component = edge::Component {
    name: "identity-check",
    gate: edge::Gate::Verified,
    variables: &[edge::SMS_URL, edge::SMS_SECRET],
};

#[cfg(target_family = "wasm")]
mod component;
