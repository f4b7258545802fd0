//! `tests/requirements.toml` keeps its word: nothing is missing, and nothing is named that does not exist.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde::Deserialize;

/// What there is of two systems: their requirements, and their rows of the decision tables D.1, D.2, D.5 and D.6.
const ALL: [(&str, usize); 6] = [("S1", 85), ("S4", 70), ("D1", 15), ("D2", 11), ("D5", 11), ("D6", 9)];

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Standing {
    ProvedBy(Vec<String>),
    NotTestable(String),
    Open(String),
}

fn requirements() -> BTreeMap<String, Standing> {
    toml::from_str(include_str!("../requirements.toml")).expect("each requirement stands in one way")
}

#[test]
fn every_requirement_is_proved_or_it_is_said_why_not() {
    let requirements = requirements();
    let all = ALL.into_iter().flat_map(|(of, count)| (1..=count).map(move |id| format!("{of}-{id:02}")));
    assert_eq!(requirements.keys().cloned().collect::<BTreeSet<_>>(), all.collect());
    for (id, standing) in requirements {
        let is_said = match standing {
            Standing::ProvedBy(tests) => !tests.is_empty(),
            Standing::NotTestable(why) | Standing::Open(why) => !why.trim().is_empty(),
        };
        assert!(is_said, "{id} says nothing");
    }
}

#[test]
fn every_test_that_is_named_exists() {
    let this = std::env::current_exe().expect("a test runs in a binary");
    let listed = Command::new(this).arg("--list").output().expect("the binary lists its tests");
    let listed = String::from_utf8(listed.stdout).expect("names are UTF-8");
    let exists = |test: &str| listed.lines().any(|line| line.strip_suffix(": test") == Some(test));
    for (id, standing) in requirements() {
        if let Standing::ProvedBy(tests) = standing {
            for test in tests {
                assert!(exists(&test), "{id} names {test}, which does not exist");
            }
        }
    }
}
