//! Takes the pictures of a case in, in parts if need be, or obtains them as electronic certificates, and shows them; or says
//! exactly what is wrong with them.
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

pub use handler::{PART_BYTES_MAX, handle};

/// What this component is called and needs.
pub const COMPONENT: edge::Component = edge::Component {
    name: "upload-validation",
    gate: edge::Gate::Verified,
    variables: &[edge::REGISTERS_URL, edge::REGISTERS_SECRET],
};

#[cfg(target_family = "wasm")]
mod component;
