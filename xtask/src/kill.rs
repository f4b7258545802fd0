//! `cargo xtask kill`: kills the embedded host under load, and looks at everything that it had answered.

use std::process::ExitCode;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{test, toolchain};

/// The one test of its module.
const TEST: [&str; 5] = ["--test", "all", "kill::", "--", "--nocapture"];

/// Kills the host so many times.
///
/// # Errors
///
/// Fails when something does not compile or the test cannot be started.
pub(crate) fn run(workspace: &Workspace, times: u32) -> Result<ExitCode> {
    let toolchain = toolchain::provide(workspace, toolchain::Source::Any)?;
    let mut command = test::against_the_host(workspace, &toolchain, "tests", &TEST)?;
    let status = command.env("MIAOPI_KILLS", times.to_string()).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
