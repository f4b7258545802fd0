//! Compiles the components and the host.

use std::fs;
use std::path::PathBuf;
use std::{panic, thread};

use anyhow::{Context, Result};

use crate::native::NATIVE;
use crate::sizes::{self, Size};
use crate::strip::strip;
use crate::toolchain::{COMPONENT, Toolchain};
use crate::workspace::{Package, Workspace};
use crate::{check, progress};

/// The members that are compiled to components.
///
/// # Errors
///
/// Fails when the manifests cannot be read.
pub(crate) fn component_packages(workspace: &Workspace) -> Result<Vec<Package>> {
    let mut packages = workspace.packages()?;
    packages.retain(|package| workspace.is_component(package));
    Ok(packages)
}

/// Compiles the components, strips them, and measures them, and before them what one of them has browsers run.
///
/// One call of cargo for each: only a crate that is built as nothing but a component is optimised across crates, which
/// makes it a tenth smaller and quicker. For tests they are libraries, too.
///
/// # Errors
///
/// Fails when one does not compile. Whether one is too large is for the caller to ask.
pub(crate) fn components(workspace: &Workspace, toolchain: &Toolchain) -> Result<Vec<Size>> {
    let packages = component_packages(workspace)?;
    let in_browsers = check::compile(workspace, toolchain)?;
    for package in &packages {
        let mut command = workspace.cargo(&["rustc", "--package", &package.name, "--crate-type", "cdylib"]);
        command.args(["--target", COMPONENT, "--profile", "component"]);
        if package.name == check::EMBEDDER {
            command.args(["--features", check::FEATURE]);
        }
        toolchain.apply(&mut command);
        progress::run(&format!("compiling the component {}", package.name), &mut command)?;
    }
    let components = packages.iter().map(|package| finish(workspace, package));
    components.chain([Ok(in_browsers)]).collect()
}

fn finish(workspace: &Workspace, package: &Package) -> Result<Size> {
    let folder = workspace.target(COMPONENT).join("component");
    let path = folder.join(format!("{}.wasm", package.name.replace('-', "_")));
    let linked = fs::read(&path).with_context(|| format!("cargo left no {}", path.display()))?;
    let stripped = strip(&linked).with_context(|| format!("cannot strip {}", path.display()))?;
    // Renamed into place: the file is a hard link to one that cargo keeps, with the names.
    let new = path.with_extension("stripped");
    fs::write(&new, &stripped)?;
    fs::rename(&new, &path)?;
    Ok(Size { name: package.name.clone(), bytes: stripped.len(), crates: sizes::crates(&linked)? })
}

/// Compiles the components and the host at the same time: a component is optimised as a whole, by one core.
///
/// # Errors
///
/// Fails when something does not compile.
pub(crate) fn all(workspace: &Workspace, toolchain: &Toolchain) -> Result<(Vec<Size>, PathBuf)> {
    thread::scope(|scope| {
        let beside = scope.spawn(|| components(workspace, toolchain));
        let host = host(workspace);
        let sizes = beside.join().unwrap_or_else(|cause| panic::resume_unwind(cause))?;
        Ok((sizes, host?))
    })
}

/// Compiles the host and returns its path.
///
/// # Errors
///
/// Fails when it does not compile.
pub(crate) fn host(workspace: &Workspace) -> Result<PathBuf> {
    let mut command = workspace.cargo(&["build", "--profile", NATIVE, "-p", "host"]);
    progress::run("compiling the host, which takes minutes the first time", &mut command)?;
    Ok(workspace.target(NATIVE).join("host"))
}
