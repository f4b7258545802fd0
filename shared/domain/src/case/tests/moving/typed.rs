//! What becomes of a draft that is moved: what was typed, ticked and handed in.

use super::super::materials::{after, drafted, held, holding};
use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn draft_of(case: &Case) -> &Draft {
    case.draft_for(&Actor::Candidate(ANNA)).unwrap()
}

#[test]
fn what_says_something_else_or_is_gone_is_to_be_confirmed_again_and_the_rest_stays_as_it_was() {
    let versions = versions(&[
        ("name-en = \"Promise\"\ntext = \"请\"", "name-en = \"Promise\"\ntext = \"务请\""),
        ("id = \"notice\"", "id = \"hint\""),
    ]);
    let case = moved(&drafted(), &versions, FILED);
    let confirmed: Vec<&str> = draft_of(&case).confirmed.iter().map(|id| id.as_str()).collect();
    assert_eq!(confirmed, ["consent"]);
    assert_eq!(draft_of(&case).form, draft_of(&drafted()).form);
    let submitting = by(ANNA, 2, Act::Submit { verified: Some(at(FILED)) });
    let missing = ["hint", "promise"].map(|id| Required::Statement(id.parse().unwrap()));
    let missing = missing.into_iter().chain([Required::OneOf(vec!["card".parse().unwrap()])]).collect();
    let refused = Err(Rejection::Incomplete { missing });
    assert_eq!(decide(Some(&case), &submitting, &versions.1, at(FILED)), refused);
    // What is ticked is recorded nowhere, so the event is the same for everybody.
    let unticked = edit_draft(
        &drafted(),
        Draft { confirmed: BTreeSet::new(), ..filled() },
        &Actor::Candidate(ANNA),
        &versions.0,
        at(OPENS),
    );
    let unticked = decided(&unticked.unwrap(), &versions, FILED).unwrap();
    assert_eq!(unticked, decided(&drafted(), &versions, FILED).unwrap());
}

#[test]
fn pictures_stay_and_no_more_are_filed_than_the_new_policy_takes() {
    let two = "sample-en = \"Lying flat\"\npictures-max = 2\n";
    let two = replaced(&filing::file(), &[("sample-en = \"Lying flat\"\n", two)]);
    let events = decide(None, &opening(1), &two, at(OPENS)).unwrap();
    let case = apply(None, &events, &opening(1), at(OPENS)).unwrap();
    let confirmed = two.statements().iter().map(|statement| statement.id.clone()).collect();
    let anna = Actor::Candidate(ANNA);
    let case = edit_draft(&case, Draft { confirmed, ..filled() }, &anna, &two, at(OPENS)).unwrap();
    let second = MaterialEdit::Hold { picture: "card.2".parse().unwrap(), held: held("back") };
    let case = edit_materials(&case, &holding("front"), &anna, &two, at(OPENS)).unwrap();
    let case = edit_materials(&case, &second, &anna, &two, at(OPENS)).unwrap();
    let case = moved(&case, &(two, filing::policy()), FILED);
    assert_eq!(case.materials().held_of(&"card".parse().unwrap()).count(), 2);
    let case = super::super::materials::commanded(
        &case,
        &by(ANNA, 2, Act::Submit { verified: Some(at(FILED)) }),
        FILED,
    );
    let names: Vec<_> = case.state().filing().unwrap().materials.keys().map(ToString::to_string).collect();
    assert_eq!(names, ["card"]);
    assert_eq!(case.materials().leaving().len(), 1);
}

#[test]
fn a_certificate_is_not_asked_for_before_what_is_agreed_to_is_agreed_to_again() {
    let changed = ("\"Informed consent\"\ntext = \"请\"", "\"Informed consent\"\ntext = \"务请\"");
    let versions = versions(&[changed]);
    let case = moved(&after(&drafted(), &[holding("one")]), &versions, FILED);
    let asked =
        case.permit_obtaining(&"card".parse().unwrap(), &Actor::Candidate(ANNA), &versions.1, at(FILED));
    let missing = vec!["consent".parse().unwrap()];
    assert_eq!(asked.map(|_| ()), Err(Rejection::NotAgreed { missing }));
}
