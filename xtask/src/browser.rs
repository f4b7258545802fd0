//! The tests of pages in Chromium: what they need, and `cargo xtask screenshots`, which keeps what they see.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::toolchain;
use crate::workspace::Workspace;
use crate::{chromium, node, progress, test, tools};

/// What is not built here and has to be there.
pub(crate) struct Tools {
    chromium: PathBuf,
    /// The folder with what comes from npm.
    scripts: PathBuf,
    /// The folder of Node, if it has one of its own.
    node: Option<PathBuf>,
}

/// Provides them.
///
/// # Errors
///
/// Fails when one is missing and cannot be fetched.
pub(crate) fn tools(workspace: &Workspace) -> Result<Tools> {
    let node = node::provide(workspace)?;
    let scripts = tools::scripts(workspace, node.as_deref(), &tools::BROWSER)?;
    Ok(Tools { chromium: chromium::provide(workspace)?, scripts, node })
}

/// Has the tests start browsers, too, and no others run.
pub(crate) fn choose(tests: &mut Command, tools: Tools) {
    tests.args(["--ignored", "browser::", "--show-output"]);
    tests.env("MIAOPI_CHROMIUM", tools.chromium).env("MIAOPI_SCRIPTS", tools.scripts);
    test::with_node(tests, tools.node);
}

/// What the tests have counted, out of what they print: clicks, fields and keystrokes, sizes, scores.
pub(crate) fn counted(lines: &[String]) -> String {
    lines
        .iter()
        .filter(|line| line.starts_with("counted: "))
        .fold(String::new(), |text, line| text + line + "\n")
}

/// Runs the tests and keeps a picture of every page that they look at.
///
/// # Errors
///
/// Fails when a tool is missing, or when something does not compile.
pub(crate) fn screenshots(workspace: &Workspace) -> Result<ExitCode> {
    let toolchain = toolchain::provide(workspace, toolchain::Source::Any)?;
    let mut command = test::of_journeys(workspace, &toolchain)?;
    choose(&mut command, tools(workspace)?);
    let folder = workspace.target("screenshots");
    if folder.exists() {
        // So that none is of a page that there is no more.
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(&folder)?;
    let transcript = progress::attempt("looking at every page", command.env("MIAOPI_SCREENSHOTS", &folder))?;
    if transcript.success {
        println!("{}The pictures are in {}.", counted(&transcript.lines), folder.display());
        return Ok(ExitCode::SUCCESS);
    }
    println!("{}", transcript.lines.join("\n"));
    Ok(ExitCode::FAILURE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_all_that_is_printed_of_tests_that_pass() {
        let lines = ["running 1 test", "counted: filing, phone: 12 clicks", "test result: ok."];
        assert_eq!(counted(&lines.map(str::to_owned)), "counted: filing, phone: 12 clicks\n");
    }
}
