//! `cargo xtask bench`: measures the components that were built, on the embedded host.

use std::process::ExitCode;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{built, toolchain};

/// Runs the bench with these arguments.
///
/// # Errors
///
/// Fails when something does not compile or the bench cannot be started.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    let toolchain = toolchain::provide(workspace, toolchain::Source::Any)?;
    let mut command = built::program(workspace, &toolchain, "tests", "bench")?;
    Ok(if command.args(arguments).status()?.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
