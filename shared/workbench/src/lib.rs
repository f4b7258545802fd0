//! What can be found out about a policy before it is published.
//!
//! Like the domain it is pure: bytes and values in, a report out. Nothing here works out an instant, a predicate or a
//! condition by itself: the domain's own functions are asked, so that what is found is what would happen.
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

mod check;
mod dice;
mod diff;
mod explain;
mod lines;
mod rehearse;
mod replay;
mod report;

pub use check::check;
pub use diff::{Difference, Effect, Moved, Part, PartChange, diff};
pub use domain::{case::Case, policy::Policy};
pub use explain::{Explained, Fields, Known, Said, Unexplained, explain, explain_case};
pub use rehearse::{
    Desk, Ending, Habits, Hour, Language, OutOfTime, Plan, Rates, Rehearsal, play, rehearse, rehearse_within,
};
pub use replay::{Unequal, replay};
pub use report::{Code, Remark, Report, Severity};

/// Reads an instant as policies write them: a civil time, or a day for its first instant.
pub fn instant(text: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    text.parse().ok().map(domain::calendar::Civil::start)
}
