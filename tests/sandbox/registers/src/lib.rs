//! Plays the registers outside: invented people, and outages, delays and wrong answers by script.

mod certificates;
mod handler;
mod script;

pub use handler::handle;
pub use script::{Script, Stage};

/// What this component is called and needs.
pub const COMPONENT: edge::Component = edge::Component {
    name: "registers",
    gate: edge::Gate::Open,
    variables: &["sandbox", edge::REGISTERS_SECRET],
};

#[cfg(target_family = "wasm")]
mod component;
