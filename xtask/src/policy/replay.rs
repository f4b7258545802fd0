//! `cargo xtask policy replay`: decides recorded cases again, from nothing but what is recorded of them and their policy.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use workbench::{Case, Policy, replay};

/// What is decided again.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The policy that the cases are pinned to.
    file: PathBuf,
    /// The cases as they are recorded, one a line.
    cases: PathBuf,
}

/// Decides them again, and prints each that comes out differently by its line. It fails if one does.
///
/// # Errors
///
/// Fails when the policy or a case cannot be read.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let policy = super::read(&arguments.file)?;
    let name = arguments.cases.display();
    let file = File::open(&arguments.cases).with_context(|| format!("{name} cannot be read"))?;
    let (mut cases, mut unequal) = (0, 0);
    for (place, line) in BufReader::new(file).lines().enumerate() {
        let line = line.with_context(|| format!("{name} cannot be read"))?;
        let said = again(&policy, &line).with_context(|| format!("{name}:{} is no case", place + 1))?;
        cases += 1;
        if let Some(why) = said {
            unequal += 1;
            println!("{name}:{} {why}", place + 1);
        }
    }
    println!("cases: {cases}, decided otherwise: {unequal}");
    Ok(if unequal == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns why the case in `line` comes out differently, if it does.
fn again(policy: &Policy, line: &str) -> Result<Option<String>> {
    let case: Case = serde_json::from_str(line)?;
    Ok(replay(&case, policy).err().map(|unequal| unequal.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{published, read};
    use crate::workspace::Workspace;
    use workbench::{Plan, play};

    #[test]
    fn a_case_that_was_written_down_is_read_and_decided_again() -> Result<()> {
        for file in published(Workspace::find()?.root())? {
            let policy = read(&file)?;
            let mut lines = Vec::new();
            play(&policy, &Plan::new(40, 1), &mut |case| lines.push(serde_json::to_string(case)));
            assert!(!lines.is_empty());
            for line in lines {
                let line = line?;
                assert_eq!(again(&policy, &line)?, None);
            }
        }
        assert!(again(&read(&published(Workspace::find()?.root())?[0])?, "{}").is_err());
        Ok(())
    }
}
