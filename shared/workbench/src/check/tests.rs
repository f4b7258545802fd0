//! Policies that tests say something about, and what is no policy at all.

use super::*;
use crate::report::Severity;
use std::{fs, path::Path, time::Instant};

mod bounds;

const MANUAL: &str = include_str!("../../../../docs/policy.md");

const REASON: &str = "\n[[return-reason]]\nid = \"unclear\"\nname = \"不清\"\nname-en = \"Unclear\"\n";

/// The warnings that the policies of the workspace are published with.
const EXPECTED: [(&str, &[&str]); 2] = [
    // Whoever is passed by a person late in the review may wait for 待支付 beyond 19 April at 18:00. The source gives this
    // contact to those alone who are approved at once (S1-67), and says of nobody else by when they can call.
    ("shenzhen-interview-2027.toml", &["no-time-to-call"]),
    ("wuhan-interview-2027.toml", &[]),
];

/// The smallest policy of the manual.
fn smallest() -> &'static str {
    let (_, example) = MANUAL.split_once("```toml\n").unwrap();
    example.split_once("```").unwrap().0
}

/// A policy of which there is nothing to say: its window is from 12 April at 9:00 to 17 April at 15:00, its review takes 48 hours
/// from 15 April at 9:00 on, and its supplement closes on 19 April at 15:00.
pub(super) fn plain() -> String {
    smallest().to_owned() + REASON
}

/// Replaces what is there exactly once, or more often and first.
#[track_caller]
pub(super) fn with(file: &str, from: &str, to: &str) -> String {
    assert!(file.contains(from), "{from}");
    file.replacen(from, to, 1)
}

/// Asserts what is said of a file: the codes, each with what the line begins with that it is about.
#[track_caller]
pub(super) fn says(file: &str, expected: &[(Code, &str)]) {
    let report = check(file.as_bytes());
    let at = |line: Option<usize>| line.map_or("", |line| file.lines().nth(line - 1).unwrap());
    let said: Vec<_> = report.remarks().iter().map(|remark| (remark.code, at(remark.line))).collect();
    let is_as_expected = |((code, line), (expected, at)): (&(Code, &str), &(Code, &str))| {
        code == expected && line.starts_with(at)
    };
    assert!(
        said.len() == expected.len() && said.iter().zip(expected).all(is_as_expected),
        "{said:?}\n{report:#?}"
    );
}

/// Returns the first thing of that kind that is said of a file.
#[track_caller]
pub(super) fn sentence(file: &str, code: Code) -> String {
    let report = check(file.as_bytes());
    let remark = report.remarks().iter().find(|remark| remark.code == code);
    remark.unwrap_or_else(|| panic!("{report:#?}")).sentence.clone()
}

#[test]
fn every_policy_of_the_workspace_is_published_with_the_warnings_that_are_known() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name.ends_with(".toml")).collect();
    names.sort();
    assert_eq!(names, EXPECTED.map(|(name, _)| name));
    for (name, warnings) in EXPECTED {
        let report = check(&fs::read(folder.join(name)).unwrap());
        let codes: Vec<_> = report.remarks().iter().map(|remark| remark.code.name()).collect();
        assert_eq!((codes.as_slice(), report.count(Severity::Error)), (warnings, 0), "{name}: {report:#?}");
    }
}

#[test]
fn of_the_smallest_policy_it_is_said_that_nothing_can_be_returned_for_want_of_a_reason() {
    says(smallest(), &[(Code::NoReturnReason, "")]);
    says(&plain(), &[]);
}

#[test]
fn what_is_no_policy_is_one_error_at_the_line_that_it_is_refused_for() {
    says("season = 1\n[texts", &[(Code::InvalidPolicy, "[texts")]);
    let unknown = with(&plain(), "hours = 48", "hours = 48\nhour = 1");
    says(&unknown, &[(Code::InvalidPolicy, "hour = 1")]);
    assert_eq!(sentence(&unknown, Code::InvalidPolicy), "there is no key called hour, but perhaps: ours");
    let report = check(b"a\n\xff");
    assert_eq!(report.remarks()[0].to_string(), "error invalid-policy: not UTF-8");
    assert_eq!(report.remarks()[0].line, Some(2));
}

#[test]
fn whatever_line_is_lost_every_remark_is_about_a_line_that_is_there() {
    let published = include_str!("../../../policies/shenzhen-interview-2027.toml");
    let lines: Vec<_> = published.lines().collect();
    for lost in 0..lines.len() {
        let file = [&lines[..lost], &lines[lost + 1..]].concat().join("\n");
        let report = check(file.as_bytes());
        let is_policy = Policy::parse(file.as_bytes()).is_ok();
        assert_eq!(
            is_policy,
            report.remarks().iter().all(|remark| remark.code != Code::InvalidPolicy),
            "{report:?}"
        );
        for remark in report.remarks().iter().filter(|remark| remark.code != Code::NoReturnReason) {
            assert!(
                remark.line.is_some_and(|line| (1..lines.len()).contains(&line)),
                "line {lost}: {remark:?}"
            );
        }
    }
}

#[test]
fn remarks_stand_in_the_order_of_the_lines() {
    let file = with(&plain(), "hours = 48", "hours = 100");
    let file = with(
        &file,
        "reviewed = { before = \"2027-04-19T18:00\" }",
        "reviewed = { before = \"2027-04-19T15:00\" }",
    );
    says(&file, &[(Code::NoTimeToCorrect, "closes"), (Code::NoTimeToReview, "reviewed")]);
}

#[test]
fn a_name_is_never_used_for_two_things() {
    let names = CODES.map(Code::name);
    let mut once = names.to_vec();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), names.len());
    let is_plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    assert!(names.iter().all(|name| is_plain(name)), "{names:?}");
}

#[test]
fn the_manual_explains_every_code_with_its_severity() {
    for code in CODES {
        let row = MANUAL.lines().find(|line| line.starts_with(&format!("| `{}` |", code.name())));
        let row = row.unwrap_or_else(|| panic!("no row of {}", code.name()));
        assert!(row.contains(&format!("| {} |", code.severity().name())), "{row}");
    }
}

/// Every code, in the order of its declaration: the last one knows how many there are.
const CODES: [Code; Code::UnusedMessage as usize + 1] = [
    Code::InvalidPolicy,
    Code::CheckNeverPassed,
    Code::RuleNeverHolds,
    Code::RuleAlwaysHolds,
    Code::NoPictureFits,
    Code::NoCodeMessage,
    Code::SupplementBeforeWindow,
    Code::NoTimeToCorrect,
    Code::NoTimeToReview,
    Code::NoTimeToCall,
    Code::SetBeforeReviewed,
    Code::StartWithoutEffect,
    Code::ReminderNeverSent,
    Code::NoReturnReason,
    Code::SameCheck,
    Code::SameRule,
    Code::CheckWithoutEffect,
    Code::RuleNotWeighed,
    Code::NoOutcome,
    Code::SeveralOutcomes,
    Code::OutcomeNeverReached,
    Code::DerivationNotTried,
    Code::UnusedCheck,
    Code::UnusedRule,
    Code::UnusedMaterial,
    Code::UnusedPictures,
    Code::UnusedMessage,
];
