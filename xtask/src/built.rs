//! What tests, bench and demo run against: our host, and on it the components of today as the sandbox has them.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::native::{NATIVE, Native};
use crate::toolchain::Toolchain;
use crate::workspace::Workspace;
use crate::{build, manifest, progress};

/// The host and the manifest, built.
pub(crate) struct Built {
    host: PathBuf,
    manifest: PathBuf,
}

impl Built {
    /// Builds them.
    ///
    /// # Errors
    ///
    /// Fails when something does not compile.
    pub(crate) fn new(workspace: &Workspace, toolchain: &Toolchain) -> Result<Self> {
        let (_, host) = build::all(workspace, toolchain)?;
        Self::with(workspace, host)
    }

    /// Builds what there is beside the host that the tests were compiled with.
    ///
    /// # Errors
    ///
    /// Fails when something does not compile.
    pub(crate) fn beside(workspace: &Workspace, toolchain: &Toolchain, native: &Native) -> Result<Self> {
        build::components(workspace, toolchain)?;
        Self::with(workspace, native.path("host")?.to_owned())
    }

    fn with(workspace: &Workspace, host: PathBuf) -> Result<Self> {
        let sandbox = manifest::write(workspace)?;
        Ok(Self { host, manifest: sandbox.path })
    }

    /// Tells a command where they are.
    pub(crate) fn tell(&self, command: &mut Command) {
        command.env("MIAOPI_HOST", &self.host).env("MIAOPI_MANIFEST", &self.manifest);
    }
}

/// Builds everything, and this program of a package, and returns the command that starts it.
///
/// # Errors
///
/// Fails when something does not compile.
pub(crate) fn program(
    workspace: &Workspace,
    toolchain: &Toolchain,
    package: &str,
    name: &str,
) -> Result<Command> {
    let built = Built::new(workspace, toolchain)?;
    let mut build = workspace.cargo(&["build", "--profile", NATIVE, "--package", package, "--bin", name]);
    progress::run(&format!("compiling the {name}"), &mut build)?;
    let mut command = Command::new(workspace.target(NATIVE).join(name));
    built.tell(&mut command);
    Ok(command)
}
