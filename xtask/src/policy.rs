//! `cargo xtask policy check`: says what there is to say about policy files before they are published.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, ensure};
use workbench::{Policy, Report, Severity};

use crate::workspace::Workspace;

pub(crate) mod diff;
pub(crate) mod explain;
mod record;
pub(crate) mod rehearse;
pub(crate) mod replay;

/// Where the policies lie.
const FOLDER: &str = "shared/policies";

/// Looks at the files, or at every policy, and prints a line for each remark.
///
/// # Errors
///
/// Fails when a file cannot be read.
pub(crate) fn check(workspace: &Workspace, files: Vec<PathBuf>, deny_warnings: bool) -> Result<ExitCode> {
    let files = if files.is_empty() { published(workspace.root())? } else { files };
    let (mut errors, mut warnings) = (0, 0);
    for file in &files {
        let bytes = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
        let report = workbench::check(&bytes);
        let name = file.strip_prefix(workspace.root()).unwrap_or(file);
        lines(name, &report).iter().for_each(|line| println!("{line}"));
        errors += report.count(Severity::Error);
        warnings += report.count(Severity::Warning);
    }
    println!("files: {}, errors: {errors}, warnings: {warnings}", files.len());
    Ok(if has_failed(errors, warnings, deny_warnings) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The files of all policies, in the order of their names.
///
/// # Errors
///
/// Fails when the folder cannot be read or has none.
pub(crate) fn published(root: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(root.join(FOLDER)).with_context(|| format!("{FOLDER} cannot be read"))?;
    let mut files: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    ensure!(!files.is_empty(), "there are no policies in {FOLDER}");
    Ok(files)
}

/// A report as compilers print theirs, so that editors find the place.
fn lines(file: &Path, report: &Report) -> Vec<String> {
    let place = |line: Option<usize>| line.map(|line| format!("{line}:")).unwrap_or_default();
    let remarks = report.remarks().iter();
    remarks.map(|remark| format!("{}:{} {remark}", file.display(), place(remark.line))).collect()
}

const fn has_failed(errors: usize, warnings: usize, deny_warnings: bool) -> bool {
    0 < errors || (deny_warnings && 0 < warnings)
}

/// Reads a policy.
///
/// # Errors
///
/// Fails when the file cannot be read or is none, with the line of the first mistake.
fn read(file: &Path) -> Result<Policy> {
    let bytes = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    Policy::parse(&bytes).with_context(|| format!("{} is no policy", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_printed_with_its_file_its_line_and_its_code() {
        let report = workbench::check(b"programme = 'a'\nseason = 1\n");
        let expected = "a.toml:1: error invalid-policy: the key opens is missing";
        assert_eq!(lines(Path::new("a.toml"), &report), [expected]);
    }

    #[test]
    fn a_remark_about_a_file_as_a_whole_has_no_line() {
        let report = workbench::check(&vec![b'#'; 50_000_000]);
        let lines = lines(Path::new("a.toml"), &report);
        assert!(
            lines[0].starts_with("a.toml: error invalid-policy: the file has 50000000 bytes"),
            "{lines:?}"
        );
    }

    #[test]
    fn errors_fail_always_and_warnings_where_they_are_denied() {
        assert!(!has_failed(0, 0, true));
        assert!(!has_failed(0, 1, false) && has_failed(0, 1, true));
        assert!(has_failed(1, 0, false));
    }

    #[test]
    fn every_policy_of_the_workspace_can_be_published() -> Result<()> {
        let workspace = Workspace::find()?;
        for file in published(workspace.root())? {
            let report = workbench::check(&fs::read(&file)?);
            assert_eq!(report.count(Severity::Error), 0, "{}: {report:?}", file.display());
        }
        Ok(())
    }
}
