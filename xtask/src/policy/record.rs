//! A case as it is recorded: the domain's JSON of it, by itself or as `GET /internal/cases/{case}/record` gives it out, together
//! with the policies that it was ever pinned to.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use workbench::{Case, Policy};

/// What was given out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exported {
    case: Case,
    /// The files of policies, by their hashes.
    policies: BTreeMap<String, String>,
}

/// A case, with the policies that are known besides those of the command.
pub(super) struct Recorded {
    pub(super) case: Case,
    pub(super) policies: Vec<Policy>,
}

/// Reads a case in JSON, in either form.
///
/// # Errors
///
/// Fails when it is none, or when a policy beside it is none.
pub(super) fn read(bytes: &[u8]) -> Result<Recorded> {
    let Ok(exported) = serde_json::from_slice::<Exported>(bytes) else {
        return Ok(Recorded { case: serde_json::from_slice(bytes)?, policies: Vec::new() });
    };
    let policies = exported.policies.iter().map(|(hash, file)| {
        Policy::parse(file.as_bytes()).with_context(|| format!("{hash} beside the case is no policy"))
    });
    Ok(Recorded { policies: policies.collect::<Result<_>>()?, case: exported.case })
}

/// Tells the policies of a command from what they are needed for, which comes last.
///
/// # Errors
///
/// Fails when a policy cannot be read.
pub(super) fn with_policies(files: &[PathBuf]) -> Result<(Vec<Policy>, &PathBuf)> {
    let (last, policies) = files.split_last().context("name a file")?;
    Ok((policies.iter().map(|file| super::read(file)).collect::<Result<_>>()?, last))
}
