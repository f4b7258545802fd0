//! Checks and rules in a file, and what the published rule makes of each row of D.1.

use super::*;
use crate::{
    check::{Answer, Claim, Entry, Evidence, Register, Verdict},
    predicate::Truth,
};
use std::collections::BTreeMap;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const NUMBER: &str = "11010519491231002X";
const SUBMITTED: &str = "2027-04-15T10:00:00+08:00";

/// What may follow [`SMALL`].
const APPROVAL: &str = r#"
[[check]]
id = "permit"
name = "证"
name-en = "Permit"
register = "residence-permits"
conditions = [
    { field = "name", claimed = "name" },
    { field = "valid-until", not-before = "submission", ours = "S1-F22" },
]

[[rule]]
id = "agreed"
holds = { any = [{ check = "permit" }, { all = [{ check = "permit" }] }] }
"#;

/// The text of [`with_a_rule`].
pub(crate) fn file() -> String {
    SMALL.replacen("id = \"first\"\n", "id = \"first\"\napproved-by = \"agreed\"\n", 1) + APPROVAL
}

/// A policy whose first category is approved by a valid permit, and whose second one by a person.
pub(crate) fn with_a_rule() -> Policy {
    Policy::parse(file().as_bytes()).unwrap()
}

/// Asserts that the file with `from` replaced by `to` is refused at the line that `at` is on, with `message`.
#[track_caller]
fn refused(from: &str, to: &str, at: &str, message: &str) {
    assert!(file().contains(from), "{from}");
    let file = file().replacen(from, to, 1);
    let line = file.lines().position(|line| line.contains(at)).unwrap() + 1;
    let error = Policy::parse(file.as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with(&std::format!("line {line}: ")), "{error}, not line {line}");
    assert!(error.contains(message), "{error}");
}

#[test]
fn a_category_is_approved_by_the_rule_that_it_names_and_others_by_a_person() {
    let policy = Policy::parse(file().as_bytes()).unwrap();
    let approval = policy.categories()[0].approved_by.as_ref().unwrap();
    assert_eq!(approval.rule.as_str(), "agreed");
    let checks: Vec<&str> = policy.checks_of(approval).iter().map(|check| check.id.as_str()).collect();
    assert_eq!(checks, ["permit"]);
    assert_eq!(policy.categories()[1].approved_by, None);
    assert!(policy.ours().contains(&"S1-F22".to_owned()));
}

#[test]
fn a_rule_and_a_check_must_be_there_and_only_once() {
    refused("by = \"agreed\"", "by = \"else\"", "approved-by", "no rule called else");
    refused("{ check = \"permit\" }", "{ check = \"x\" }", "holds", "no check called x");
    let twice = APPROVAL.replace("permit\"\nname = \"证\"", "permit\"\nname = \"再\"");
    let error = Policy::parse((file() + &twice).as_bytes()).unwrap_err().to_string();
    assert!(error.ends_with("the name permit is there already"), "{error}");
    let rule = &APPROVAL[APPROVAL.find("[[rule]]").unwrap()..];
    let error = Policy::parse((file() + rule).as_bytes()).unwrap_err().to_string();
    assert!(error.ends_with("the name agreed is there already"), "{error}");
}

#[test]
fn a_condition_is_about_a_field_of_the_register_and_says_one_thing_that_suits_it() {
    let (name, day) = ("{ field = \"name\", claimed = \"name\" }", "not-before = \"submission\"");
    refused(name, "{ field = \"education\", claimed = \"name\" }", "education", "called education");
    refused(name, "{ field = \"name\" }", "{ field = \"name\" }", "exactly one");
    let both = "{ field = \"name\", claimed = \"name\", one-of = [\"a\"] }";
    refused(name, both, both, "exactly one");
    refused(name, "{ field = \"name\", within = \"440300\" }", "within", "only a region");
    refused(day, "claimed = \"name\"", "valid-until", "compared with a text");
    refused(name, "{ field = \"name\", not-before = \"submission\" }", "field = \"name\"", "only a day");
    let other = "{ field = \"name\", same-as = { register = \"residence-permits\", field = \"place\" } }";
    refused(name, other, "same-as", "different kinds");
    let table = "{ field = \"name\", one-of-for = { field = \"place\", table = {} } }";
    refused(name, table, "one-of-for", "goes by the words");
    refused(name, "{ field = \"name\", claimed = \"age\" }", "age", "unknown variant");
}

#[test]
fn a_predicate_says_one_thing_and_is_not_too_deep() {
    let check = "{ check = \"permit\" }";
    refused(check, "{ }", "holds", "exactly one");
    refused(check, "{ check = \"permit\", all = [] }", "holds", "exactly one");
    refused(check, "{ all = [] }", "holds", "all has 0 entries, and must have 1 to 32");
    let nested = |depth: usize| {
        let (open, close) = ("{ all = [".repeat(depth), "] }".repeat(depth));
        file().replacen(check, &std::format!("{open}{check}{close}"), 1)
    };
    // The predicate stands in a list already.
    assert!(Policy::parse(nested(6).as_bytes()).is_ok());
    let error = Policy::parse(nested(7).as_bytes()).unwrap_err().to_string();
    assert!(error.contains("nested too deeply"), "{error}");
    assert!(Policy::parse(nested(100_000).as_bytes()).is_err());
}

/// What the registers know of an invented candidate.
struct Known {
    household: Option<&'static str>,
    permit: Option<(&'static str, &'static str)>,
    diploma: Option<&'static str>,
    stage: &'static str,
    registered_name: &'static str,
}

/// Somebody from Shenzhen with a bachelor's degree, who wants to teach at a primary school.
const LOCAL: Known = Known {
    household: Some("440304"),
    permit: None,
    diploma: Some("bachelor"),
    stage: "primary",
    registered_name: "王小明",
};

/// The same, from Wuhan, with a permit to the very day of the submission.
const WITH_PERMIT: Known =
    Known { household: Some("420100"), permit: Some(("440300", "2027-04-15")), ..LOCAL };

fn answer(register: Register, said: &[(&str, &str)]) -> Answer {
    let mut all = BTreeMap::from([("name", "王小明"), ("document-number", NUMBER)]);
    all.extend(said.iter().copied());
    Answer::Found(Entry::new(register, |name| all.get(name).copied()).unwrap())
}

impl Known {
    fn answers(&self) -> BTreeMap<Register, Answer> {
        let found = |answer: Option<Answer>| answer.unwrap_or(Answer::NotFound);
        let household =
            self.household.map(|place| answer(Register::ResidentRegister, &[("household", place)]));
        let permit = self.permit.map(|(place, until)| {
            answer(Register::ResidencePermits, &[("place", place), ("valid-until", until)])
        });
        let diploma = self.diploma.map(|level| answer(Register::Diplomas, &[("education", level)]));
        let said = [
            ("name", self.registered_name),
            ("stage", self.stage),
            ("status", "awaiting-review"),
            ("education", self.diploma.unwrap_or("bachelor")),
        ];
        BTreeMap::from([
            (Register::ResidentRegister, found(household)),
            (Register::ResidencePermits, found(permit)),
            (Register::Diplomas, found(diploma)),
            (Register::ExaminationSite, answer(Register::ExaminationSite, &said)),
        ])
    }
}

/// Evaluates the published rule of `category`; without one, a person decides.
fn evaluated(category: &str, answers: &BTreeMap<Register, Answer>) -> Option<Truth> {
    let policy = Policy::parse(PUBLISHED.as_bytes()).unwrap();
    let approval = policy.category(&category.parse().unwrap()).unwrap().approved_by.as_ref()?;
    let claims =
        BTreeMap::from([(Claim::Name, "王小明".to_owned()), (Claim::DocumentNumber, NUMBER.to_owned())]);
    let evidence = Evidence { claims: &claims, answers, submitted: parse(SUBMITTED).unwrap() };
    let findings: BTreeMap<_, Verdict> = policy
        .checks_of(approval)
        .iter()
        .map(|check| (check.id.clone(), check.carry_out(evidence).verdict))
        .collect();
    Some(approval.predicate.explain(&|id| findings[id].truth()).truth)
}

#[track_caller]
fn row(category: &str, known: &Known, expected: Option<Truth>) {
    assert_eq!(evaluated(category, &known.answers()), expected);
}

#[test]
fn d1_01_to_04_with_a_local_household_the_diploma_and_the_comparison_decide() {
    row("local-household", &LOCAL, Some(Truth::True));
    row("local-household", &Known { registered_name: "王晓明", ..LOCAL }, Some(Truth::False));
    row("local-household", &Known { diploma: None, ..LOCAL }, Some(Truth::False));
}

#[test]
fn d1_05_to_08_without_one_a_permit_valid_on_the_day_of_the_submission_takes_its_place() {
    row("other-household", &WITH_PERMIT, Some(Truth::True));
    row("other-household", &Known { registered_name: "王晓明", ..WITH_PERMIT }, Some(Truth::False));
    row("other-household", &Known { diploma: None, ..WITH_PERMIT }, Some(Truth::False));
    let expired = Known { permit: Some(("440300", "2027-04-14")), ..WITH_PERMIT };
    row("other-household", &expired, Some(Truth::False));
    let elsewhere = Known { permit: Some(("440100", "2028-04-14")), ..WITH_PERMIT };
    row("other-household", &elsewhere, Some(Truth::False));
    row("other-household", &Known { permit: None, ..WITH_PERMIT }, Some(Truth::False));
}

#[test]
fn d1_09_and_10_students_and_candidates_from_hong_kong_macao_and_taiwan_are_for_a_person() {
    row("local-student", &LOCAL, None);
    row("hong-kong-macao-taiwan", &LOCAL, None);
}

#[test]
fn d1_11_whose_education_does_not_go_with_the_stage_is_not_approved_by_a_rule() {
    row("local-household", &Known { stage: "senior-secondary", ..LOCAL }, Some(Truth::True));
    let associate = Known { diploma: Some("associate"), stage: "senior-secondary", ..LOCAL };
    row("local-household", &associate, Some(Truth::False));
    row("local-household", &Known { stage: "junior-secondary", ..associate }, Some(Truth::True));
}

#[test]
fn an_outage_of_any_register_leaves_open_what_the_others_have_not_decided() {
    let without = |known: &Known, register| {
        let mut answers = known.answers();
        answers.insert(register, Answer::Unavailable);
        evaluated("other-household", &answers).unwrap()
    };
    // The permit holds, so nobody needs to know about the household.
    assert_eq!(without(&WITH_PERMIT, Register::ResidentRegister), Truth::True);
    for register in [Register::ResidencePermits, Register::Diplomas, Register::ExaminationSite] {
        assert_eq!(without(&WITH_PERMIT, register), Truth::Unknown, "{register:?}");
    }
    let named_otherwise = Known { registered_name: "王晓明", ..WITH_PERMIT };
    assert_eq!(without(&named_otherwise, Register::ResidencePermits), Truth::False);
}
