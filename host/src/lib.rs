//! Runs `spin.toml` on wasmtime, where Spin itself is not at hand.
//!
//! The host stands in for Spin in development and in tests: same manifest, same routes, same headers, same key-value
//! file, same weaknesses. What Spin cannot do it adds outside of the application: a clock that can be set and held, a
//! schedule, and counters. It proves nothing about Spin; the wiring suite runs against both.

pub mod application;
pub mod clock;
mod control;
mod guest;
pub mod keyvalue;
pub mod manifest;
pub mod measure;
pub mod outbound;
mod output;
pub mod routes;
pub mod schedule;
mod send;
pub mod serve;
pub mod variables;
