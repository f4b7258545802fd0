//! How much a file may list of everything.

use super::*;
use std::fmt::Write;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const MAX: usize = 32;

const NAME: &str = "name = '甲'\nname-en = 'A'\n";

const PICTURES: &str = "[pictures]\nbytes-max = 1\nside-min = 1\nside-max = 1\npixels-max = 1\n";

/// The small policy with `count` entries of one kind behind it.
fn with(count: usize, entry: impl Fn(usize) -> String) -> String {
    (0..count).fold(SMALL.to_owned() + PICTURES, |file, number| file + &entry(number))
}

fn conditions(count: usize) -> String {
    let conditions = "{ field = 'name', claimed = 'name' }, ".repeat(count);
    std::format!("[[check]]\nid = 'c'\n{NAME}register = 'diplomas'\nconditions = [{conditions}]\n")
}

fn check(id: usize) -> String {
    conditions(1).replacen("id = 'c'", &std::format!("id = 'c{id}'"), 1)
}

/// Asserts that a file with `found` entries under `key` is refused for that, at the first line that begins with `at`.
#[track_caller]
fn refused(file: &str, at: &str, key: &str, min: usize, found: usize) {
    let line = file.lines().position(|line| line.starts_with(at)).unwrap() + 1;
    let kind = MistakeKind::Count { key: key.to_owned(), min, found };
    assert_eq!(Policy::parse(file.as_bytes()), mistake(line, kind));
}

#[track_caller]
fn limited(key: &str, entry: impl Fn(usize) -> String) {
    let header = std::format!("[[{key}]]");
    let there = SMALL.matches(&header).count();
    let accepted = Policy::parse(with(MAX - there, &entry).as_bytes());
    assert!(accepted.is_ok(), "{key}: {accepted:?}");
    refused(&with(MAX + 1 - there, &entry), &header, key, 0, MAX + 1);
}

#[test]
fn there_are_at_most_32_entries_of_each_kind() {
    limited("statement", |id| {
        std::format!("[[statement]]\nid = 's{id}'\nkind = 'notice'\n{NAME}text = '甲'\ntext-en = 'A'\n")
    });
    limited("material", |id| {
        let texts = "requirement = '甲'\nrequirement-en = 'A'\nsample = '甲'\nsample-en = 'A'\n";
        std::format!("[[material]]\nid = 'm{id}'\n{NAME}{texts}")
    });
    limited("return-reason", |id| std::format!("[[return-reason]]\nid = 'r{id}'\n{NAME}"));
    limited("check", check);
    limited("rule", |id| {
        let check = if id == 0 { check(0) } else { String::new() };
        std::format!("{check}[[rule]]\nid = 'r{id}'\nholds = {{ check = 'c0' }}\n")
    });
}

#[test]
fn a_check_has_1_to_32_conditions() {
    for count in [1, MAX] {
        assert!(Policy::parse((SMALL.to_owned() + &conditions(count)).as_bytes()).is_ok(), "{count}");
    }
    for count in [0, MAX + 1] {
        refused(&(SMALL.to_owned() + &conditions(count)), "conditions", "conditions", 1, count);
    }
}

#[test]
fn a_category_has_at_most_32_materials() {
    let file = |count: usize| {
        let mut file = SMALL.to_owned() + PICTURES;
        let mut list = String::new();
        for id in 0..count {
            // More of them than may be there are named, and no more are described.
            if id < MAX {
                let texts = "requirement = '甲'\nrequirement-en = 'A'\nsample = '甲'\nsample-en = 'A'\n";
                write!(file, "[[material]]\nid = 'm{id}'\n{NAME}{texts}").unwrap();
            }
            write!(list, "'m{id}', ").unwrap();
        }
        file.replacen("id = \"first\"", &std::format!("id = \"first\"\nmaterials = [{list}]"), 1)
    };
    let policy = Policy::parse(file(MAX).as_bytes()).unwrap();
    assert_eq!(policy.categories()[0].materials.len(), MAX);
    refused(&file(MAX + 1), "materials", "materials", 0, MAX + 1);
}
