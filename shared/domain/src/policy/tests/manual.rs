//! What `docs/policy.md` says of policies.

use super::*;
use std::collections::BTreeSet;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const MANUAL: &str = include_str!("../../../../../docs/policy.md");

/// What stands in code marks, word by word.
fn explained() -> BTreeSet<&'static str> {
    let marked = MANUAL.split('`').skip(1).step_by(2);
    marked
        .flat_map(|code| code.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-')))
        .collect()
}

/// Every key of a file: whatever is written outside of texts and comments, but for the words of a register.
fn keys(file: &str) -> BTreeSet<&str> {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    let bare = lines.flat_map(|line| line.split('"').step_by(2)).filter(|bare| !bare.contains(".table."));
    let words =
        bare.flat_map(|bare| bare.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-')));
    words.filter(|word| word.starts_with(|first: char| first.is_ascii_alphabetic())).collect()
}

#[test]
fn the_smallest_policy_of_the_manual_is_one_and_nothing_in_it_can_be_left_out() {
    let (_, example) = MANUAL.split_once("```toml\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    assert_eq!(
        Policy::parse(example.as_bytes()).map(|policy| policy.programme().to_string()),
        Ok("example-review".into())
    );
    for line in example.lines().filter(|line| line.contains(" = ")) {
        let without = example.replacen(&std::format!("{line}\n"), "", 1);
        assert!(Policy::parse(without.as_bytes()).is_err(), "{line} can be left out");
    }
}

#[test]
fn every_key_of_a_published_policy_is_explained() {
    let (used, explained) = (keys(PUBLISHED), explained());
    assert!(used.contains("hours-after-late-return") && used.contains("paid"), "{used:?}");
    let missing: Vec<_> = used.difference(&explained).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_register_is_explained_with_its_fields() {
    for register in crate::check::Register::ALL {
        let row = MANUAL.lines().find(|line| line.starts_with(&std::format!("| `{}` |", register.name())));
        let row = row.unwrap_or_else(|| panic!("no row of {}", register.name()));
        for (field, _) in register.fields() {
            assert!(row.contains(&std::format!("`{field}`")), "{field} of {}", register.name());
        }
    }
}
