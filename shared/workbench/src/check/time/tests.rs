use super::super::tests::{plain, says, sentence, with};
use super::*;

const REGISTRATION: &str = r#"
[registration]
starts = { at = "2027-04-15T09:00" }
hours = 24
contact = { before = "2027-04-20T15:00" }
late = "请联系"
late-en = "Call"

[registration.after-correction]
set = { before = "2027-04-19T18:00" }
paid = { before = "2027-04-19T24:00" }
late = "请速联系"
late-en = "Call at once"

[[check]]
id = "diploma"
name = "毕业证"
name-en = "Diploma"
register = "diplomas"
conditions = [{ field = "name", claimed = "name" }]

[[rule]]
id = "agreed"
holds = { check = "diploma" }
"#;

/// A policy whose candidates can call until `contact`.
fn called(contact: &str) -> String {
    let registration = with(REGISTRATION, "{ before = \"2027-04-20T15:00\" }", contact);
    with(
        &(plain() + &registration),
        "name-en = \"Everybody\"",
        "name-en = \"Everybody\"\napproved-by = \"agreed\"",
    )
}

fn window(closes: &str) -> String {
    with(&plain(), "{ before = \"2027-04-17T15:00\" }", closes)
}

#[test]
fn s1_f05_bites_from_the_very_instant_whose_hours_end_when_the_supplement_has_closed() {
    // D5-07.
    says(&window("{ before = \"2027-04-17T15:00\" }"), &[]);
    for closes in ["{ until = \"2027-04-17T15:00\" }", "{ before = \"2027-04-18\" }"] {
        says(&window(closes), &[(Code::NoTimeToCorrect, "closes")]);
        let sentence = sentence(&window(closes), Code::NoTimeToCorrect);
        assert!(
            sentence.starts_with("whoever files from 2027-04-17T15:00 on can get the case back"),
            "{sentence}"
        );
        assert!(sentence.contains("theirs then closes 24 hours after that"), "{sentence}");
    }
    let until = with(
        &window("{ before = \"2027-04-18\" }"),
        "before = \"2027-04-19T15:00\"",
        "until = \"2027-04-19T15:00\"",
    );
    let sentence = sentence(&until, Code::NoTimeToCorrect);
    assert!(sentence.starts_with("whoever files from 2027-04-17T15:00:00.001 on"), "{sentence}");
}

#[test]
fn s1_f05_bites_everybody_where_the_first_who_file_have_no_time_either() {
    let closing = |at: &str| sentence(&with(&plain(), "2027-04-19T15:00", at), Code::NoTimeToCorrect);
    assert!(closing("2027-04-17T09:00:01").starts_with("whoever files from 2027-04-15T09:00:01 on can"));
    assert!(closing("2027-04-17T09:00").starts_with("whoever files, at whatever instant, can"));
}

#[test]
fn s1_f05_does_not_bite_where_nothing_is_returned() {
    says(&with(&window("{ before = \"2027-04-18\" }"), "rounds = { is = 1 }", "rounds = { is = 0 }"), &[]);
}

#[test]
fn s1_f06_bites_whoever_is_approved_at_once_from_the_instant_whose_24_hours_end_after_the_last_call() {
    // D5-08: the window of the source has no end, and the last who are in time file on 18 April at 18:00.
    let closing = |closes: &str| {
        with(&called("{ until = \"2027-04-19T18:00\" }"), "{ before = \"2027-04-17T15:00\" }", closes)
    };
    let at_once = |file: &str| {
        let report = super::super::check(file.as_bytes());
        let at_once =
            report.remarks().iter().find(|remark| remark.sentence.contains("approved by a rule at once"));
        at_once.map(|remark| (remark.code, remark.sentence.clone()))
    };
    assert_eq!(at_once(&closing("{ until = \"2027-04-18T18:00\" }")), None);
    let (code, sentence) = at_once(&closing("{ until = \"2027-04-18T18:01\" }")).unwrap();
    assert_eq!(code, Code::NoTimeToCall);
    assert!(
        sentence.starts_with("whoever files from 2027-04-18T18:00:00.001 on and is approved"),
        "{sentence}"
    );
    assert!(sentence.ends_with("which is after 2027-04-19T18:00"), "{sentence}");
    let by_hand = with(&closing("{ until = \"2027-04-18T18:01\" }"), "approved-by = \"agreed\"\n", "");
    assert_eq!(at_once(&by_hand), None);
}

#[test]
fn s1_f06_bites_whoever_is_passed_by_a_person_48_hours_earlier() {
    says(&called("{ before = \"2027-04-20T15:00\" }"), &[]);
    let contact = "{ before = \"2027-04-20T14:59:59\" }";
    says(&called(contact), &[(Code::NoTimeToCall, "contact")]);
    let sentence = sentence(&called(contact), Code::NoTimeToCall);
    assert!(
        sentence.starts_with("whoever files from 2027-04-17T14:59:59 on and is passed by a person"),
        "{sentence}"
    );
}

#[test]
fn the_first_instant_is_the_one_before_which_nothing_bites() {
    let policy = Policy::parse(plain().as_bytes()).unwrap();
    let (opens, last) = (policy.opens(), policy.closes().last());
    for bites in [opens, opens + chrono::TimeDelta::milliseconds(1), last] {
        assert_eq!(first(&policy, |filed| bites <= filed), Some(bites));
    }
    assert_eq!(first(&policy, |filed| last < filed), None);
}

#[test]
fn what_bites_from_an_instant_on_says_so_for_programs_as_well() {
    let from = |file: &str| {
        let report = super::super::check(file.as_bytes());
        report.remarks().iter().map(|remark| remark.from.map(domain::instant::format)).collect::<Vec<_>>()
    };
    let late = window("{ before = \"2027-04-18\" }");
    assert_eq!(from(&late), [Some("2027-04-17T07:00:00.000Z".to_owned())]);
    assert_eq!(from("season = 1"), [None]);
}
