//! Plays the two providers outside: the unified identity platform, where invented people log in for themselves or as a
//! legal person and have their face recognised on a second device, and the provider of the office, where they log in as
//! staff. Broken signatures, wrong claims, outages and delays come by script.

mod authorize;
mod codes;
mod devices;
mod handler;
mod page;
mod phone;
mod realm;
mod script;
mod sign;
mod token;

pub use handler::handle;
pub use realm::Realm;
pub use script::{Script, Signature, Stage};

/// What this component is called and needs.
pub const COMPONENT: edge::Component = edge::Component {
    name: "identity",
    gate: edge::Gate::Open,
    variables: &[
        "sandbox",
        "identity_issuer",
        "identity_client_id",
        "identity_client_secret",
        "staff_issuer",
        "staff_client_id",
        "staff_client_secret",
    ],
};

#[cfg(target_family = "wasm")]
mod component;
