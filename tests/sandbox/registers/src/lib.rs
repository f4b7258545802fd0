//! Plays the registers outside: invented people with pages about them, and outages, delays and wrong answers by script.

mod certificates;
mod entry;
mod handler;
mod page;
mod script;
mod somebody;

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
