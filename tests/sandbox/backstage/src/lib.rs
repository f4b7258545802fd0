//! The pages from which the sandbox is directed: what can be played and by whom; switches for registers, gateways and providers; the
//! clock. It keeps nothing itself, but asks those who play by the addresses that programs use, too.
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

mod clock;
mod handler;
mod instants;
mod overview;
mod rows;
mod switches;

pub use handler::handle;

/// Where the clock can be set.
const CONTROL: &str = "control";

/// What this component is called and needs.
pub const COMPONENT: edge::Component =
    edge::Component { name: "backstage", gate: edge::Gate::Open, variables: &["sandbox", CONTROL] };

#[cfg(target_family = "wasm")]
mod component;
