//! `cargo xtask policy replay`: decides recorded cases again, from nothing but what is recorded of them and their policies.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use workbench::{Policy, replay};

use super::record;

/// What is decided again.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The cases as they are recorded, one a line; and before that file those of the policies that they were pinned to, unless
    /// they are recorded beside the cases.
    #[arg(required = true, value_name = "POLICIES… CASES")]
    files: Vec<PathBuf>,
}

/// Decides them again, and prints each that comes out differently by its line. It fails if one does.
///
/// # Errors
///
/// Fails when the policy or a case cannot be read.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let (policies, cases) = record::with_policies(&arguments.files)?;
    let name = cases.display();
    let file = File::open(cases).with_context(|| format!("{name} cannot be read"))?;
    let (mut cases, mut unequal) = (0, 0);
    for (place, line) in BufReader::new(file).lines().enumerate() {
        let line = line.with_context(|| format!("{name} cannot be read"))?;
        let said = again(&policies, &line).with_context(|| format!("{name}:{} is no case", place + 1))?;
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
fn again(policies: &[Policy], line: &str) -> Result<Option<String>> {
    let record::Recorded { case, policies: beside } = record::read(line.as_bytes())?;
    let policies = [policies, &beside].concat();
    Ok(replay(&case, &policies).err().map(|unequal| unequal.to_string()))
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
                assert_eq!(again(std::slice::from_ref(&policy), &line)?, None);
                assert!(again(&[], &line)?.is_some_and(|why| why.contains("not at hand")));
                // As it is given out, nothing else is needed.
                let text = std::fs::read_to_string(&file)?;
                let hash = policy.hash().to_string();
                let policies = std::collections::BTreeMap::from([(hash, text)]);
                let case: serde_json::Value = serde_json::from_str(&line)?;
                let exported = serde_json::json!({ "case": case, "policies": policies });
                assert_eq!(again(&[], &exported.to_string())?, None);
            }
        }
        assert!(again(&[read(&published(Workspace::find()?.root())?[0])?], "{}").is_err());
        Ok(())
    }
}
