//! The kit of the tests that need more than one crate.

pub mod bench;
pub mod browser;
pub mod deployment;
pub mod http;
pub mod model;
pub mod page;
pub mod person;
pub mod script;
pub mod tls;
