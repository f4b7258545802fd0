//! Logs people in by OpenID Connect, candidates at the unified identity platform and staff at their own provider; and logs
//! them out. For a registered portal it is an authorization server: the portal gets the token of a candidate's session.
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

mod answer;
mod attempt;
mod bond;
mod claims;
mod client;
mod handler;
mod keys;
#[cfg(not(target_family = "wasm"))]
pub mod openapi;
mod parameters;
mod portals;
mod provider;
mod return_address;
mod times;
mod ways;
mod wire;

pub use handler::handle;

/// What this component is called and needs.
pub const COMPONENT: edge::Component = edge::Component {
    name: "login-callback",
    gate: edge::Gate::Verified,
    variables: &[
        "identity_issuer",
        "identity_client_id",
        "identity_client_secret",
        "staff_issuer",
        "staff_client_id",
        "staff_client_secret",
        return_address::RETURN_ADDRESSES,
        portals::PORTALS,
    ],
};

#[cfg(target_family = "wasm")]
mod component;
