//! `cargo xtask demo`: plays one window of the first policy against the components that were built, on the embedded host.

use std::process::ExitCode;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{built, toolchain};

/// Builds what the demo needs, and plays it.
///
/// # Errors
///
/// Fails when something does not compile or the demo cannot be started.
pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    let toolchain = toolchain::provide(workspace, toolchain::Source::Any)?;
    let status = built::program(workspace, &toolchain, "demo", "demo")?.status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
