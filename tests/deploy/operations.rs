//! The page for whoever is on call: it explains every code that components write into the log, and what the sweep answers.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{SWEEP, routes};

pub(super) const OPERATIONS: &str = include_str!("../../docs/operations.md");
const REPORT: &str = include_str!("../../functions/deadline-sweep/src/handler.rs");
const IMPORTED: &str = include_str!("../../functions/rosters/src/handler/import.rs");
const MOVED: &str = include_str!("../../functions/casework/src/handler/report.rs");
const WORDS: &str = include_str!("../../functions/rosters/src/handler/words.rs");

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
    let members = members(REPORT, "struct Report {");
    assert!(members.contains("needs-more-partitions"), "{members:?}");
    assert_eq!(first_column("## What the sweep answers"), members);
}

/// The members of an answer, by the struct that begins so.
fn members(source: &str, begin: &str) -> BTreeSet<String> {
    let (_, body) = source.split_once(begin).expect("the struct");
    let (body, _) = body.split_once("\n}").expect("its end");
    let members =
        body.lines().filter_map(|line| line.trim().trim_start_matches("pub(super) ").split_once(": "));
    let members =
        members.filter(|(name, _)| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
    members.map(|(name, _)| name.replace('_', "-")).collect()
}

#[test]
fn every_member_of_an_imports_answer_is_explained_and_no_other() {
    assert_eq!(
        first_column("The answer says what became of the rows"),
        members(IMPORTED, "struct Imported {")
    );
}

#[test]
fn every_member_of_the_answer_of_a_move_is_explained_and_no_other() {
    assert_eq!(first_column("cases by their ids alone"), members(MOVED, "struct Report {"));
}

#[test]
fn every_code_of_a_move_is_explained_and_no_other() {
    let hindrances = include_str!("../../shared/domain/src/case/moving/hindrance.rs");
    let codes = hindrances.split_once("pub const fn code").expect("the codes").1;
    let codes = codes.split_once("pub fn field").expect("their end").0;
    let mut codes: BTreeSet<String> = between(codes, "=> \"", '"').map(str::to_owned).collect();
    codes.insert(edge::Code::ChecksUnderWay.name().to_owned());
    assert_eq!(first_column("### Codes of moves"), codes);
}

#[test]
fn every_code_in_the_errors_of_a_roster_is_explained_and_no_other() {
    let (words, _) = WORDS.split_once("#[cfg(test)]").expect("its tests");
    let is_code =
        |text: &&str| text.bytes().all(|byte| byte.is_ascii_lowercase() || b"-0123456789".contains(&byte));
    let codes = words.split('"').skip(1).step_by(2).filter(|text| !text.is_empty()).filter(is_code);
    let codes: BTreeSet<String> = codes.map(str::to_owned).collect();
    assert!(codes.contains("is-gbk"), "{codes:?}");
    assert_eq!(first_column("### Codes in the errors of a roster"), codes);
    let table = include_str!("../../shared/edge/src/problem/table.rs");
    for code in first_column("### Codes of rosters") {
        assert!(table.contains(&format!("\"{code}\"")), "{code}");
    }
}

#[test]
fn every_column_of_a_roster_is_explained_by_its_name_and_its_heading() {
    let explained: Vec<Vec<&str>> = OPERATIONS
        .split_once("| Column | Heading |")
        .expect("the table")
        .1
        .lines()
        .skip(2)
        .take_while(|row| row.starts_with('|'))
        .map(|row| row.split('|').skip(1).take(2).map(|cell| cell.trim().trim_matches('`')).collect())
        .collect();
    assert_eq!(explained, roster::Column::ALL.map(|column| vec![column.name(), column.heading()]));
}

#[test]
fn every_internal_address_that_is_named_exists() {
    let named = OPERATIONS.split("S/internal/").skip(1).filter_map(|rest| rest.split([' ', '`']).next());
    // A part that anything may stand in has a colon in the manifest.
    let named = named.map(|path| path.replace('{', ":").replace('}', ""));
    let mut named: Vec<String> = named.map(|path| format!("/internal/{path}")).collect();
    named.push(SWEEP.to_owned());
    let is_there = |path: &String| {
        routes().iter().any(|route| match route.strip_suffix("...") {
            Some(below) => path.starts_with(below),
            None => path == route,
        })
    };
    assert!(named.iter().all(is_there), "{named:?}");
}
