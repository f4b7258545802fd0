//! The page for whoever is on call: it explains every code that components write into the log, and what the sweep answers.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{SWEEP, routes};

pub(super) const OPERATIONS: &str = include_str!("../../docs/operations.md");
const REPORT: &str = include_str!("../../functions/deadline-sweep/src/handler.rs");

/// The codes of `Problem::fault` and `Problem::unavailable`.
const GENERAL: [&str; 2] = ["fault", "unavailable"];

/// What stands in code marks in the first column of the table below this heading.
pub(super) fn first_column(heading: &str) -> BTreeSet<String> {
    let (_, section) = OPERATIONS.split_once(heading).unwrap_or_else(|| panic!("there is no {heading}"));
    let rows =
        section.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = rows.skip(2).filter_map(|row| row.split('|').nth(1));
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

/// The text of every file of the functions and of `edge` that is shipped.
fn sources(folder: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() && name != "tests" {
            sources(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "rs") && name != "tests.rs" {
            texts.push(fs::read_to_string(&path).expect("a file"));
        }
    }
}

/// What stands between `begin` and the first of `ends`, wherever it stands.
pub(super) fn between<'a>(text: &'a str, begin: &'a str, end: char) -> impl Iterator<Item = &'a str> {
    text.split(begin).skip(1).filter_map(move |rest| rest.split(end).next())
}

/// `LoginFailed` as it is written in documents.
fn code(variant: &str) -> String {
    let mut name = String::new();
    for character in variant.chars() {
        if character.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}

#[test]
fn every_code_that_is_logged_as_a_fault_is_explained_and_no_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut texts = Vec::new();
    sources(&root.join("functions"), &mut texts);
    sources(&root.join("shared/edge/src"), &mut texts);
    let mut logged: BTreeSet<String> = GENERAL.map(str::to_owned).into();
    for text in &texts {
        logged.extend(between(text, "note_fault(\"", '"').map(str::to_owned));
        logged.extend(between(text, "Problem::because(Code::", ',').map(code));
    }
    assert_eq!(first_column("### Codes of faults"), logged);
}

#[test]
fn every_code_of_an_answer_that_is_named_exists() {
    let table = include_str!("../../shared/edge/src/problem/table.rs");
    for code in first_column("### Codes of answers") {
        assert!(table.contains(&format!("\"{code}\"")) || code == "/internal/", "{code}");
    }
}

#[test]
fn every_member_of_the_sweeps_answer_is_explained_and_no_other() {
    let (_, report) = REPORT.split_once("struct Report {").expect("the report");
    let (report, _) = report.split_once("\n}").expect("its end");
    let members = report.lines().filter_map(|line| line.trim().split_once(": "));
    let members =
        members.filter(|(name, _)| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
    let members: BTreeSet<String> = members.map(|(name, _)| name.replace('_', "-")).collect();
    assert!(members.contains("needs-more-partitions"), "{members:?}");
    assert_eq!(first_column("## What the sweep answers"), members);
}

#[test]
fn every_internal_address_that_is_named_exists() {
    let named = OPERATIONS.split("S/internal/").skip(1).filter_map(|rest| rest.split([' ', '`']).next());
    // A part that anything may stand in has a colon in the manifest.
    let named = named.map(|path| path.replace('{', ":").replace('}', ""));
    let mut named: Vec<String> = named.map(|path| format!("/internal/{path}")).collect();
    named.push(SWEEP.to_owned());
    assert!(named.iter().all(|path| routes().contains(path)), "{named:?}");
}
