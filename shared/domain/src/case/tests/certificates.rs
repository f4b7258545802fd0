//! Electronic certificates: when the register may be asked for one, and what becomes of it.

use super::{
    materials::{
        OPEN, SHUT, after, card, commanded, correcting, drafted, edited, filed, held, holding, is, returned,
    },
    submission::FILED,
    *,
};
use crate::{picture::Limits, policy::tests::filing, slug::CertificateId};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// What the register has sent, which says `text`.
fn obtained(text: &str) -> Held {
    let held = held(text);
    Held { handed_in: HandedIn { source: Source::Certificate, ..held.handed_in }, ..held }
}

fn obtaining(text: &str) -> MaterialEdit {
    MaterialEdit::Hold { picture: card().into(), held: obtained(text) }
}

fn permitted_under(policy: &Policy, case: &Case, now: &str) -> Result<(CertificateId, Limits), Rejection> {
    let permitted = case.permit_obtaining(&card().into(), &Actor::Candidate(ANNA), policy, at(now));
    permitted.map(|(certificate, limits)| (certificate.clone(), limits))
}

fn permitted(case: &Case, now: &str) -> Result<(CertificateId, Limits), Rejection> {
    permitted_under(&filing::policy(), case, now)
}

/// Asserts that the register is not even asked, and that what it has said nevertheless is not taken.
#[track_caller]
fn refused(case: &Case, now: &str, expected: &Rejection) {
    assert_eq!(permitted(case, now).as_ref(), Err(expected));
    assert_eq!(edited(case, &obtaining("card"), now).as_ref(), Err(expected));
}

/// The draft in which these are confirmed.
fn confirming(ids: &[&str]) -> Case {
    let confirmed = ids.iter().map(|id| id.parse().unwrap()).collect();
    let draft = Draft { confirmed, ..filled() };
    edit_draft(&drafted(), draft, &Actor::Candidate(ANNA), &filing::policy(), at(OPENS)).unwrap()
}

#[test]
fn the_register_is_asked_for_the_certificate_that_the_policy_names_within_the_limits_of_pictures() {
    let (certificate, limits) = permitted(&drafted(), OPENS).unwrap();
    assert_eq!((certificate.as_str(), Some(limits)), ("identity-card", filing::policy().pictures()));
}

#[test]
fn nobody_is_asked_about_before_every_agreement_is_confirmed() {
    let missing = vec!["consent".parse().unwrap()];
    refused(&confirming(&["notice", "promise"]), OPENS, &Rejection::NotAgreed { missing });
    assert!(permitted(&confirming(&["consent"]), OPENS).is_ok());
}

#[test]
fn a_candidate_who_takes_the_consent_back_keeps_what_is_there_and_gets_no_more() {
    let case = after(&drafted(), &[obtaining("card")]);
    let policy = filing::policy();
    let anna = Actor::Candidate(ANNA);
    let withdrawn = edit_draft(&case, filled(), &anna, &policy, at(OPENS)).unwrap();
    assert!(withdrawn.materials().held(&card().into()).is_some());
    refused(&withdrawn, OPENS, &Rejection::NotAgreed { missing: vec!["consent".parse().unwrap()] });
}

#[test]
fn a_material_for_which_the_policy_names_no_certificate_is_uploaded() {
    let policy = filing::without_certificates();
    let anna = Actor::Candidate(ANNA);
    let events = decide(None, &opening(1), &policy, at(OPENS)).unwrap();
    let opened = apply(None, &events, &opening(1), at(OPENS)).unwrap();
    let case = edit_draft(&opened, filled(), &anna, &policy, at(OPENS)).unwrap();
    assert_eq!(permitted_under(&policy, &case, OPENS), Err(Rejection::NoCertificate));
    let edit = |edit| edit_materials(&case, &edit, &anna, &policy, at(OPENS));
    assert_eq!(edit(obtaining("card")), Err(Rejection::NoCertificate));
    assert!(edit(holding("card")).is_ok());
}

#[test]
fn a_material_that_the_category_does_not_ask_for_is_not_obtained() {
    let draft = Draft { category: Some("second".parse().unwrap()), ..filled() };
    let anna = Actor::Candidate(ANNA);
    let second = edit_draft(&drafted(), draft, &anna, &filing::policy(), at(OPENS)).unwrap();
    refused(&second, OPENS, &Rejection::UnknownMaterial);
}

#[test]
fn a_certificate_that_is_there_stays_the_same_whatever_the_register_says_the_second_time() {
    let case = after(&drafted(), &[obtaining("one")]);
    assert_eq!(case.materials().held(&card().into()), Some(&obtained("one")));
    assert_eq!(after(&case, &[obtaining("one")]), case);
    assert_eq!(after(&case, &[obtaining("two")]), case);
}

#[test]
fn a_certificate_and_an_upload_take_each_other_s_place_even_with_the_same_bytes() {
    let case = after(&drafted(), &[obtaining("one"), holding("one")]);
    assert!(is(&case, "one"));
    assert_eq!(case.materials().leaving()[0].blob, obtained("one").blob);
    let again = after(&case, &[obtaining("one")]);
    assert_eq!(again.materials().held(&card().into()), Some(&obtained("one")));
    assert_eq!(again.materials().leaving().len(), 2);
}

#[test]
fn a_certificate_is_obtained_while_the_case_can_be_edited_and_not_from_then_on() {
    assert!(permitted(&drafted(), LAST).is_ok());
    refused(&drafted(), CLOSED, &Rejection::WindowClosed { closed: at(CLOSED) });
    refused(&filed(), FILED, &Rejection::NotADraft);
    // What was filed had been agreed to.
    assert!(permitted(&returned(), OPEN).is_ok());
    refused(&returned(), SHUT, &Rejection::SupplementClosed { closed: at(SHUT) });
}

#[test]
fn only_the_candidate_has_a_certificate_obtained() {
    for (actor, expected) in
        [(Actor::Candidate(BELA), Rejection::NotTheOwner), (Actor::System, Rejection::NotPermitted)]
    {
        let permitted =
            drafted().permit_obtaining(&card().into(), &actor, &filing::policy(), at(OPENS)).err();
        assert_eq!(permitted, Some(expected));
    }
}

#[test]
fn the_history_proves_what_was_filed_as_a_certificate_and_what_was_uploaded() {
    let submit = by(ANNA, 2, Act::Submit { verified: Some(at(FILED)) });
    let filed = commanded(&after(&drafted(), &[obtaining("card")]), &submit, FILED);
    assert_eq!(filed.state().filing().unwrap().materials[&card().into()].source, Source::Certificate);
    // Somebody with the store in hand passes an upload off as a certificate.
    let mut forged = filed.clone();
    forged.materials = after(&drafted(), &[holding("card")]).materials;
    assert_eq!(forged.verify_chain(), Err(CorruptHistory::OtherCase));
    let corrected = commanded(&edited(&returned(), &obtaining("two"), OPEN).unwrap(), &correcting(), OPEN);
    assert_eq!(corrected.state().filing().unwrap().materials[&card().into()], obtained("two").handed_in);
}
