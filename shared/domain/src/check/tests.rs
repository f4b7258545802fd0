use super::*;
use crate::instant::parse;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The number is a published example and belongs to nobody.
const NUMBER: &str = "11010519491231002X";
const SUBMITTED: &str = "2030-04-15T23:59:59.999+08:00";
const A_DAY_LATER: &str = "2030-04-16T00:00:00+08:00";

fn field(name: &str) -> FieldId {
    name.parse().unwrap()
}

fn entry(register: Register, said: &[(&str, &str)]) -> Result<Entry, InvalidEntry> {
    let said: BTreeMap<&str, &str> = said.iter().copied().collect();
    Entry::new(register, |name| said.get(name).copied())
}

fn permit(valid_until: &str) -> Answer {
    let said =
        [("name", "王小明"), ("document-number", NUMBER), ("place", "440304"), ("valid-until", valid_until)];
    Answer::Found(entry(Register::ResidencePermits, &said).unwrap())
}

fn diploma(education: &str) -> Answer {
    let said =
        [("name", "王小明"), ("document-number", NUMBER), ("education", education), ("status", "paid")];
    Answer::Found(entry(Register::Diplomas, &said).unwrap())
}

fn registration(name: &str, stage: &str, education: &str) -> Answer {
    let said = [
        ("name", name),
        ("document-number", NUMBER),
        ("stage", stage),
        ("education", education),
        ("status", "paid"),
    ];
    Answer::Found(entry(Register::ExaminationSite, &said).unwrap())
}

fn check(register: Register, conditions: Vec<(&str, Rule)>) -> Check {
    let conditions =
        conditions.into_iter().map(|(name, rule)| Condition { field: field(name), rule }).collect();
    let name = Text { zh: "核".to_owned(), en: "Check".to_owned() };
    Check { id: "the-check".parse().unwrap(), name, register, conditions }
}

fn a_valid_permit() -> Check {
    check(
        Register::ResidencePermits,
        vec![
            ("name", Rule::Claimed(Claim::Name)),
            ("document-number", Rule::Claimed(Claim::DocumentNumber)),
            ("place", Rule::Within("440300".parse().unwrap())),
            ("valid-until", Rule::NotBeforeSubmission),
        ],
    )
}

/// The candidate's stage and education, which must go together and be the ones that the diploma shows.
fn the_conditions() -> Check {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let table = BTreeMap::from([
        ("kindergarten".to_owned(), words(&["associate", "bachelor"])),
        ("senior-secondary".to_owned(), words(&["bachelor"])),
    ]);
    check(
        Register::ExaminationSite,
        vec![
            ("education", Rule::OneOfFor { field: field("stage"), table }),
            ("education", Rule::SameAs { register: Register::Diplomas, field: field("education") }),
        ],
    )
}

fn carried_out(check: &Check, answers: &[(Register, Answer)], submitted: &str) -> Finding {
    let claims =
        BTreeMap::from([(Claim::Name, "王小明".to_owned()), (Claim::DocumentNumber, NUMBER.to_owned())]);
    let answers = answers.iter().cloned().collect();
    let submitted = parse(submitted).unwrap();
    check.carry_out(Evidence { claims: &claims, answers: &answers, submitted })
}

#[track_caller]
fn comes_to(check: &Check, answers: &[(Register, Answer)], submitted: &str, expected: Verdict) {
    assert_eq!(carried_out(check, answers, submitted).verdict, expected);
}

#[test]
fn a_permit_is_valid_to_the_last_millisecond_of_its_last_day_and_no_longer() {
    let answers = [(Register::ResidencePermits, permit("2030-04-15"))];
    comes_to(&a_valid_permit(), &answers, SUBMITTED, Verdict::Matched);
    comes_to(&a_valid_permit(), &answers, A_DAY_LATER, Verdict::Mismatched);
}

#[test]
fn a_finding_says_which_field_is_not_as_claimed() {
    let registered = registration("王晓明", "kindergarten", "bachelor");
    let comparison = check(
        Register::ExaminationSite,
        vec![("name", Rule::Claimed(Claim::Name)), ("document-number", Rule::Claimed(Claim::DocumentNumber))],
    );
    let finding = carried_out(&comparison, &[(Register::ExaminationSite, registered)], SUBMITTED);
    assert_eq!(finding.verdict, Verdict::Mismatched);
    assert_eq!(finding.fields, [(field("name"), Truth::False), (field("document-number"), Truth::True)]);
}

#[test]
fn what_was_never_claimed_matches_nothing() {
    let answers = BTreeMap::from([(Register::ResidencePermits, permit("2030-04-15"))]);
    let submitted = parse(SUBMITTED).unwrap();
    let finding =
        a_valid_permit().carry_out(Evidence { claims: &BTreeMap::new(), answers: &answers, submitted });
    assert_eq!(finding.verdict, Verdict::Mismatched);
}

#[test]
fn an_education_must_go_with_the_stage_and_be_the_one_of_the_diploma() {
    let asked = |stage, claimed, shown| {
        [
            (Register::ExaminationSite, registration("王小明", stage, claimed)),
            (Register::Diplomas, diploma(shown)),
        ]
    };
    let check = the_conditions();
    comes_to(&check, &asked("kindergarten", "associate", "associate"), SUBMITTED, Verdict::Matched);
    comes_to(&check, &asked("senior-secondary", "associate", "associate"), SUBMITTED, Verdict::Mismatched);
    comes_to(&check, &asked("senior-secondary", "bachelor", "associate"), SUBMITTED, Verdict::Mismatched);
    comes_to(&check, &asked("another-stage", "bachelor", "bachelor"), SUBMITTED, Verdict::Mismatched);
}

#[test]
fn an_outage_is_no_verdict_unless_something_else_has_failed_already() {
    let check = the_conditions();
    let alone = |stage| [(Register::ExaminationSite, registration("王小明", stage, "associate"))];
    comes_to(&check, &alone("kindergarten"), SUBMITTED, Verdict::Unavailable);
    comes_to(&check, &alone("senior-secondary"), SUBMITTED, Verdict::Mismatched);
    let silent =
        [(Register::ExaminationSite, Answer::Unavailable), (Register::Diplomas, diploma("associate"))];
    comes_to(&check, &silent, SUBMITTED, Verdict::Unavailable);
    comes_to(&check, &[], SUBMITTED, Verdict::Unavailable);
}

#[test]
fn whom_a_register_does_not_know_has_not_passed() {
    comes_to(
        &a_valid_permit(),
        &[(Register::ResidencePermits, Answer::NotFound)],
        SUBMITTED,
        Verdict::NotFound,
    );
    let unregistered = [
        (Register::ExaminationSite, registration("王小明", "kindergarten", "associate")),
        (Register::Diplomas, Answer::NotFound),
    ];
    comes_to(&the_conditions(), &unregistered, SUBMITTED, Verdict::Mismatched);
}

#[test]
fn a_verdict_is_a_truth_and_an_outage_an_unknown_one() {
    let truths =
        [Verdict::Matched, Verdict::Mismatched, Verdict::NotFound, Verdict::Unavailable].map(Verdict::truth);
    assert_eq!(truths, [Truth::True, Truth::False, Truth::False, Truth::Unknown]);
}

#[test]
fn an_answer_that_makes_no_sense_is_no_entry() {
    let said = |household| [("name", "王小明"), ("document-number", NUMBER), ("household", household)];
    let register = Register::ResidentRegister;
    assert!(entry(register, &said("440304")).is_ok());
    assert_eq!(entry(register, &said("福田")), Err(InvalidEntry::Kind("household")));
    assert_eq!(entry(register, &said("440304")[..2]), Err(InvalidEntry::Missing("household")));
    let long = "长".repeat(Entry::CHARACTERS_MAX);
    let named =
        |name| entry(register, &[("name", name), ("document-number", NUMBER), ("household", "440304")]);
    assert!(named(&long).is_ok());
    assert_eq!(named(&format!("{long}长")), Err(InvalidEntry::TooLong("name")));
}

#[test]
fn every_field_of_every_register_has_a_name_that_a_policy_can_write() {
    for register in Register::ALL {
        for (name, _) in register.fields() {
            assert_eq!(field(name).as_str(), *name);
        }
        assert_eq!(serde_json::to_string(&register).unwrap(), format!("{:?}", register.name()));
    }
}

#[test]
fn what_a_register_said_is_shown_by_no_debug_output() {
    let shown = format!("{:?}", (permit("2030-04-15"), Value::Text("王小明".to_owned())));
    assert!(!shown.contains("王小明") && !shown.contains(NUMBER) && !shown.contains("2030"), "{shown}");
}
