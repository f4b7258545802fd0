//! Files a case, asks the registers, and approves at once what they agree on; everything else goes to a person.
//! Once a case is approved, it reads from the examination site where the registration is.
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
mod wire;

pub use handler::handle;

/// What this component is called and needs.
pub const COMPONENT: edge::Component = edge::Component {
    name: "auto-approval",
    gate: edge::Gate::Verified,
    variables: &[edge::REGISTERS_URL, edge::REGISTERS_SECRET],
};

#[cfg(target_family = "wasm")]
mod component;
