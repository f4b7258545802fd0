//! Cases whose category follows from an imported registration.

use super::*;
use crate::policy::tests::derivation::{published, registered};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const NOW: &str = "2027-11-08T09:00:00+08:00";

fn opening(registration: Option<crate::check::Entry>) -> Command {
    by(ANNA, 1, Act::Open { owner: ANNA, applicant: anna(), registration })
}

fn opened(differing: &[(&str, &str)]) -> Result<Case, Rejection> {
    let command = opening(Some(registered(differing)));
    let events = decide(None, &command, &published(), at(NOW))?;
    Ok(apply(None, &events, &command, at(NOW)).unwrap())
}

fn edited(case: &Case, draft: Draft) -> Result<Case, Rejection> {
    edit_draft(case, draft, &Actor::Candidate(ANNA), &published(), at(NOW))
}

fn draft_of(case: &Case) -> &Draft {
    case.draft_for(&Actor::Candidate(ANNA)).unwrap()
}

/// Hands in what is named, and files.
fn filed(case: &Case, materials: &[&str]) -> Result<Filing, Rejection> {
    let policy = published();
    let confirmed = policy.statements().iter().map(|statement| statement.id.clone()).collect();
    let case = edited(case, Draft { confirmed, ..draft_of(case).clone() })?;
    let case = materials.iter().fold(case, |case, material| {
        let edit = MaterialEdit::Hold { picture: material.parse().unwrap(), held: materials::held("kept") };
        edit_materials(&case, &edit, &Actor::Candidate(ANNA), &policy, at(NOW)).unwrap()
    });
    let events = decide(Some(&case), &by(ANNA, 2, Act::Submit { verified: None }), &policy, at(NOW))?;
    let Some(Event::Submitted { filing, .. }) = events.into_iter().next() else { panic!("it is filed") };
    Ok(filing)
}

fn missing(rows: &[&[&str]]) -> Rejection {
    let row = |row: &&[&str]| Required::OneOf(row.iter().map(|id| id.parse().unwrap()).collect());
    Rejection::Incomplete { missing: rows.iter().map(row).collect() }
}

#[test]
fn the_category_follows_from_the_registration_and_stands_in_the_draft_and_in_the_history() {
    let case = opened(&[("grade", "3")]).unwrap();
    assert_eq!(draft_of(&case).category.as_ref().unwrap().as_str(), "student-at-local-school");
    let (registration, category) = case.derived().unwrap();
    assert_eq!(
        (registration, category.as_str()),
        (&registered(&[("grade", "3")]), "student-at-local-school")
    );
    assert_eq!((case.events().len(), case.verify_chain()), (2, Ok(())));
}

#[test]
fn nobody_chooses_another_category_and_leaving_it_out_keeps_it() {
    let case = opened(&[("grade", "3")]).unwrap();
    let other = Draft { category: Some("language".parse().unwrap()), ..draft_of(&case).clone() };
    assert_eq!(edited(&case, other), Err(Rejection::CategoryIsDerived));
    let without = Draft { category: None, ..draft_of(&case).clone() };
    assert_eq!(edited(&case, without), Ok(case));
}

#[test]
fn whoever_is_not_on_the_roster_opens_no_case() {
    assert_eq!(decide(None, &opening(None), &published(), at(NOW)), Err(Rejection::NotRegistered));
}

#[test]
fn whoever_has_no_category_is_told_why_and_whom_to_ask() {
    let Err(Rejection::WithoutCategory { id, text, contact }) = opened(&[]) else { panic!("a category") };
    assert_eq!(id.as_str(), "below-third-year");
    assert!(text.zh.contains("三年级") && !contact.en.is_empty());
}

#[test]
fn a_registration_changes_nothing_where_candidates_choose() {
    let command = opening(Some(registered(&[("grade", "3")])));
    let events = decide(None, &command, &policies::small(), at(OPENS)).unwrap();
    assert_eq!(events.len(), 1);
}

#[test]
fn one_of_several_materials_is_enough_and_none_is_not() {
    let case = opened(&[("subject", "japanese")]).unwrap();
    let own = ["identity-card", "household-register"];
    assert_eq!(filed(&case, &own), Err(missing(&[&["diploma", "student-status"]])));
    for third in ["diploma", "student-status"] {
        assert_eq!(filed(&case, &[own[0], own[1], third]).unwrap().materials.len(), 3);
    }
    // Both are filed, if both were handed in.
    assert_eq!(filed(&case, &[own[0], own[1], "diploma", "student-status"]).unwrap().materials.len(), 4);
}

#[test]
fn s4_61_the_qualification_certificate_is_required_of_practice_instructors_only() {
    let three = ["identity-card", "household-register", "diploma"];
    let course = opened(&[("qualification", "secondary-vocational-course")]).unwrap();
    assert_eq!(filed(&course, &three).unwrap().materials.len(), 3);
    let practice = opened(&[("qualification", "practice-instruction")]).unwrap();
    assert_eq!(filed(&practice, &three), Err(missing(&[&["qualification-certificate"]])));
    let four = [three[0], three[1], three[2], "qualification-certificate"];
    assert_eq!(filed(&practice, &four).unwrap().materials.len(), 4);
    // Whoever need not hand it in still may.
    assert_eq!(filed(&course, &four).unwrap().materials.len(), 4);
}

#[test]
fn d2_09_whoever_has_no_permit_cannot_hand_one_in() {
    let case = opened(&[("enrolled", "no"), ("grade", ""), ("household", "110108")]).unwrap();
    assert_eq!(filed(&case, &["identity-card", "diploma"]), Err(missing(&[&["residence-permit"]])));
}

#[test]
fn s4_64_a_material_takes_as_many_pictures_as_the_policy_has_and_one_is_enough() {
    let case = opened(&[("grade", "3")]).unwrap();
    let held = |picture: &str| {
        let edit = MaterialEdit::Hold { picture: picture.parse().unwrap(), held: materials::held(picture) };
        edit_materials(&case, &edit, &Actor::Candidate(ANNA), &published(), at(NOW)).map(|_| ())
    };
    assert_eq!((held("identity-card"), held("identity-card.2")), (Ok(()), Ok(())));
    assert_eq!(held("identity-card.3"), Err(Rejection::TooManyPictures));
    assert_eq!(held("diploma.2"), Err(Rejection::UnknownMaterial));
    // A side that was handed in second is as good as the first: whether all are there is for the reviewer to see.
    let both = ["identity-card", "identity-card.2", "student-status.3"];
    assert_eq!(filed(&case, &both).unwrap().materials.len(), 3);
    assert_eq!(filed(&case, &["identity-card.2"]), Err(missing(&[&["student-status"]])));
}
