//! `cargo xtask kill`: kills the embedded host under load, and looks at everything that it had answered.

use std::process::ExitCode;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{test, toolchain};

/// Kills the host so many times.
///
/// # Errors
///
/// Fails when something does not compile or the test cannot be started.
pub(crate) fn run(workspace: &Workspace, times: u32) -> Result<ExitCode> {
    let toolchain = toolchain::provide(workspace, toolchain::Source::Any)?;
    let mut command = test::of_journeys(workspace, &toolchain)?;
    let status = command.args(["kill::", "--nocapture"]).env("MIAOPI_KILLS", times.to_string()).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
