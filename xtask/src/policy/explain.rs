//! `cargo xtask policy explain`: prints what is decided of somebody, and why.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow};
use serde::Deserialize;
use workbench::{Explained, Fields, Known, Policy, Said, explain, explain_case};

use super::record;

/// What is explained.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// In JSON a recorded case, or what is known of somebody: their `registration`, or their `category` and what `registers` answer; and when
    /// they file (`files`), if not when the window opens. Before it the policy, or of a case those that it was pinned to, unless they are
    /// recorded beside it.
    #[arg(required = true, value_name = "POLICIES… KNOWN")]
    files: Vec<PathBuf>,
}

/// What is known of somebody, as it is written down.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    registration: Option<Entry>,
    category: Option<String>,
    #[serde(default)]
    registers: BTreeMap<String, Answer>,
    files: Option<String>,
}

/// What a register answers: its fields, or one of two words.
#[derive(Deserialize)]
#[serde(untagged)]
enum Answer {
    Word(Word),
    Fields(Entry),
}

/// The fields of an entry.
type Entry = BTreeMap<String, Value>;

/// The value of a field: a text, or a number, which is one as well.
#[derive(Deserialize)]
#[serde(untagged)]
enum Value {
    Text(String),
    Number(u32),
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    NotFound,
    Unavailable,
}

/// Explains it.
///
/// # Errors
///
/// Fails when a file cannot be read, or when there is nothing to explain.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let (policies, known) = record::with_policies(&arguments.files)?;
    let name = known.display();
    let bytes = fs::read(known).with_context(|| format!("{name} cannot be read"))?;
    print!("{}", explained(&policies, &bytes).with_context(|| name.to_string())?);
    Ok(ExitCode::SUCCESS)
}

fn explained(policies: &[Policy], bytes: &[u8]) -> Result<Explained> {
    let explained = match record::read(bytes) {
        Ok(record::Recorded { case, policies: beside }) => explain_case(&[policies, &beside].concat(), &case),
        Err(_) => {
            let policy = policies.first().context("name the policy before what is known of somebody")?;
            explain(policy, &known(serde_json::from_slice(bytes)?)?)
        }
    };
    explained.map_err(|unexplained| anyhow!("{unexplained}"))
}

fn known(written: Written) -> Result<Known> {
    let said = |answer| match answer {
        Answer::Word(Word::NotFound) => Said::NotFound,
        Answer::Word(Word::Unavailable) => Said::Unavailable,
        Answer::Fields(entry) => Said::Found(fields(entry)),
    };
    let Written { registration, category, registers, files } = written;
    let answers = registers.into_iter().map(|(register, answer)| (register, said(answer))).collect();
    let files = files
        .map(|files| workbench::instant(&files).context("files is no time as in 2027-04-15T10:00"))
        .transpose()?;
    let registration = registration.map(fields);
    Ok(Known { registration, category, answers, files })
}

fn fields(entry: Entry) -> Fields {
    let written = |value| match value {
        Value::Text(text) => text,
        Value::Number(number) => number.to_string(),
    };
    entry.into_iter().map(|(field, value)| (field, written(value))).collect()
}

#[cfg(test)]
mod tests;
