//! What only the whole shows: routes, grants, variables, login, bad input. On the embedded host, or on what runs at
//! `MIAOPI_BASE`; what needs a clock that can be set, or a restart, is on the embedded host alone.

mod bad_input;
mod drafts;
mod framing;
mod latency;
mod login;
mod manifest;
mod operations;
mod partners;
mod step_up;
mod strangers;
mod submission;

use tests::deployment::{Deployment, Plan, sandbox};
use tests::person::Person;

/// A deployment that is ready for candidates.
async fn deployed() -> Deployment {
    let deployment = Deployment::under_test(Plan::of(&sandbox()));
    deployment.prepare(4).await;
    deployment
}

/// A host of our own, whose clock and state are at hand.
async fn our_host() -> Deployment {
    let deployment = Deployment::start(Plan::of(&sandbox()));
    deployment.prepare(4).await;
    deployment
}
