//! Programs from PyPI that the tests need, each in a private environment of its own.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::progress;
use crate::workspace::Workspace;

/// The program that holds the description of the interface against the service.
///
/// # Errors
///
/// Fails when there is no Python with `venv`, or when the package cannot be installed.
pub(crate) fn schemathesis(workspace: &Workspace) -> Result<PathBuf> {
    let requirements = workspace.root().join("tests/contract/requirements.txt");
    let folder = workspace.target("tools/schemathesis");
    let program = folder.join("bin/schemathesis");
    let wanted = fs::read(&requirements)?;
    // Written last, so that an interrupted installation is done again.
    let done = folder.join("installed");
    if fs::read(&done).is_ok_and(|installed| installed == wanted) {
        return Ok(program);
    }
    let mut command = Command::new("python3");
    command.args(["-m", "venv", "--clear"]).arg(&folder);
    progress::run("making an environment for Python", &mut command)
        .context("python3 with venv is needed, on Debian the package python3-venv")?;
    let mut command = Command::new(folder.join("bin/python"));
    // Exactly what is listed, as it was built by its authors: nothing of it is compiled or run while it is installed.
    command.args([
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-deps",
        "--only-binary",
        ":all:",
    ]);
    command.arg("--require-hashes").arg("--requirement").arg(&requirements);
    progress::run("installing schemathesis from PyPI, once", &mut command)?;
    fs::write(&done, &wanted)?;
    Ok(program)
}
