//! The page itself.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use super::{root, sources};

const PAGE: &str = include_str!("../../docs/security.md");

/// The numbers of the requirements of level 1 and 2, as ASVS 5.0.0 has them.
const NUMBERS: &str = include_str!("asvs-5.0.0.txt");

/// The headings below which requirements stand.
const SHOWN: &str = "## What is shown";
const BESIDE: &str = "## What does not apply";
const OPEN: &str = "## What is open";

fn numbers() -> Vec<&'static str> {
    NUMBERS.lines().collect()
}

/// The part of the page below a heading of the second order.
fn section(heading: &str) -> &'static str {
    let (_, rest) =
        PAGE.split_once(&format!("{heading}\n")).unwrap_or_else(|| panic!("there is no {heading}"));
    rest.split("\n## ").next().unwrap_or_default()
}

/// The rows of all tables below a heading, as cells, without their heads.
fn rows(heading: &str) -> Vec<Vec<&'static str>> {
    let mut rows = Vec::new();
    let mut lines = section(heading).lines().peekable();
    while let Some(line) = lines.next() {
        if lines.peek().is_some_and(|next| next.starts_with("|---")) {
            lines.next();
        } else if line.starts_with('|') {
            rows.push(line.trim_matches('|').split('|').map(str::trim).collect());
        }
    }
    assert!(!rows.is_empty(), "{heading} has no table");
    rows
}

/// The numbers that a cell names: `1.2.3`, `1.2.3 to 1.2.5`, all of a section by `1.2`, all of a chapter by `1`.
fn named(cell: &str) -> Vec<&'static str> {
    let place = |number: &str| {
        let found = numbers().iter().position(|known| *known == number);
        found.unwrap_or_else(|| panic!("{number} is no requirement of these levels"))
    };
    let mut named = Vec::new();
    for part in cell.split(',').map(str::trim) {
        if let Some((first, last)) = part.split_once(" to ") {
            let range = place(first)..=place(last);
            assert!(1 < range.clone().count(), "{part} is no range");
            named.extend(&numbers()[range]);
        } else if part.split('.').count() == 3 {
            named.push(numbers()[place(part)]);
        } else {
            let within = format!("{part}.");
            let all: Vec<_> = numbers().into_iter().filter(|number| number.starts_with(&within)).collect();
            assert!(!all.is_empty(), "{part} is no chapter and no section");
            named.extend(all);
        }
    }
    named
}

/// What stands in marks of code.
fn in_marks(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The names of tests that a text has.
fn tests(text: &str) -> impl Iterator<Item = &str> {
    in_marks(text).filter(|name| name.contains("::"))
}

#[test]
fn every_requirement_is_there_once() {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for heading in [SHOWN, BESIDE, OPEN] {
        for row in rows(heading) {
            for number in named(row[0]) {
                let before = seen.insert(number, heading);
                assert!(before.is_none(), "{number} stands twice: {before:?} and {heading}");
            }
        }
    }
    let missing: Vec<_> = numbers().into_iter().filter(|number| !seen.contains_key(number)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(numbers().len(), 253);
}

#[test]
fn what_is_shown_is_shown_by_a_test_or_is_for_a_page_to_say() {
    for row in rows(SHOWN) {
        let [number, words, by] = row.as_slice() else { panic!("{row:?} has other cells") };
        assert!(!words.is_empty() && (tests(by).next().is_some() || by.contains("](")), "{number}");
    }
    for heading in [BESIDE, OPEN] {
        assert!(rows(heading).iter().all(|row| row.len() == 3 && row.iter().all(|cell| !cell.is_empty())));
    }
}

#[test]
fn the_page_counts_right() {
    let count = |heading| rows(heading).iter().map(|row| named(row[0]).len()).sum::<usize>();
    let counted = format!(
        "Of {} requirements of level 1 and 2, {} are shown, {} do not apply, and {} are open.",
        numbers().len(),
        count(SHOWN),
        count(BESIDE),
        count(OPEN)
    );
    assert!(PAGE.replace('\n', " ").contains(&counted), "{counted}");
}

/// Where the sources of a crate lie, by the name that Rust has for it.
fn folder(krate: &str) -> Option<String> {
    let package = krate.replace('_', "-");
    let folders =
        [format!("shared/{package}"), format!("functions/{package}"), format!("tests/{package}"), package];
    folders.into_iter().map(|folder| format!("{folder}/src")).find(|folder| root().join(folder).is_dir())
}

/// The module that a file is.
fn module(path: &std::path::Path) -> Vec<String> {
    let path = path.with_extension("");
    let mut parts: Vec<_> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| ["lib", "main", "mod"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

/// Whether a crate has this test: in the file of its module, or in a module `tests` at the end of that of its parent.
fn is_in_source(test: &str) -> bool {
    let mut parts: Vec<&str> = test.split("::").collect();
    let name = parts.pop().expect("a name");
    let krate = parts.remove(0);
    let Some(folder) = folder(krate) else { return false };
    sources(&root().join(folder)).into_iter().any(|(path, text)| {
        let text = match parts.split_last() {
            _ if module(&path) == parts => text.as_str(),
            Some((&"tests", parents)) if module(&path) == parents => {
                text.split_once("mod tests {").map_or("", |(_, tests)| tests)
            }
            _ => return false,
        };
        let Some((before, _)) = text.split_once(&format!("fn {name}(")) else { return false };
        before.trim_end_matches("async ").trim_end().ends_with("#[test]")
    })
}

#[test]
fn every_test_that_the_page_names_exists() {
    let this = std::env::current_exe().expect("a test runs in a binary");
    let listed = Command::new(this).arg("--list").output().expect("the binary lists its tests");
    let listed = String::from_utf8(listed.stdout).expect("names are UTF-8");
    let listed: BTreeSet<&str> = listed.lines().filter_map(|line| line.strip_suffix(": test")).collect();
    let named: BTreeSet<&str> = tests(PAGE).collect();
    assert!(100 < named.len(), "{}", named.len());
    let missing: Vec<_> =
        named.into_iter().filter(|test| !listed.contains(test) && !is_in_source(test)).collect();
    assert!(missing.is_empty(), "there is no {missing:#?}");
    for invented in ["edge::security::tests::nothing", "edge::security::bearer", "nobody::tests::nothing"] {
        assert!(!is_in_source(invented), "{invented}");
    }
}

#[test]
fn whatever_the_page_links_to_is_there() {
    let heading = |line: &str| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        words.replace(' ', "-").replace(|letter: char| !letter.is_alphanumeric() && letter != '-', "")
    };
    let anchors: BTreeSet<String> = PAGE.lines().filter(|line| line.starts_with('#')).map(heading).collect();
    let links: Vec<&str> = PAGE.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(20 < links.len());
    for link in links {
        match link.strip_prefix('#') {
            Some(anchor) => assert!(anchors.contains(anchor), "{link}"),
            None if link.starts_with("https://") => {}
            None => {
                let file = link.split('#').next().unwrap_or_default();
                assert!(root().join("docs").join(file).exists(), "{link}");
            }
        }
    }
}

#[test]
fn the_limits_on_the_page_are_those_of_the_code() {
    let limits = section("## Limits");
    for limit in [
        format!("{} minutes without a request", edge::IDLE_MINUTES_MAX),
        format!("{} hours", edge::ABSOLUTE_HOURS_MAX),
        format!("{} minutes of a login", edge::FRESH_MINUTES_MAX),
        format!("{} KiB", edge::JSON_BYTES_MAX >> 10),
        format!("{} MiB", upload_validation::PART_BYTES_MAX >> 20),
        format!("{} seconds for each register", edge::REGISTER_TIME_MAX.as_secs()),
    ] {
        assert!(limits.contains(&limit), "{limit}");
    }
    let policy: toml::Table =
        include_str!("../../shared/policies/shenzhen-interview-2027.toml").parse().expect("TOML");
    let rules = policy["verification"].as_table().expect("a table");
    let rule = |name: &str| rules[name].as_integer().expect("a number");
    for limit in [
        format!("{} digits", rule("code-digits")),
        format!("{} minutes", rule("valid-minutes")),
        format!("{} tries", rule("tries")),
        format!("{} a day", rule("codes-a-day")),
        format!("{} seconds between", rule("seconds-between")),
        format!("{} minutes to file", rule("holds-minutes")),
    ] {
        assert!(limits.contains(&limit), "{limit}");
    }
    let policy: toml::Table =
        include_str!("../../shared/policies/wuhan-interview-2027.toml").parse().expect("TOML");
    let rules = policy["password"].as_table().expect("a table");
    let number = |value: &toml::Value| value.as_integer().expect("a number");
    for limit in [
        format!("{} to {} characters", number(&rules["characters-min"]), domain::password::CHARACTERS_MAX),
        format!("{} tries that come back", number(&rules["tries"]["max"])),
        format!("within {} minutes", number(&rules["tries"]["minutes"])),
    ] {
        assert!(limits.contains(&limit), "{limit}");
    }
}
