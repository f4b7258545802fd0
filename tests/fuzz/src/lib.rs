//! Feeds any bytes to whatever reads bytes from outside, and looks at what must hold of it.
//!
//! Each target is a function of bytes that panics if something does not hold. `cargo xtask fuzz` has libFuzzer look for such
//! bytes; the tests feed it what was found to reach something new (`corpus`), and what once was a mistake (`regressions`).
#![expect(clippy::missing_panics_doc, reason = "a target panics where something does not hold")]
#![expect(clippy::unwrap_used, reason = "a target panics where something does not hold")]

mod certificates;
mod login;
mod messages;
mod pictures;
mod policies;
mod provider;
mod records;
mod registers;
mod requests;
mod rosters;
mod script;
mod texts;
mod working_days;
mod world;

pub use certificates::certificates;
pub use login::login;
pub use messages::messages;
pub use pictures::pictures;
pub use policies::policies;
pub use provider::provider;
pub use records::records;
pub use registers::registers;
pub use requests::requests;
pub use rosters::rosters;
pub use texts::texts;
pub use working_days::working_days;

/// A function of bytes from outside, by its name.
pub type Target = (&'static str, fn(&[u8]));

/// Every target there is.
pub const TARGETS: [Target; 12] = [
    ("certificates", certificates),
    ("login", login),
    ("messages", messages),
    ("pictures", pictures),
    ("policies", policies),
    ("provider", provider),
    ("records", records),
    ("registers", registers),
    ("requests", requests),
    ("rosters", rosters),
    ("texts", texts),
    ("working-days", working_days),
];

#[cfg(test)]
mod tests;
