use super::super::tests::{plain, says, with};
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
"#;

fn registered() -> String {
    plain() + REGISTRATION
}

fn reminded(message: &str, hours: u16) -> String {
    let message = format!("[message.{message}]\nhours-before = {hours}\ntext = \"{{closes}}\"\n");
    plain() + "\n[message]\ngateway = \"plain\"\n" + &message
}

#[test]
fn a_clock_starts_when_cases_can_be_filed_or_later() {
    for key in ["[review]", "[registration]"] {
        let starts = |at: &str| {
            let file = registered();
            let (before, after) = file.split_once(key).unwrap();
            format!("{before}{key}{}", with(after, "2027-04-15T09:00", at))
        };
        says(&starts("2027-04-12T09:00"), &[]);
        says(&starts("2027-04-12T08:59:59"), &[(Code::StartWithoutEffect, "starts")]);
    }
}

#[test]
fn the_supplement_closes_after_the_window() {
    let closes = |at: &str| {
        with(&plain(), "closes = { before = \"2027-04-19T15:00\" }", &format!("closes = {{ {at} }}"))
    };
    let corrected = (Code::NoTimeToCorrect, "closes");
    says(&closes("until = \"2027-04-17T15:00\""), &[corrected]);
    says(&closes("before = \"2027-04-17T15:00\""), &[corrected, (Code::SupplementBeforeWindow, "closes")]);
}

#[test]
fn the_office_has_time_to_review_the_last_corrections() {
    let reviewed = |at: &str| with(&plain(), "2027-04-19T18:00", at);
    says(&reviewed("2027-04-19T15:00:01"), &[]);
    says(&reviewed("2027-04-19T15:00"), &[(Code::NoTimeToReview, "reviewed")]);
}

#[test]
fn what_is_approved_last_after_a_correction_is_not_overdue_at_once() {
    says(&registered(), &[]);
    let set = with(
        &registered(),
        "set = { before = \"2027-04-19T18:00\" }",
        "set = { before = \"2027-04-19T17:59:59\" }",
    );
    says(&set, &[(Code::SetBeforeReviewed, "set")]);
}

#[test]
fn a_reminder_of_the_window_falls_after_its_opening() {
    says(&reminded("window-closes", 125), &[]);
    says(&reminded("window-closes", 126), &[(Code::ReminderNeverSent, "hours-before")]);
}

#[test]
fn a_reminder_of_the_supplement_falls_after_the_opening_or_into_the_time_that_a_late_return_leaves() {
    says(&reminded("supplement-closes", 173), &[]);
    says(&reminded("supplement-closes", 174), &[(Code::ReminderNeverSent, "hours-before")]);
    let leaving = |hours: u16| {
        with(
            &reminded("supplement-closes", 174),
            "return = { is = 24 }",
            &format!("return = {{ is = {hours} }}"),
        )
    };
    says(&leaving(173), &[(Code::ReminderNeverSent, "hours-before")]);
    says(&leaving(174), &[]);
}

#[test]
fn where_nothing_can_be_returned_nothing_is_said_of_corrections() {
    let file = with(
        &registered(),
        "set = { before = \"2027-04-19T18:00\" }",
        "set = { before = \"2027-04-19T17:59:59\" }",
    );
    let file = with(&file, "2027-04-19T15:00", "2027-04-17T15:00");
    says(&with(&file, "rounds = { is = 1 }", "rounds = { is = 0 }"), &[]);
}
