//! Everything that runs natively and is tested, compiled in one call of cargo.
//!
//! A call for each package would compile what packages share once more for each: others ask other features of it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::progress;
use crate::workspace::Workspace;

/// The profile that it is compiled with, and the folder below `target` that cargo puts it in.
pub(crate) const NATIVE: &str = "native";

/// The programs of all packages but this one, which is compiled as what it is while it runs: without optimisation.
pub(crate) struct Native {
    programs: Vec<Program>,
}

/// What cargo says of something that it has compiled.
#[derive(Deserialize)]
struct Artifact {
    manifest_path: PathBuf,
    target: Target,
    profile: Profile,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

#[derive(Deserialize)]
struct Profile {
    test: bool,
}

/// Something that can be started.
#[derive(Debug, PartialEq, Eq)]
struct Program {
    name: String,
    /// The folder of its package, in which cargo starts tests.
    folder: PathBuf,
    is_test: bool,
    path: PathBuf,
}

impl Native {
    /// Compiles it.
    ///
    /// # Errors
    ///
    /// Fails when something does not compile.
    pub(crate) fn compile(workspace: &Workspace) -> Result<Self> {
        let mut command =
            workspace.cargo(&["build", "--profile", NATIVE, "--workspace", "--exclude", "xtask"]);
        command.args(["--all-targets", "--message-format", "json-render-diagnostics"]);
        let label = "compiling the host and all tests, which takes minutes the first time";
        let transcript = progress::attempt(label, &mut command)?;
        let (messages, words): (Vec<_>, Vec<_>) =
            transcript.lines.into_iter().partition(|line| line.starts_with('{'));
        if !transcript.success {
            bail!("cargo build failed:\n\n{}", words.join("\n"));
        }
        Ok(Self { programs: messages.iter().filter_map(|message| program(message)).collect() })
    }

    /// A program that is no test.
    ///
    /// # Errors
    ///
    /// Fails when no package has it.
    pub(crate) fn path(&self, name: &str) -> Result<&Path> {
        let found = self.programs.iter().find(|program| !program.is_test && program.name == name);
        Ok(&found.with_context(|| format!("cargo has compiled no {name}"))?.path)
    }

    /// What starts the tests of the packages that are wanted by their folder's name, each with what it tests.
    pub(crate) fn tests(
        &self,
        workspace: &Workspace,
        wanted: impl Fn(&str) -> bool,
    ) -> Vec<(String, Command)> {
        let of_package = |program: &&Program| {
            program.is_test && program.folder.file_name().and_then(OsStr::to_str).is_some_and(&wanted)
        };
        let start = |program: &Program| {
            let mut command = workspace.program(&program.path);
            command.current_dir(&program.folder);
            (program.name.clone(), command)
        };
        self.programs.iter().filter(of_package).map(start).collect()
    }
}

/// The program that a message of cargo is about, if it is about one.
fn program(message: &str) -> Option<Program> {
    // Messages of other kinds lack what is asked for.
    let artifact = serde_json::from_str::<Artifact>(message).ok()?;
    let folder = artifact.manifest_path.parent()?.to_owned();
    Some(Program {
        name: artifact.target.name,
        folder,
        is_test: artifact.profile.test,
        path: artifact.executable?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(name: &str, test: bool, executable: &str) -> String {
        format!(
            r#"{{"reason":"compiler-artifact","package_id":"path+file:///r/tests#0.1.0","manifest_path":"/r/tests/Cargo.toml","target":{{"kind":["test"],"name":"{name}","doc":false}},"profile":{{"opt_level":"3","test":{test}}},"features":[],"executable":{executable},"fresh":true}}"#
        )
    }

    fn native() -> Native {
        let messages = [
            message("all", true, r#""/r/target/native/deps/all-1""#),
            message("bench", true, r#""/r/target/native/deps/bench-1""#),
            message("bench", false, r#""/r/target/native/bench""#),
        ];
        Native { programs: messages.iter().filter_map(|message| program(message)).collect() }
    }

    #[test]
    fn a_program_is_what_can_be_started_and_no_library_and_no_other_message() {
        assert_eq!(program(&message("tests", false, "null")), None);
        assert_eq!(program(r#"{"reason":"build-finished","success":true}"#), None);
        assert_eq!(native().path("bench").unwrap(), Path::new("/r/target/native/bench"));
        assert!(native().path("all").is_err());
    }

    #[test]
    fn tests_are_started_in_the_folder_of_their_package() {
        let workspace = Workspace::find().unwrap();
        let found = native().tests(&workspace, |package| package == "tests");
        let names: Vec<_> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["all", "bench"]);
        assert!(found.iter().all(|(_, command)| command.get_current_dir() == Some(Path::new("/r/tests"))));
        assert!(native().tests(&workspace, |package| package == "host").is_empty());
    }
}
