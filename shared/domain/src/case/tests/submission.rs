//! Submission: the first commit stands, and the second says what the registers made of it.

use super::*;
use crate::{
    check::{Answer, Entry, Register},
    policy::tests::approval::with_a_rule,
    predicate::Truth,
};
use std::collections::{BTreeMap, BTreeSet};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// After the review's clock has started.
pub(super) const FILED: &str = "2030-04-16T10:00:00+08:00";
/// The last millisecond in which only whoever has submitted asks the registers.
const LEASED: &str = "2030-04-16T10:00:19.999+08:00";
const FREE: &str = "2030-04-16T10:00:20+08:00";

fn system(id: u128, act: Act) -> Command {
    Command { id: CommandId::from_u128(id), actor: Actor::System, act }
}

/// Carries `command` out under the policy with a rule.
#[track_caller]
pub(super) fn done(case: &Case, command: &Command, now: &str) -> Case {
    let events = decide(Some(case), command, &with_a_rule(), at(now)).unwrap();
    let case = apply(Some(case), &events, command, at(now)).unwrap();
    assert_eq!(case.verify_chain(), Ok(()));
    case
}

#[track_caller]
pub(super) fn not_done(case: &Case, command: &Command, now: &str, expected: Rejection) {
    assert_eq!(decide(Some(case), command, &with_a_rule(), at(now)), Err(expected));
}

pub(super) fn drafted(draft: Draft) -> Case {
    let events = decide(None, &opening(1), &with_a_rule(), at(OPENS)).unwrap();
    let case = apply(None, &events, &opening(1), at(OPENS)).unwrap();
    edit_draft(&case, draft, &Actor::Candidate(ANNA), &with_a_rule(), at(OPENS)).unwrap()
}

/// Under a policy without a step-up.
fn submit() -> Act {
    Act::Submit { verified: None }
}

pub(super) fn submitting() -> Command {
    by(ANNA, 10, submit())
}

/// Filed in the category that a rule can approve.
pub(super) fn submitted() -> Case {
    done(&drafted(filled()), &submitting(), FILED)
}

/// Filed in the category that a person decides.
pub(super) fn handed_over() -> Case {
    let draft = Draft { category: Some("second".parse().unwrap()), ..filled() };
    done(&drafted(draft), &submitting(), FILED)
}

fn permit(name: &str) -> Answer {
    let said = BTreeMap::from([
        ("name", name),
        ("document-number", "11010519491231002X"),
        ("place", "440300"),
        ("valid-until", "2030-04-16"),
    ]);
    Answer::Found(Entry::new(Register::ResidencePermits, |name| said.get(name).copied()).unwrap())
}

fn settling(id: u128, answer: Answer) -> Command {
    system(id, Act::SettleChecks { answers: BTreeMap::from([(Register::ResidencePermits, answer)]) })
}

#[test]
fn a_submission_stands_before_any_register_is_asked() {
    let case = submitted();
    let State::Submitted(submitted) = case.state() else { panic!("{:?}", case.state()) };
    assert_eq!((submitted.at, submitted.lease.too_late), (at(FILED), at(FREE)));
    assert_eq!(submitted.filing.name, filled().form.name.unwrap());
    assert_eq!(case.registers(&with_a_rule()), BTreeSet::from([Register::ResidencePermits]));
    assert_eq!(case.draft_for(&Actor::Candidate(ANNA)), None);
}

#[test]
fn a_draft_is_filed_up_to_the_last_millisecond_of_the_window() {
    let case = drafted(filled());
    done(&case, &submitting(), LAST);
    not_done(&case, &submitting(), CLOSED, Rejection::WindowClosed { closed: at(CLOSED) });
}

#[test]
fn everything_that_is_missing_is_named_at_once_and_an_address_is_not_needed() {
    let missing = vec![Required::Category, Required::Name, Required::Document, Required::Telephone];
    not_done(&drafted(Draft::default()), &submitting(), FILED, Rejection::Incomplete { missing });
    let form = Form { telephone: None, ..filled().form };
    let without = drafted(Draft { form, ..filled() });
    not_done(&without, &submitting(), FILED, Rejection::Incomplete { missing: vec![Required::Telephone] });
    let form = Form { email: None, ..filled().form };
    done(&drafted(Draft { form, ..filled() }), &submitting(), FILED);
}

#[test]
fn only_the_candidate_files_and_only_once() {
    let case = drafted(filled());
    not_done(&case, &by(BELA, 10, submit()), FILED, Rejection::NotTheOwner);
    not_done(&case, &system(10, submit()), FILED, Rejection::NotPermitted);
    assert_eq!(decide(Some(&submitted()), &submitting(), &with_a_rule(), at(CLOSED)), Ok(vec![]));
    not_done(&submitted(), &by(ANNA, 11, submit()), FILED, Rejection::AlreadySubmitted);
}

#[test]
fn what_is_filed_can_neither_be_edited_nor_given_up() {
    for case in [submitted(), handed_over()] {
        let edited = edit_draft(&case, filled(), &Actor::Candidate(ANNA), &with_a_rule(), at(FILED));
        assert_eq!(edited, Err(Rejection::NotADraft));
        not_done(&case, &by(ANNA, 11, Act::DiscardDraft), FILED, Rejection::NotADraft);
    }
}

#[test]
fn where_no_rule_can_approve_a_person_decides_and_no_register_is_asked() {
    let case = handed_over();
    let State::UnderReview(review) = case.state() else { panic!("{:?}", case.state()) };
    assert_eq!(review.due.too_late, at("2030-04-18T10:00:00.001+08:00"));
    assert_eq!((review.corrections, review.escalated), (0, false));
    assert_eq!(case.registers(&with_a_rule()), BTreeSet::new());
}

#[test]
fn a_submission_before_the_clock_has_started_is_due_from_its_start() {
    let draft = Draft { category: Some("second".parse().unwrap()), ..filled() };
    let case = done(&drafted(draft), &submitting(), "2030-04-13T20:00:00+08:00");
    let State::UnderReview(review) = case.state() else { panic!("{:?}", case.state()) };
    assert_eq!(review.due.too_late, at("2030-04-17T09:00:00.001+08:00"));
}

#[test]
fn registers_that_agree_approve_and_the_decision_names_rule_and_reasons() {
    let case = done(&submitted(), &settling(20, permit("李雷")), FILED);
    let State::Approved(approved) = case.state() else { panic!("{:?}", case.state()) };
    assert_eq!(approved.by, Approver::Rule("agreed".parse().unwrap()));
    let Some(Event::ApprovedByRule { assessment, registration: None }) =
        case.events().last().map(|last| &last.event)
    else {
        panic!("the last event says how")
    };
    assert_eq!(assessment.explanation.truth, Truth::True);
    assert_eq!(assessment.findings.len(), 1);
}

#[test]
fn registers_that_disagree_know_nobody_or_do_not_answer_hand_over_and_never_reject() {
    for (answer, truth) in [
        (permit("李蕾"), Truth::False),
        (Answer::NotFound, Truth::False),
        (Answer::Unavailable, Truth::Unknown),
    ] {
        let case = done(&submitted(), &settling(20, answer), LEASED);
        let State::UnderReview(review) = case.state() else { panic!("{:?}", case.state()) };
        // Counted from the submission, and not from when the registers were done.
        assert_eq!(review.due.too_late, at("2030-04-18T10:00:00.001+08:00"));
        let Some(Event::HandedOver { assessment: Some(assessment), .. }) =
            case.events().last().map(|last| &last.event)
        else {
            panic!("the last event says why")
        };
        assert_eq!(assessment.explanation.truth, truth);
    }
}

#[test]
fn checks_are_taken_over_from_the_end_of_the_lease_and_not_before() {
    let case = submitted();
    let taking = system(30, Act::TakeOverChecks);
    not_done(&case, &taking, LEASED, Rejection::ChecksUnderWay { until: at(FREE) });
    let taken = done(&case, &taking, FREE);
    let State::Submitted(submitted) = taken.state() else { panic!("{:?}", taken.state()) };
    assert_eq!((submitted.at, submitted.lease.too_late), (at(FILED), at("2030-04-16T10:00:40+08:00")));
    not_done(&taken, &system(31, Act::TakeOverChecks), FREE, {
        Rejection::ChecksUnderWay { until: at("2030-04-16T10:00:40+08:00") }
    });
}

#[test]
fn checks_are_settled_once_and_by_the_system_alone() {
    let settled = done(&submitted(), &settling(20, Answer::Unavailable), FILED);
    let again = settling(20, permit("李雷"));
    assert_eq!(decide(Some(&settled), &again, &with_a_rule(), at(FILED)), Ok(vec![]));
    not_done(&settled, &settling(21, permit("李雷")), FILED, Rejection::NoChecksPending);
    let own = Command { actor: Actor::Candidate(ANNA), ..settling(20, permit("李雷")) };
    not_done(&submitted(), &own, FILED, Rejection::NotPermitted);
}
