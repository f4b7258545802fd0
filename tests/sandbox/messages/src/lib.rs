//! Plays two gateways for short messages, one that honours idempotency keys and one that does not; outages, delays and wrong
//! answers by script; and an inbox in which everything that was sent can be read.

mod handler;
mod inbox;
mod page;
mod script;
mod stage;

pub use handler::handle;
pub use script::Script;
pub use stage::Stage;

/// What this component is called and needs. Each gateway is a component of its own, which the variable `gateway` tells apart.
pub const COMPONENT: edge::Component = edge::Component {
    name: "messages",
    gate: edge::Gate::Open,
    variables: &["sandbox", "gateway", edge::SMS_SECRET],
};

#[cfg(target_family = "wasm")]
mod component;
