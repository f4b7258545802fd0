//! The pages of the portal for staff: what reviewers decide, and what administrators publish. They are written beside those of
//! candidates, in `portal`, with which they share frame, stylesheet and scripts; this component serves them.

pub use portal::handle_staff as handle;

/// What this component is called and needs.
pub const COMPONENT: edge::Component =
    edge::Component { name: "office", gate: edge::Gate::Open, variables: &[] };

#[cfg(target_family = "wasm")]
mod component;
