//! What is true about accounts, programmes and cases, and who may do what to them.
//!
//! Everything here is pure: no clock, no chance, no waiting, no HTTP and no storage. `now` and every drawn value come
//! in as arguments, so that a test can pick them and a failure replays exactly.
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
#![deny(clippy::wildcard_enum_match_arm)]

pub mod account;
pub mod act;
pub mod actor;
pub mod calendar;
pub mod case;
pub mod check;
pub mod digest;
pub mod document;
pub mod group;
pub mod id;
pub mod identity;
pub mod instant;
pub mod note;
pub mod password;
pub mod person;
pub mod picture;
pub mod policy;
pub mod predicate;
pub mod proposal;
pub mod region;
pub mod rejection;
pub mod slug;
mod text;
pub mod verification;

pub use rejection::Rejection;
