//! `cargo xtask simulate`: plays runs in which everything goes wrong that can; or proves that it would notice, by putting faults into
//! a copy of the workspace.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail, ensure};

use crate::native::NATIVE;
use crate::workspace::Workspace;

/// A fault that is not noticed in so many runs would not be noticed by the tests either.
const SEEDS: &str = "2000";

/// Where the faults lie, as patches.
const FAULTS: &str = "tests/simulation/faults";

/// Plays runs.
///
/// # Errors
///
/// Fails when the simulation cannot be started.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    let mut command = workspace.cargo(&["run", "--profile", NATIVE, "--package", "simulation", "--"]);
    Ok(if command.args(arguments).status()?.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Puts each fault into a copy of the workspace, and expects a promise to be broken there.
///
/// # Errors
///
/// Fails when a fault does not fit the workspace any more, or a copy cannot be built.
pub(crate) fn faults(workspace: &Workspace, only: Option<&str>) -> Result<ExitCode> {
    let patches = patches(workspace)?;
    for patch in &patches {
        git(workspace, &["apply", "--check"], patch)?;
    }
    let mut unnoticed = 0;
    for patch in patches {
        let name = patch.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if only.is_some_and(|only| !name.contains(only)) {
            continue;
        }
        let copy = Copy::of(workspace)?;
        copy.apply(&patch)?;
        match copy.simulate()? {
            Some(noticed) => println!("{name:<32} {noticed}"),
            None => {
                unnoticed += 1;
                println!("{name:<32} NOT NOTICED in {SEEDS} runs");
            }
        }
    }
    Ok(if unnoticed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn patches(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let folder = workspace.root().join(FAULTS);
    let entries = fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut patches: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    patches.retain(|path| path.extension().is_some_and(|extension| extension == "patch"));
    patches.sort();
    ensure!(!patches.is_empty(), "there are no faults in {FAULTS}");
    Ok(patches)
}

/// Lets git do something with a patch.
fn git(workspace: &Workspace, arguments: &[&str], patch: &Path) -> Result<()> {
    let status = Command::new("git").current_dir(workspace.root()).args(arguments).arg(patch).status()?;
    ensure!(status.success(), "{} does not fit the workspace any more", patch.display());
    Ok(())
}

/// A copy of what the workspace keeps in git, with a target folder of its own.
struct Copy<'a> {
    workspace: &'a Workspace,
    root: PathBuf,
}

impl<'a> Copy<'a> {
    /// Makes the copy equal to the workspace. What is equal already is not touched, so that little is built anew.
    fn of(workspace: &'a Workspace) -> Result<Self> {
        let root = workspace.root().join("target/faults/workspace");
        let listed = Command::new("git").current_dir(workspace.root()).args(["ls-files", "-z"]).output()?;
        ensure!(listed.status.success(), "git cannot list the files of the workspace");
        for path in String::from_utf8(listed.stdout)?.split_terminator('\0') {
            let (from, to) = (workspace.root().join(path), root.join(path));
            // A file that was deleted and is still listed.
            let Ok(bytes) = fs::read(&from) else { continue };
            if fs::read(&to).is_ok_and(|known| known == bytes) {
                continue;
            }
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&to, bytes)?;
        }
        Ok(Self { workspace, root })
    }

    fn apply(&self, patch: &Path) -> Result<()> {
        let folder = self.root.strip_prefix(self.workspace.root())?;
        git(self.workspace, &["apply", &format!("--directory={}", folder.display())], patch)
    }

    /// Plays the copy. Returns how the fault was noticed, if it was.
    fn simulate(&self) -> Result<Option<String>> {
        let built = self.cargo(&["build"])?;
        if !built.status.success() {
            bail!("the copy cannot be built:\n{}", String::from_utf8_lossy(&built.stderr));
        }
        let played = self.cargo(&["run", "--", "--seeds", SEEDS])?;
        let told = String::from_utf8_lossy(&played.stdout).into_owned();
        if played.status.success() {
            return Ok(None);
        }
        Ok(Some(told.lines().next().unwrap_or("it was broken off").to_owned()))
    }

    fn cargo(&self, arguments: &[&str]) -> Result<std::process::Output> {
        let [task, rest @ ..] = arguments else { bail!("cargo is given a task") };
        let mut command = self.workspace.cargo(&[task, "--profile", NATIVE, "--package", "simulation"]);
        command.current_dir(&self.root).args(rest);
        command.env("CARGO_TARGET_DIR", self.workspace.root().join("target/faults/target"));
        // A fault changes a line or two.
        command.env("CARGO_INCREMENTAL", "1");
        Ok(command.output()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_fits_the_workspace() -> Result<()> {
        let workspace = Workspace::find()?;
        patches(&workspace)?.iter().try_for_each(|patch| git(&workspace, &["apply", "--check"], patch))
    }
}
