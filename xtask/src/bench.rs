//! `cargo xtask bench`: measures the components that were built, on the embedded host.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::built;
use crate::toolchain::{self, Toolchain};
use crate::workspace::Workspace;

/// Runs the bench with these arguments.
///
/// # Errors
///
/// Fails when something does not compile or the bench cannot be started.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    let toolchain = toolchain::provide(workspace, toolchain::Source::Any)?;
    let status = command(workspace, &toolchain)?.args(arguments).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds everything that the bench needs and returns the command that starts it.
///
/// # Errors
///
/// Fails when something does not compile.
pub(crate) fn command(workspace: &Workspace, toolchain: &Toolchain) -> Result<Command> {
    built::program(workspace, toolchain, "tests", "bench")
}
