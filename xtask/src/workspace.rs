//! Where things are, and how cargo is called.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// The folder that holds the root manifest.
#[derive(Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

/// A member of the workspace.
#[derive(Deserialize)]
pub(crate) struct Package {
    /// Its name, as `-p` takes it.
    pub(crate) name: String,
    manifest_path: PathBuf,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

impl Workspace {
    /// Finds the workspace that this program belongs to.
    ///
    /// # Errors
    ///
    /// Fails when the program was moved away from its sources and is not run by cargo.
    pub(crate) fn find() -> Result<Self> {
        // Cargo sets the variable for what it runs; the constant serves a program started by hand.
        let own = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = own.parent().context("the manifest of xtask lies in no folder")?.to_path_buf();
        ensure!(root.join("Cargo.toml").is_file(), "{} is not the workspace", root.display());
        Ok(Self { root })
    }

    /// The root of the repository.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path under `target/`, where everything that is made or fetched lies.
    pub(crate) fn target(&self, below: &str) -> PathBuf {
        self.root.join("target").join(below)
    }

    /// A call of cargo in the root, always with the workspace's own target folder.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.bare_cargo();
        command.args(arguments).env("CARGO_TARGET_DIR", self.target(""));
        command
    }

    /// A call of cargo that brings its own target folder.
    pub(crate) fn bare_cargo(&self) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
        command.current_dir(&self.root);
        without_traces_of_cargo(&mut command);
        // Cargo's own bar is what `progress` reads, also where nobody looks at a terminal.
        command.env("CARGO_TERM_PROGRESS_WHEN", "always").env("CARGO_TERM_PROGRESS_WIDTH", "120");
        command.env("CARGO_TERM_COLOR", "never");
        command
    }

    /// A call of something that was compiled here.
    pub(crate) fn program(&self, path: &Path) -> Command {
        let mut command = Command::new(path);
        command.current_dir(&self.root);
        without_traces_of_cargo(&mut command);
        command
    }

    /// The members of the workspace, in the order of their folders.
    ///
    /// # Errors
    ///
    /// Fails when cargo cannot read the manifests.
    pub(crate) fn packages(&self) -> Result<Vec<Package>> {
        let output = self
            .cargo(&["metadata", "--no-deps", "--format-version", "1"])
            .output()
            .context("cannot start cargo")?;
        ensure!(
            output.status.success(),
            "cargo metadata failed:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let mut packages = serde_json::from_slice::<Metadata>(&output.stdout)?.packages;
        packages.sort_by(|one, other| one.manifest_path.cmp(&other.manifest_path));
        Ok(packages)
    }

    /// Whether the package is compiled to a component: the functions, and what plays the world around them.
    pub(crate) fn is_component(&self, package: &Package) -> bool {
        let Ok(path) = package.manifest_path.strip_prefix(&self.root) else { return false };
        let folder = path.parent().unwrap_or(path);
        // What lies deeper is a part of one, and compiled for something else.
        folder.parent() == Some(Path::new("functions"))
            || folder == Path::new("tests/probe")
            || folder.starts_with("tests/sandbox")
    }
}

/// Removes what `cargo run` adds for this program: a build script that watches such a variable would
/// otherwise run again each time cargo is called in another way.
fn without_traces_of_cargo(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_")
            || text == "CARGO_PRIMARY_PACKAGE"
        {
            command.env_remove(&name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn component(folder: &str, name: &str) -> bool {
        let workspace = Workspace { root: PathBuf::from("/repository") };
        let manifest_path = PathBuf::from("/repository").join(folder).join("Cargo.toml");
        workspace.is_component(&Package { name: name.to_owned(), manifest_path })
    }

    #[test]
    fn functions_the_probe_and_the_sandbox_are_components_and_libraries_are_not() {
        assert!(component("functions/application", "application"));
        assert!(component("tests/probe", "probe"));
        assert!(component("tests/sandbox/development-login", "development-login"));
        assert!(component("tests/sandbox/registers", "registers"));
        assert!(!component("functions/portal/check", "check"));
        assert!(!component("shared/domain", "domain"));
        assert!(!component("tests", "tests"));
        assert!(!component("host", "host"));
    }
}
