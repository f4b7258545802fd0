//! A component for tests alone. It is in no production manifest.
//!
//! The suite asks an adapter for the store's promises; it is compiled natively too, where it runs against memory.
//! The floor makes the calls that an operation makes and nothing else, so that the price of parsing and deciding shows.

pub mod meddled;
pub mod note;
pub mod suite;

#[cfg(target_family = "wasm")]
mod component;
#[cfg(target_family = "wasm")]
mod floor;
#[cfg(target_family = "wasm")]
mod serving;
