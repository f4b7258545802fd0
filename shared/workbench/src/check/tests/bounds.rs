//! Files that are larger, longer or deeper than any policy: each is answered at once, and says what is wrong.

use super::*;
use std::fmt::Write;

/// Many times what any of these takes on a slow machine.
const SECONDS_MAX: u64 = 10;

/// Asserts that a file is refused soon, with this sentence.
#[track_caller]
fn refused(file: &[u8], line: Option<usize>, says: &str) {
    let began = Instant::now();
    let report = check(file);
    assert!(began.elapsed().as_secs() < SECONDS_MAX, "{:?}", began.elapsed());
    let [remark] = report.remarks() else { panic!("{report:?}") };
    assert_eq!((remark.code, remark.line), (Code::InvalidPolicy, line), "{remark}");
    assert!(remark.sentence.contains(says), "{remark}");
}

fn categories(count: usize) -> String {
    let mut file = String::new();
    for id in 0..count {
        write!(file, "[[category]]\nid='c{id}'\n").unwrap();
    }
    file
}

#[test]
fn a_file_of_50_megabytes_is_refused_for_its_size() {
    refused(&vec![b'#'; 50_000_000], None, "the file has 50000000 bytes, and a policy at most 262144");
}

#[test]
fn of_100_000_categories_those_alone_are_looked_at_that_fit_into_a_policy() {
    refused(categories(100_000).as_bytes(), None, "a policy at most 262144");
    let file = with(smallest(), "[[category]]", &(categories(9_000) + "[[category]]"));
    assert!(file.len() < Policy::BYTES_MAX);
    let line = file.lines().position(|line| line == "[[category]]").unwrap() + 1;
    refused(file.as_bytes(), Some(line), "category has 9001 entries, and must have 1 to 32");
}

#[test]
fn what_is_nested_without_end_is_refused_where_it_becomes_too_deep() {
    let deep = |open: &str| format!("season = 1\nname = {}", open.repeat(Policy::BYTES_MAX / 2 / open.len()));
    refused(deep("[").as_bytes(), Some(2), "the value is nested too deeply");
    refused(deep("{a=").as_bytes(), Some(2), "the value is nested too deeply");
    let dotted = format!("season = 1\n{}a = 1", "a.".repeat(100_000));
    refused(dotted.as_bytes(), Some(2), "the value is nested too deeply");
    let tables = format!("season = 1\n[{}a]", "a.".repeat(100_000));
    refused(tables.as_bytes(), Some(2), "the value is nested too deeply");
}

#[test]
fn a_rule_is_nested_8_times_and_no_more() {
    let rule = |depth: usize| {
        let holds =
            format!("{}{{ check = \"a\" }}{}", "{ all = [".repeat(depth - 1), "] }".repeat(depth - 1));
        let check = "[[check]]\nid = \"a\"\nname = \"甲\"\nname-en = \"A\"\nregister = \"diplomas\"\n\
                     conditions = [{ field = \"name\", claimed = \"name\" }]\n";
        format!("{}{check}[[rule]]\nid = \"agreed\"\nholds = {holds}\n", plain())
    };
    says(&rule(8), &[(Code::UnusedCheck, "[[check]]"), (Code::UnusedRule, "[[rule]]")]);
    let file = rule(9);
    let line = file.lines().count();
    refused(file.as_bytes(), Some(line), "nested too deeply to be understood");
}

#[test]
fn the_largest_rules_that_fit_into_a_file_are_weighed_in_no_time() {
    let mut file = plain();
    for id in 0..12 {
        let conditions = "{ field = \"education\", one-of = [\"a\", \"b\", \"c\"] }, ".repeat(8);
        write!(file, "[[check]]\nid = \"c{id}\"\nname = \"甲\"\nname-en = \"A\"\nregister = \"diplomas\"\n")
            .unwrap();
        writeln!(file, "conditions = [{conditions}]").unwrap();
    }
    for id in 0..31 {
        let all: Vec<_> = (0..12).map(|check| format!("{{check=\"c{check}\"}}")).collect();
        let any = format!("{{all=[{}]}}", all.join(","));
        writeln!(file, "[[rule]]\nid = \"r{id}\"\nholds.any = [{}]", vec![any; 5].join(",")).unwrap();
        write!(
            file,
            "[[category]]\nid = \"g{id}\"\nname = \"甲\"\nname-en = \"A\"\napproved-by = \"r{id}\"\n"
        )
        .unwrap();
    }
    assert!(file.len() < Policy::BYTES_MAX, "{}", file.len());
    let began = Instant::now();
    let report = check(file.as_bytes());
    assert!(began.elapsed().as_secs() < SECONDS_MAX, "{:?}", began.elapsed());
    let same = report.remarks().iter().filter(|remark| remark.code == Code::SameRule).count();
    assert_eq!(same, 30, "{report:#?}");
}
