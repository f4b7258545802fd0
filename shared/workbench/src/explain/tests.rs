use super::*;
use crate::rehearse::{Plan, play};
use domain::{case::Event, instant::parse};

const RULES: &str = include_str!("../../../policies/shenzhen-interview-2027.toml");
const DERIVED: &str = include_str!("../../../policies/wuhan-interview-2027.toml");

fn policy(file: &str) -> Policy {
    Policy::parse(file.as_bytes()).unwrap()
}

fn fields(said: &str) -> Fields {
    said.split(' ')
        .filter_map(|one| one.split_once('='))
        .map(|(name, value)| (name.into(), value.into()))
        .collect()
}

const STUDENT: &str = "document-kind=resident-identity-card enrolled=yes grade=3 school=甲大学 \
     school-kind=regular-higher-education school-place=420106 household=110101 qualification=senior-secondary subject=japanese";

fn registered(said: &str) -> Known {
    Known { registration: Some(fields(said)), ..Known::default() }
}

/// Everything that the rule wants to hear.
fn agreed() -> Known {
    let answers = [
        ("resident-register", "household=440305"),
        ("residence-permits", "place=440305 valid-until=2030-01-01"),
        ("diplomas", "education=bachelor"),
        ("examination-site", "stage=primary education=bachelor status=awaiting-review"),
    ];
    let answers = answers.map(|(register, said)| (register.to_owned(), Said::Found(fields(said))));
    Known { category: Some("local-household".into()), answers: answers.into(), ..Known::default() }
}

fn with(register: &str, said: Said) -> Known {
    let mut known = agreed();
    known.answers.insert(register.to_owned(), said);
    known
}

#[track_caller]
fn explained(file: &str, known: &Known) -> Explained {
    explain(&policy(file), known).unwrap()
}

#[track_caller]
fn says(explained: &Explained, lines: &[&str]) {
    for line in lines {
        assert!(explained.text.lines().any(|said| said == *line), "{line}\n{explained}");
    }
}

#[test]
fn of_a_registration_it_is_said_which_category_follows_and_why_not_the_others() {
    let explained = explained(DERIVED, &registered(STUDENT));
    assert_eq!(explained.outcome, Some("student-at-local-school".parse().unwrap()));
    says(
        &explained,
        &[
            "    [是 yes] 全部满足 all of these",
            "      [是 yes] third-year 三年级及以上 (In the third year or above)",
            "      [是 yes] japanese-or-russian 报考日语、俄语科目 (Interview in Japanese or Russian)",
            "      [否 no] provincial-household 湖北省户籍 (Household registration in Hubei)：household = 110101",
            "规则 rule: 无，由工作人员审核 none, a reviewer decides",
        ],
    );
    assert!(explained.text.contains("：适用 it applies"), "{explained}");
}

#[test]
fn an_outcome_that_holds_and_comes_later_is_said_to() {
    let explained = explained(DERIVED, &registered(&STUDENT.replace("household=110101", "household=420101")));
    assert_eq!(explained.outcome, Some("language".parse().unwrap()));
    assert!(explained.text.contains("：成立，但次序在后 it holds, and comes after that"), "{explained}");
}

#[test]
fn whoever_has_no_category_is_told_for_which_reason() {
    let explained = explained(DERIVED, &registered(&STUDENT.replace("grade=3", "grade=2")));
    assert_eq!(explained.outcome, Some("below-third-year".parse().unwrap()));
    assert!(
        explained.text.starts_with("类别 category: below-third-year 不属于任何类别 none: 三年级以下在校生"),
        "{explained}"
    );
    says(&explained, &["      [否 no] third-year 三年级及以上 (In the third year or above)：grade = 2"]);
}

#[test]
fn what_a_registration_lacks_is_said_to_lack() {
    let explained = explained(DERIVED, &registered(&STUDENT.replace("household=110101", "")));
    let line =
        "      [否 no] provincial-household 湖北省户籍 (Household registration in Hubei)：没有 no household";
    says(&explained, &[line]);
}

#[test]
fn of_answers_that_agree_it_is_said_that_they_do() {
    let explained = explained(RULES, &agreed());
    assert_eq!(explained.rule, Some(Truth::True));
    says(
        &explained,
        &["规则 rule registers-agree: 秒批通过 approved in seconds", "  [是 yes] 全部满足 all of these"],
    );
}

#[test]
fn of_answers_that_do_not_it_is_said_which_and_what_the_register_has() {
    let differs = explained(RULES, &with("diplomas", Said::Found(fields("education=associate"))));
    assert_eq!(differs.rule, Some(Truth::False));
    let comparison = "    [否 no] comparison 报考信息比对 (Comparison with the registration for the examination)：education = bachelor";
    says(&differs, &["规则 rule registers-agree: 转工作人员审核 a reviewer decides", comparison]);
    let nobody = explained(RULES, &with("diplomas", Said::NotFound));
    assert!(nobody.text.contains("：查无此人 the register has nobody like that"), "{nobody}");
    let silent = explained(RULES, &with("diplomas", Said::Unavailable));
    assert_eq!(silent.rule, Some(Truth::Unknown));
    assert!(silent.text.contains("[未知 unknown] diploma") && silent.text.contains("：无法核对"), "{silent}");
}

#[test]
fn the_last_day_of_a_permit_is_the_last_on_which_it_counts() {
    let permit = |files: &str| {
        let mut known = with("residence-permits", Said::Found(fields("place=440300 valid-until=2027-04-15")));
        known.answers.insert("resident-register".into(), Said::NotFound);
        explained(RULES, &Known { files: Some(parse(files).unwrap()), ..known }).rule
    };
    assert_eq!(permit("2027-04-15T23:59:59.999+08:00"), Some(Truth::True));
    assert_eq!(permit("2027-04-16T00:00:00+08:00"), Some(Truth::False));
}

#[test]
fn what_cannot_be_is_not_explained() {
    let no = |file: &str, known: &Known| explain(&policy(file), known).unwrap_err();
    assert_eq!(no(DERIVED, &agreed()), Unexplained::NoRegistration);
    assert_eq!(no(RULES, &Known::default()), Unexplained::UnknownCategory);
    assert_eq!(no(RULES, &with("roster", Said::NotFound)), Unexplained::UnknownRegister("roster".into()));
    let lacks = with("diplomas", Said::Found(Fields::new()));
    assert_eq!(
        no(RULES, &lacks),
        Unexplained::InvalidEntry("diplomas".into(), InvalidEntry::Missing("education"))
    );
    let at = |files: &str| Known { files: Some(parse(files).unwrap()), ..agreed() };
    assert_eq!(no(RULES, &at("2027-04-17T15:00:00+08:00")), Unexplained::ClosedWindow);
    assert!(explain(&policy(RULES), &at("2027-04-17T14:59:59.999+08:00")).is_ok());
    assert_eq!(no(RULES, &at("2027-04-12T08:59:59.999+08:00")), Unexplained::ClosedWindow);
}

#[test]
fn explanation_and_decision_never_disagree_in_a_rehearsal() {
    for file in [RULES, DERIVED] {
        let policy = policy(file);
        let mut shown = 0;
        play(&policy, &Plan::new(300, 3), &mut |case| {
            shown += 1;
            agree(&policy, case);
        });
        assert!(80 < shown, "{shown}");
    }
}

fn agree(policy: &Policy, case: &Case) {
    recorded_agrees(policy, case);
    let written =
        |entry: &Entry| entry.fields().map(|(field, value)| (field.to_string(), value)).collect::<Fields>();
    let is_by_rule =
        case.events().iter().any(|recorded| matches!(recorded.event, Event::ApprovedByRule { .. }));
    let Some(filed) = case.submitted() else { return };
    let category = case.state().filing().map(|filing| filing.category.clone());
    let said = |answer: &Answer| match answer {
        Answer::Found(entry) => Said::Found(written(entry)),
        Answer::NotFound => Said::NotFound,
        Answer::Unavailable => Said::Unavailable,
    };
    let answers = case.assessment().into_iter().flat_map(|assessment| &assessment.answers);
    // They claim another name and number than whoever is made up here.
    let mine = |said: Said| match said {
        Said::Found(mut fields) => {
            let own = case.applicant().unwrap();
            for (field, own) in [("name", own.name.as_str()), ("document-number", own.document.number())] {
                fields.retain(|name, value| name != field || value != own);
            }
            Said::Found(fields)
        }
        Said::NotFound | Said::Unavailable => said,
    };
    let known = Known {
        registration: case.derived().map(|(registration, _)| written(registration)),
        category: category.as_ref().map(ToString::to_string),
        answers: answers
            .filter(|(register, _)| register.is_asked())
            .map(|(register, answer)| (register.name().to_owned(), mine(said(answer))))
            .collect(),
        files: Some(filed),
    };
    let Some(category) = category else { return };
    let explained = explain(policy, &known).unwrap();
    assert_eq!(explained.outcome, Some(category), "{explained}");
    assert_eq!(explained.rule == Some(Truth::True), is_by_rule, "{explained}");
    if let Some(assessment) = case.assessment() {
        assert_eq!(explained.rule, Some(assessment.explanation.truth));
    }
}

/// What is said of a recorded case is what was decided of it, with every decision since.
fn recorded_agrees(policy: &Policy, case: &Case) {
    let explained = explain_case(std::slice::from_ref(policy), case).unwrap();
    let has = |wanted: fn(&Event) -> bool| case.events().iter().any(|recorded| wanted(&recorded.event));
    assert_eq!(
        explained.rule == Some(Truth::True),
        has(|event| matches!(event, Event::ApprovedByRule { .. }))
    );
    for (is_so, words) in [
        (has(|event| matches!(event, Event::ApprovedByRule { .. })), "秒批通过 approved in seconds"),
        (has(|event| matches!(event, Event::Passed { .. })), "passed by a reviewer"),
        (has(|event| matches!(event, Event::Returned { .. })), "退回补齐补正"),
        (has(|event| matches!(event, Event::Rejected { .. })), "审核不通过 rejected"),
        (has(|event| matches!(event, Event::Lapsed { .. })), "in time"),
        (has(|event| matches!(event, Event::Submitted { .. })), "提交 filed"),
    ] {
        assert_eq!(explained.text.contains(words), is_so, "{words}\n{explained}");
    }
    if let Some((_, derived)) = case.derived() {
        assert_eq!(explained.outcome.as_ref(), Some(derived));
    }
}

#[test]
fn of_a_returned_case_it_is_said_by_when_and_for_what_reason() {
    let policy = policy(RULES);
    let mut returned = Vec::new();
    play(&policy, &Plan::new(100, 1), &mut |case| {
        if case.objections().is_some() {
            returned.push(explain_case(std::slice::from_ref(&policy), case).unwrap().to_string());
        }
    });
    let first = returned.first().unwrap();
    assert!(
        first.contains("returned, to be corrected before 2027-04-19T15:00\n  图片文字或图案不清晰 (Text or"),
        "{first}"
    );
}

#[test]
fn a_case_is_not_explained_by_another_policy() {
    let mut case = None;
    play(&policy(RULES), &Plan::new(1, 1), &mut |one| case = Some(one.clone()));
    let other = explain_case(&[policy(DERIVED)], &case.unwrap());
    assert_eq!(other, Err(Unexplained::OtherPolicy(policy(RULES).hash())));
}
