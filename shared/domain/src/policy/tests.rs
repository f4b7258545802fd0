use super::*;
use crate::{
    document::{Mistake, MistakeKind},
    instant::{format, parse},
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

pub(crate) mod approval;
#[cfg(not(target_arch = "wasm32"))]
mod damage;
pub(crate) mod derivation;
pub(crate) mod filing;
mod limits;
mod manual;
mod password;

const PUBLISHED: &str = include_str!("../../../policies/shenzhen-interview-2027.toml");

/// A policy as small as one can be, for an invented programme.
pub(crate) const SMALL: &str = r#"programme = "invented"
season = "2030"
region = "440300"
name = "虚构"
name-en = "Invented"
opens = { at = "2030-04-12T09:00" }
closes = { before = "2030-04-17T15:00" }

[[category]]
id = "first"
name = "甲"
name-en = "First"

[[category]]
id = "second"
name = "乙"
name-en = "Second"
ours = "S1-F13"

[texts.not-filed]
zh = "请"
en = "Please"
ours = "S1-77"

[review]
starts = { at = "2030-04-15T09:00" }
hours = 48

[supplement]
closes = { before = "2030-04-19T15:00" }
reviewed = { before = "2030-04-19T18:00" }
rounds = { is = 1 }
hours-after-late-return = { is = 24 }

[status.submitted]
zh = "甲"
en = "Submitted"

[status.under-review]
zh = "乙"
en = "Under review"

[status.returned]
zh = "丙"
en = "Returned"

[status.approved]
zh = "丁"
en = "Approved"

[status.rejected]
zh = "戊"
en = "Rejected"

[status.not-corrected]
zh = "己"
en = "Not corrected"

[[return-reason]]
id = "unclear"
name = "不清"
name-en = "Unclear"

[form]
identity = "filled-in"
"#;

/// The small policy, whose form names whoever has logged in.
pub(crate) fn with_the_identity_of_the_login() -> Policy {
    Policy::parse(SMALL.replacen("\"filled-in\"", "\"logged-in\"", 1).as_bytes()).unwrap()
}

pub(crate) fn small() -> Policy {
    Policy::parse(SMALL.as_bytes()).unwrap()
}

fn mistake<T>(line: usize, kind: MistakeKind) -> Result<T, PolicyError> {
    Err(Mistake { line, kind }.into())
}

/// Asserts that `SMALL` with `from` replaced by `to` is refused at `line`.
#[track_caller]
fn refused(from: &str, to: &str, line: usize, message: &str) {
    assert!(SMALL.contains(from), "{from}");
    let error = Policy::parse(SMALL.replacen(from, to, 1).as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with(&std::format!("line {line}: ")), "{error}");
    assert!(error.contains(message), "{error}");
}

#[test]
fn the_published_policy_has_four_categories_and_a_window() {
    let policy = Policy::parse(PUBLISHED.as_bytes()).unwrap();
    assert_eq!(policy.programme().as_str(), "shenzhen-interview");
    assert_eq!(policy.season().as_str(), "2027");
    assert_eq!(policy.region().to_string(), "440300");
    assert_eq!(policy.name().zh, "中小学教师资格考试面试资格审核");
    let ids: Vec<&str> = policy.categories().iter().map(|category| category.id.as_str()).collect();
    assert_eq!(ids, ["local-household", "other-household", "local-student", "hong-kong-macao-taiwan"]);
    assert_eq!(format(policy.opens()), "2027-04-12T01:00:00.000Z");
    assert_eq!(format(policy.closes().too_late), "2027-04-17T07:00:00.000Z");
    assert_eq!(
        policy.ours(),
        [
            "S1-03", "S1-13", "S1-14", "S1-26", "S1-47", "S1-49", "S1-52", "S1-56", "S1-58", "S1-61",
            "S1-70", "S1-72", "S1-74", "S1-75", "S1-80", "S1-F01", "S1-F03", "S1-F05", "S1-F09", "S1-F10",
            "S1-F12", "S1-F18", "S1-F19", "S1-F20", "S1-F21", "S1-F22", "S1-F23"
        ]
    );
}

#[test]
fn a_policy_is_known_by_the_hash_of_its_exact_bytes() {
    assert_eq!(small().hash(), Digest::of(SMALL.as_bytes()));
    let with_a_blank = SMALL.to_owned() + "\n";
    assert_ne!(Policy::parse(with_a_blank.as_bytes()).unwrap().hash(), small().hash());
}

#[test]
fn categories_are_found_by_their_name() {
    let policy = small();
    assert_eq!(policy.category(&"second".parse().unwrap()).unwrap().name.zh, "乙");
    assert_eq!(policy.category(&"third".parse().unwrap()), None);
    assert_eq!(policy.texts().not_filed.en, "Please");
    assert_eq!(policy.ours(), ["S1-77", "S1-F13"]);
}

#[test]
fn until_keeps_the_window_open_at_the_named_instant_and_before_does_not() {
    let closing = |text: &str| {
        let file = SMALL.replacen("{ before = \"2030-04-17T15:00\" }", text, 1);
        Policy::parse(file.as_bytes()).unwrap().closes()
    };
    let named = parse("2030-04-17T15:00:00+08:00").unwrap();
    assert!(!closing(r#"{ before = "2030-04-17T15:00" }"#).is_open(named));
    assert!(closing(r#"{ until = "2030-04-17T15:00" }"#).is_open(named));
    let midnight = parse("2030-04-17T16:00:00Z").unwrap();
    assert_eq!(closing(r#"{ until = "2030-04-17" }"#).too_late, midnight);
    assert_eq!(closing(r#"{ before = "2030-04-17T24:00", ours = "S1-F05" }"#).too_late, midnight);
}

#[test]
fn a_number_that_makes_no_sense_is_refused_with_its_line() {
    let line = SMALL.lines().position(|line| line.starts_with("rounds")).unwrap() + 1;
    refused("rounds = { is = 1 }", "rounds = { is = 256 }", line, "rounds is a number from 0 to 255");
    refused("return = { is = 24 }", "return = { is = 0 }", line + 1, "not a number of hours");
    refused("return = { is = 24 }", "return = { is = 2161 }", line + 1, "not a number of hours");
}

#[test]
fn an_unknown_key_is_refused_with_its_line_wherever_it_stands() {
    refused("season = ", "unknown = 1\nseason = ", 2, "no key called unknown");
    refused("{ at = ", "{ unknown = 1, at = ", 6, "no key called unknown");
    refused("{ before = ", "{ unknown = 1, before = ", 7, "no key called unknown");
    refused("id = \"second\"", "id = \"second\"\nunknown = 1", 16, "no key called unknown");
    let unknown = "[texts.unknown]\nzh = \"某\"\nen = \"some\"\n[texts.not-filed]";
    refused("[texts.not-filed]", unknown, 20, "there is no text called unknown");
    refused("[texts.not-filed]", "[texts.not-there]", 20, "the text not-filed is missing");
    refused("ours = \"S1-77\"", "unknown = 1", 23, "no key called unknown");
}

#[test]
fn a_missing_key_or_one_that_is_there_twice_is_refused_by_name() {
    refused("season = \"2030\"\n", "", 1, "the key season is missing");
    refused("season = \"2030\"", "season = \"2030\"\nseason = \"2030\"", 3, "duplicate key");
}

#[test]
fn a_value_of_the_wrong_form_is_refused_with_its_line() {
    refused("\"invented\"", "\"In vented\"", 1, "lower-case");
    refused("\"440300\"", "\"4403\"", 3, "region code");
    refused("\"虚构\"", "\" \"", 4, "not a text");
    refused("\"虚构\"", &std::format!("\"{}\"", "长".repeat(2001)), 4, "not a text");
    refused("\"2030-04-12T09:00\"", "\"2030-04-31T09:00\"", 6, "not a day");
    refused("\"2030-04-17T15:00\"", "\"2030-04-17T24:30\"", 7, "not a day");
    refused("\"S1-F13\"", "\"because\"", 18, "not a flag");
    refused("season = \"2030\"", "season = 2030", 2, "season: expected a text, found integer");
}

#[test]
fn a_closing_is_either_before_or_until() {
    let message = "either `before` or `until`";
    refused("{ before = \"2030-04-17T15:00\" }", "{}", 7, message);
    refused("{ before = ", "{ until = \"2030-04-18\", before = ", 7, message);
}

#[test]
fn a_window_that_is_never_open_is_refused_up_to_the_last_millisecond() {
    refused("before = \"2030-04-17T15:00\"", "before = \"2030-04-12T09:00\"", 7, "before it has been open");
    let shortest = SMALL.replace("before = \"2030-04-17T15:00\"", "until = \"2030-04-12T09:00\"");
    assert!(Policy::parse(shortest.as_bytes()).is_ok());
}

#[test]
fn two_categories_of_one_name_are_refused_with_the_line_of_the_second() {
    refused("\"second\"", "\"first\"", 15, "first is there already");
}

#[test]
fn a_policy_has_at_least_one_category_and_at_most_32() {
    let (head, rest) = SMALL.split_once("[[category]]").unwrap();
    let (_, texts) = rest.split_once("[texts.not-filed]").unwrap();
    let with = |count: usize| {
        let categories: String = (0..count)
            .map(|number| std::format!("[[category]]\nid = \"c{number}\"\nname = \"甲\"\nname-en = \"A\"\n"))
            .collect();
        Policy::parse(std::format!("{head}{categories}[texts.not-filed]{texts}").as_bytes())
    };
    assert!(with(1).is_ok());
    assert!(with(32).is_ok());
    assert_eq!(with(33), mistake(9, MistakeKind::Count { key: "category".into(), min: 1, found: 33 }));
    let none = std::format!("category = []\n{head}[texts.notice]{texts}");
    let kind = MistakeKind::Count { key: "category".into(), min: 1, found: 0 };
    assert_eq!(Policy::parse(none.as_bytes()), mistake(1, kind));
}

#[test]
fn the_published_clocks_are_those_of_the_timeline() {
    let policy = Policy::parse(PUBLISHED.as_bytes()).unwrap();
    let at = |text: &str| parse(text).unwrap();
    // D5-02, D5-04: the first batch is decided by 17 April at 09:00, that instant included.
    assert_eq!(policy.review().due(policy.opens()).too_late, at("2027-04-17T01:00:00.001Z"));
    // D5-07: the last first submission is due before the supplement closes.
    let last = at("2027-04-17T06:59:59.999Z");
    assert!(policy.closes().is_open(last));
    assert!(policy.review().due(last).too_late <= policy.supplement().closes.too_late);
    assert_eq!(policy.supplement().closes.too_late, at("2027-04-19T07:00:00Z"));
    assert_eq!(policy.supplement().reviewed.too_late, at("2027-04-19T10:00:00Z"));
    assert_eq!(policy.supplement().rounds, 1);
}

#[test]
fn corrections_are_reviewed_after_the_supplement_has_closed() {
    let reviewed = |text: &str| {
        let file = SMALL.replacen("reviewed = { before = \"2030-04-19T18:00\" }", text, 1);
        Policy::parse(file.as_bytes()).map(|policy| policy.supplement().reviewed.too_late)
    };
    let closing = parse("2030-04-19T15:00:00+08:00").unwrap();
    assert_eq!(reviewed("reviewed = { before = \"2030-04-19T15:00\" }"), Ok(closing));
    let line = SMALL.lines().position(|line| line.starts_with("reviewed")).unwrap() + 1;
    let kind = MistakeKind::Rule("corrections are reviewed before the supplement closes");
    assert_eq!(reviewed("reviewed = { before = \"2030-04-19T14:59:59\" }"), mistake(line, kind));
    assert!(reviewed("reviewed = {}").is_err());
}

#[test]
fn what_is_not_utf_8_or_too_large_is_refused() {
    let mut bytes = SMALL.as_bytes().to_vec();
    let place = SMALL.find("region").unwrap();
    bytes[place] = 0xff;
    assert_eq!(Policy::parse(&bytes), mistake(3, MistakeKind::NotUtf8));
    let filled = |bytes: usize| SMALL.to_owned() + &"#".repeat(bytes - SMALL.len());
    assert!(Policy::parse(filled(Policy::BYTES_MAX).as_bytes()).is_ok());
    let larger = Policy::BYTES_MAX + 1;
    assert_eq!(Policy::parse(filled(larger).as_bytes()), Err(PolicyError::TooLarge { bytes: larger }));
}
