//! One binary for all integration tests, so that they link once.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod bench;
mod browser;
mod client;
mod conformance;
mod contract;
mod deploy;
mod kill;
mod oidc;
mod portals;
mod proxy;
mod scenarios;
mod security;
mod wiring;
