//! Programs that the tests need and that are no dependencies of any crate here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use toml::{Table, Value};

use crate::progress;
use crate::workspace::Workspace;

/// Checks licences, sources and bans. A newer one may find more, so it is taken up on purpose.
const CARGO_DENY: &str = "0.20.2";

/// Builds the fuzz targets. What it takes and prints may change, so that it is taken up on purpose.
const CARGO_FUZZ: &str = "0.13.2";

/// The program that builds and runs fuzz targets.
///
/// # Errors
///
/// Fails when it is missing and cannot be built.
pub(crate) fn cargo_fuzz(workspace: &Workspace) -> Result<PathBuf> {
    install(workspace, "cargo-fuzz", CARGO_FUZZ, &[], "cargo-fuzz")
}

/// The program that checks the dependencies.
///
/// # Errors
///
/// Fails when it is missing and cannot be built.
pub(crate) fn cargo_deny(workspace: &Workspace) -> Result<PathBuf> {
    // Without the default features it cannot ask the network, and need not.
    install(workspace, "cargo-deny", CARGO_DENY, &["--no-default-features"], "cargo-deny")
}

/// The program that runs tests in wasm, of exactly the version that the tests are linked with.
///
/// # Errors
///
/// Fails when the lock file has no `wasm-bindgen`, or when the program is missing and cannot be built.
pub(crate) fn wasm_test_runner(workspace: &Workspace) -> Result<PathBuf> {
    let lock =
        fs::read_to_string(workspace.root().join("Cargo.lock")).context("there is no Cargo.lock yet")?;
    let version = locked(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")?;
    install(workspace, "wasm-bindgen-cli", &version, &[], "wasm-bindgen-test-runner")
}

/// What the tests run in Node: a folder of `tests` with scripts and with the packages that they need from npm.
pub(crate) struct Scripts {
    /// The folder.
    pub(crate) folder: &'static str,
    /// The scripts in it.
    pub(crate) scripts: &'static [&'static str],
    /// Its packages, in words.
    pub(crate) packages: &'static str,
}

/// The provider of OpenID Connect and the portal that the login is proved against.
pub(crate) const OIDC: Scripts = Scripts {
    folder: "oidc",
    scripts: &["portal.js", "provider.js"],
    packages: "oidc-provider and oauth4webapi",
};

/// The program that a client is generated for, and what generates it.
pub(crate) const CLIENT: Scripts = Scripts {
    folder: "client",
    scripts: &["generate.js", "portal.ts", "tsconfig.json"],
    packages: "openapi-typescript, openapi-fetch and typescript",
};

/// What holds pages against rules of accessibility, and what measures how they load.
pub(crate) const BROWSER: Scripts =
    Scripts { folder: "browser", scripts: &[], packages: "axe-core and lighthouse" };

/// The folder in which these scripts can be started.
///
/// # Errors
///
/// Fails when there is no npm, or when it cannot install the packages.
pub(crate) fn scripts(workspace: &Workspace, node: Option<&Path>, wanted: &Scripts) -> Result<PathBuf> {
    let source = workspace.root().join("tests").join(wanted.folder);
    let folder = workspace.target("tools").join(wanted.folder);
    fs::create_dir_all(&folder)?;
    for script in wanted.scripts {
        fs::copy(source.join(script), folder.join(script))?;
    }
    let lock = fs::read(source.join("package-lock.json"))?;
    // Written last, so that an interrupted installation is done again.
    let done = folder.join("installed");
    if fs::read(&done).is_ok_and(|installed| installed == lock) {
        return Ok(folder);
    }
    for file in ["package.json", "package-lock.json"] {
        fs::copy(source.join(file), folder.join(file))?;
    }
    ensure!(node.is_none(), "there is no npm: the Node that was unpacked privately brings none");
    let mut command = Command::new("npm");
    command.current_dir(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    progress::run(&format!("installing {} from npm, once", wanted.packages), &mut command)?;
    fs::write(&done, &lock)?;
    Ok(folder)
}

/// Tells whether the system has a program.
pub(crate) fn is_there(program: &str) -> bool {
    // Some know no `--version`, and say so: what counts is that they start.
    Command::new(program).arg("--version").output().is_ok()
}

fn install(
    workspace: &Workspace,
    package: &str,
    version: &str,
    features: &[&str],
    program: &str,
) -> Result<PathBuf> {
    let folder = workspace.target("tools").join(format!("{package}-{version}"));
    let path = folder.join("bin").join(program);
    if path.exists() {
        return Ok(path);
    }
    let build = workspace.target("tools/build").join(package);
    let mut command = workspace.bare_cargo();
    command
        // Not `--locked`: a mirror may no longer have what the authors had locked.
        .args(["install", package, "--no-track", "--version", &format!("={version}")])
        .args(features)
        .arg("--root")
        .arg(&folder)
        .arg("--target-dir")
        .arg(&build)
        // It is built once and runs for seconds: compiling it fast matters more than running it fast.
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    progress::run(&format!("building {package} {version}, once"), &mut command)?;
    fs::remove_dir_all(&build)?;
    Ok(path)
}

/// The version of a package in a lock file.
fn locked(lock: &str, name: &str) -> Option<String> {
    let lock: Table = lock.parse().ok()?;
    let packages = lock.get("package")?.as_array()?;
    let package =
        packages.iter().find(|package| package.get("name").and_then(Value::as_str) == Some(name))?;
    Some(package.get("version")?.as_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_from_the_lock_file_by_the_whole_name() {
        let lock = "version = 4\n[[package]]\nname = \"wasm-bindgen-test\"\nversion = \"0.3.80\"\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked(lock, "wasm"), None);
    }
}
