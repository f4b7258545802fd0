//! The reference portal: pages that are rendered here and work without scripts. It asks the other functions by their public
//! interface, and has no store, no secret and no rule of its own. The pages of staff are here as well, and are served by a component
//! of their own, `office`: all of them together would be larger than a component may be.
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

mod ask;
mod assets;
mod cookies;
mod form;
mod handler;
mod page;
mod pages;
mod refusal;
mod texts;
mod wire;
mod words;

pub use handler::{handle, handle_staff};

/// What this component is called and needs.
pub const COMPONENT: edge::Component =
    edge::Component { name: "portal", gate: edge::Gate::Open, variables: &[] };

#[cfg(all(target_family = "wasm", feature = "entry"))]
mod component;
