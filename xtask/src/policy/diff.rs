//! `cargo xtask policy diff`: prints what another version of a policy changes, and for whom.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use workbench::{Plan, diff};

/// What is compared.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The policy as it is.
    old: PathBuf,
    /// The policy as it would be.
    new: PathBuf,
    /// How many people are played under both.
    #[arg(long, default_value_t = 10_000)]
    people: u32,
    /// What all chance follows from: the same number plays the same.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Compares them.
///
/// # Errors
///
/// Fails when one of them cannot be read.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let (old, new) = (super::read(&arguments.old)?, super::read(&arguments.new)?);
    print!("{}", diff(&old, &new, &Plan::new(arguments.people, arguments.seed)));
    Ok(ExitCode::SUCCESS)
}
