//! A form that names whoever has logged in, or somebody else.

use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const OTHER: &str = "110105194912310038";

fn policy() -> Policy {
    policies::with_the_identity_of_the_login()
}

fn opened() -> Case {
    let events = decide(None, &opening(1), &policy(), at(OPENS)).unwrap();
    apply(None, &events, &opening(1), at(OPENS)).unwrap()
}

fn edited(form: Form) -> Result<Case, Rejection> {
    let draft = Draft { form, ..filled() };
    edit_draft(&opened(), draft, &Actor::Candidate(ANNA), &policy(), at(OPENS))
}

fn other_document() -> Option<IdentityDocument> {
    Some(IdentityDocument::parse(DocumentKind::ResidentIdentityCard, OTHER).unwrap())
}

#[test]
fn a_form_that_names_somebody_else_is_refused_with_everything_that_differs() {
    let refused = |form, fields: &[Required]| {
        assert_eq!(edited(form), Err(Rejection::NotAsLoggedIn { fields: fields.to_vec() }));
    };
    let (form, name) = (filled().form, Some("韩梅梅".parse().unwrap()));
    refused(Form { name: name.clone(), ..form.clone() }, &[Required::Name]);
    refused(Form { document: other_document(), ..form.clone() }, &[Required::Document]);
    refused(Form { name, document: other_document(), ..form }, &[Required::Name, Required::Document]);
}

#[test]
fn whoever_has_logged_in_chooses_where_messages_go_and_may_leave_fields_for_later() {
    let telephone = Some("13900000000".parse().unwrap());
    assert!(edited(Form { telephone, ..filled().form }).is_ok());
    assert!(edited(Form::default()).is_ok());
}

#[test]
fn a_form_may_name_anybody_where_the_policy_says_so() {
    let draft = Draft { form: Form { document: other_document(), ..filled().form }, ..filled() };
    assert!(super::edited(&super::opened(), draft, OPENS).is_ok());
}
