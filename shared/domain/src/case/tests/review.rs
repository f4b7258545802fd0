//! Review by a person, correction, and the second review.

use super::submission::{FILED, done, handed_over, not_done, submitted};
use super::*;
use crate::policy::tests::approval::with_a_rule;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The last millisecond of the office's 48 hours, which is in time.
const IN_TIME: &str = "2030-04-18T10:00:00+08:00";
const LATE: &str = "2030-04-18T10:00:00.001+08:00";
/// The last millisecond in which a correction is accepted.
const OPEN: &str = "2030-04-19T14:59:59.999+08:00";
const SHUT: &str = "2030-04-19T15:00:00+08:00";

pub(super) fn objections() -> Objections {
    let note = Note::try_from("请重拍身份证".to_owned()).unwrap();
    let one = Objection { reason: "unclear".parse().unwrap(), material: None, note: Some(note) };
    Objections::try_from(vec![one]).unwrap()
}

fn reviewer(id: AccountId) -> Actor {
    Actor::Staff { id, role: Role::Reviewer, region: "440300".parse().unwrap() }
}

pub(super) fn reviewing(id: u128, act: Act) -> Command {
    Command { id: CommandId::from_u128(id), actor: reviewer(BELA), act }
}

pub(super) fn returned() -> Case {
    done(&handed_over(), &reviewing(40, Act::Return { objections: objections() }), IN_TIME)
}

fn correcting() -> Command {
    let form = Form { name: Some("韩梅梅".parse().unwrap()), ..filled().form };
    by(ANNA, 50, Act::Correct { form })
}

pub(super) fn corrected() -> Case {
    done(&returned(), &correcting(), OPEN)
}

#[test]
fn a_reviewer_passes_a_case_and_the_case_says_who() {
    let case = done(&handed_over(), &reviewing(40, Act::Pass), IN_TIME);
    let State::Approved(approved) = case.state() else { panic!("{:?}", case.state()) };
    assert_eq!((approved.at, &approved.by), (at(IN_TIME), &Approver::Reviewer(BELA)));
}

#[test]
fn nobody_reviews_a_case_of_their_own_or_of_another_region() {
    let own = Command { actor: reviewer(ANNA), ..reviewing(40, Act::Pass) };
    not_done(&handed_over(), &own, FILED, Rejection::OwnCase);
    let region = "420100".parse().unwrap();
    let actor = Actor::Staff { id: BELA, role: Role::Reviewer, region };
    let elsewhere = Command { actor, ..reviewing(40, Act::Pass) };
    not_done(&handed_over(), &elsewhere, FILED, Rejection::OutsideRegion);
    not_done(&handed_over(), &by(ANNA, 40, Act::Pass), FILED, Rejection::NotPermitted);
}

#[test]
fn a_returned_case_is_corrected_until_the_supplement_closes_and_not_from_then_on() {
    let State::Returned(shown) = returned().state().clone() else { panic!("it was returned") };
    assert_eq!((shown.closes.too_late, shown.objections), (at(SHUT), objections()));
    let State::UnderReview(review) = corrected().state().clone() else { panic!("it was corrected") };
    assert_eq!(review.filing.name.as_str(), "韩梅梅");
    assert_eq!(review.due.too_late, at("2030-04-19T18:00:00+08:00"));
    not_done(&returned(), &correcting(), SHUT, Rejection::SupplementClosed { closed: at(SHUT) });
}

#[test]
fn a_case_is_corrected_by_its_candidate_alone_and_wholly() {
    let form = filled().form;
    let bela = by(BELA, 50, Act::Correct { form: form.clone() });
    not_done(&returned(), &bela, OPEN, Rejection::NotTheOwner);
    let cut = by(ANNA, 50, Act::Correct { form: Form { name: None, ..form.clone() } });
    not_done(&returned(), &cut, OPEN, Rejection::Incomplete { missing: vec![Required::Name] });
    not_done(&handed_over(), &by(ANNA, 50, Act::Correct { form }), OPEN, Rejection::NothingToCorrect);
    assert_eq!(decide(Some(&corrected()), &correcting(), &with_a_rule(), at(SHUT)), Ok(vec![]));
}

#[test]
fn a_case_is_rejected_only_after_its_candidate_could_correct_it() {
    let rejecting = reviewing(60, Act::Reject { objections: objections() });
    not_done(&handed_over(), &rejecting, FILED, Rejection::NotCorrectedYet);
    let case = done(&corrected(), &rejecting, OPEN);
    let State::Rejected(rejected) = case.state() else { panic!("{:?}", case.state()) };
    assert_eq!((rejected.by, &rejected.objections), (BELA, &objections()));
    not_done(
        &corrected(),
        &reviewing(61, Act::Return { objections: objections() }),
        OPEN,
        Rejection::NoRoundLeft,
    );
    done(&corrected(), &reviewing(61, Act::Pass), OPEN);
}

#[test]
fn a_late_decision_is_accepted_and_a_late_return_gives_the_candidate_time() {
    done(&handed_over(), &reviewing(40, Act::Pass), "2030-05-01T00:00:00+08:00");
    let late = done(&handed_over(), &reviewing(40, Act::Return { objections: objections() }), SHUT);
    let State::Returned(returned) = late.state() else { panic!("{:?}", late.state()) };
    assert_eq!(returned.closes.too_late, at("2030-04-20T15:00:00.001+08:00"));
    assert_eq!(returned.reviewed.too_late, at("2030-04-20T18:00:00.001+08:00"));
    done(&late, &correcting(), "2030-04-20T15:00:00+08:00");
    // Late by a millisecond, and with more than a day left: nothing moves.
    let early = done(&handed_over(), &reviewing(40, Act::Return { objections: objections() }), LATE);
    let State::Returned(returned) = early.state() else { panic!("{:?}", early.state()) };
    assert_eq!(returned.closes.too_late, at(SHUT));
}

#[test]
fn what_is_decided_stays_decided() {
    let approved = done(&handed_over(), &reviewing(40, Act::Pass), FILED);
    let rejected = done(&corrected(), &reviewing(60, Act::Reject { objections: objections() }), OPEN);
    for case in [approved, rejected] {
        for act in
            [Act::Pass, Act::Return { objections: objections() }, Act::Reject { objections: objections() }]
        {
            not_done(&case, &reviewing(70, act), OPEN, Rejection::AlreadyDecided);
        }
        let correcting = by(ANNA, 71, Act::Correct { form: filled().form });
        not_done(&case, &correcting, OPEN, Rejection::AlreadyDecided);
    }
}

#[test]
fn a_decision_that_arrives_twice_is_one_decision() {
    let passing = reviewing(40, Act::Pass);
    let case = done(&handed_over(), &passing, FILED);
    assert_eq!(decide(Some(&case), &passing, &with_a_rule(), at(OPEN)), Ok(vec![]));
}

#[test]
fn a_case_whose_registers_are_still_being_asked_is_nothing_to_review() {
    not_done(&submitted(), &reviewing(40, Act::Pass), FILED, Rejection::NotUnderReview);
    not_done(&returned(), &reviewing(41, Act::Pass), OPEN, Rejection::NotUnderReview);
}

#[test]
fn a_reviewer_objects_for_reasons_that_the_policy_has_and_to_materials_that_the_category_has() {
    let objecting = |reason: &str, material: Option<&str>| {
        let material = material.map(|id| id.parse().unwrap());
        let right = objections().iter().next().unwrap().clone();
        let other = Objection { reason: reason.parse().unwrap(), material, note: None };
        reviewing(40, Act::Return { objections: Objections::try_from(vec![right, other]).unwrap() })
    };
    done(&handed_over(), &objecting("unclear", None), FILED);
    not_done(&handed_over(), &objecting("else", None), FILED, Rejection::UnknownReason { place: 1 });
    let photo = objecting("unclear", Some("photo"));
    not_done(&handed_over(), &photo, FILED, Rejection::ObjectedMaterial { place: 1 });
}
