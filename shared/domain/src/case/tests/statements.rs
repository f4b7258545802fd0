//! What has to be confirmed before a case is filed.

use super::{materials, submission::FILED, *};
use crate::policy::tests::filing;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// A case under a policy that wants three statements to be confirmed, of which these are.
fn confirming(ids: &[&str]) -> Result<Case, Rejection> {
    let policy = filing::policy();
    let events = decide(None, &opening(1), &policy, at(OPENS)).unwrap();
    let opened = apply(None, &events, &opening(1), at(OPENS)).unwrap();
    let confirmed = ids.iter().map(|id| id.parse().unwrap()).collect();
    let anna = Actor::Candidate(ANNA);
    let drafted = edit_draft(&opened, Draft { confirmed, ..filled() }, &anna, &policy, at(OPENS))?;
    edit_materials(&drafted, &materials::holding("card"), &anna, &policy, at(OPENS))
}

fn submitted(case: &Case) -> Result<Vec<Event>, Rejection> {
    decide(Some(case), &by(ANNA, 2, Act::Submit { verified: Some(at(FILED)) }), &filing::policy(), at(FILED))
}

#[test]
fn nothing_is_filed_before_every_statement_is_confirmed() {
    let statement = |id: &str| Required::Statement(id.parse().unwrap());
    let missing = |ids: &[&str]| submitted(&confirming(ids).unwrap()).unwrap_err();
    let all = vec![statement("notice"), statement("consent"), statement("promise")];
    assert_eq!(missing(&[]), Rejection::Incomplete { missing: all });
    let but_one = missing(&["notice", "consent"]);
    assert_eq!(but_one, Rejection::Incomplete { missing: vec![statement("promise")] });
    assert!(submitted(&confirming(&["promise", "consent", "notice"]).unwrap()).is_ok());
}

#[test]
fn what_the_policy_does_not_ask_for_cannot_be_confirmed() {
    let unknown = Rejection::UnknownStatement { id: "invented".parse().unwrap() };
    assert_eq!(confirming(&["notice", "invented"]), Err(unknown));
}
