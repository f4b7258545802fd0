//! What keeps a case where it is: each thing that its candidate would lose, on both sides of its instant.

use super::*;
use crate::policy::tests::derivation;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const OPENS_LATER: (&str, &str) = ("2030-04-12T09:00", "2030-04-16T10:00");
const PAID: (&str, &str) =
    ("paid = { before = \"2030-04-19T24:00\" }", "paid = { before = \"2030-04-19T23:00\" }");
const CONTACT: (&str, &str) = ("until = \"2030-04-19T18:00\"", "until = \"2030-04-19T17:59\"");

#[track_caller]
fn hindrances(case: &Case, versions: &Versions, now: &str) -> Vec<Hindrance> {
    match decided(case, versions, now) {
        Ok(_) => vec![],
        Err(Rejection::Hindered { by }) => by,
        Err(other) => panic!("{other:?}"),
    }
}

/// Asserts that with this change nothing but this keeps the case where it is: code and field.
#[track_caller]
fn kept(case: &Case, change: (&str, &str), now: &str, expected: &[(&str, &str)]) {
    let found = hindrances(case, &versions(&[change]), now);
    let found: Vec<(&str, String)> = found.iter().map(|one| (one.code(), one.field())).collect();
    let found: Vec<(&str, &str)> = found.iter().map(|(code, field)| (*code, field.as_str())).collect();
    assert_eq!(found, expected, "{change:?}");
}

fn filed() -> Case {
    super::super::messages::filed(FILED)
}

/// Filed with a card.
fn filed_with_a_card() -> Case {
    super::super::materials::filed()
}

fn drafted() -> Case {
    super::super::materials::drafted()
}

#[test]
fn the_window_never_closes_earlier_for_whoever_has_not_filed() {
    let case = drafted();
    let earlier = [("earlier-cut-off", "closes")];
    kept(
        &case,
        ("closes = { before = \"2030-04-17T15:00\" }", "closes = { before = \"2030-04-17T14:59\" }"),
        LAST,
        &earlier,
    );
    // A minute later, and the same instant in other words.
    kept(
        &case,
        ("closes = { before = \"2030-04-17T15:00\" }", "closes = { before = \"2030-04-17T15:01\" }"),
        LAST,
        &[],
    );
    kept(&case, ("\"提示\"\nname-en = \"Notice\"", "\"提示\"\nname-en = \"Note\""), LAST, &[]);
    // Whoever has filed has nothing to lose by it.
    kept(
        &filed(),
        ("closes = { before = \"2030-04-17T15:00\" }", "closes = { before = \"2030-04-17T14:59\" }"),
        LAST,
        &[],
    );
}

#[test]
fn a_cut_off_that_would_come_earlier_is_told_with_both_instants() {
    let versions = versions(&[(
        "closes = { before = \"2030-04-17T15:00\" }",
        "closes = { before = \"2030-04-17T14:59\" }",
    )]);
    let (from, to) = (Some(versions.0.closes()), versions.1.closes());
    let expected = Hindrance::EarlierCutoff { what: Ahead::Window, from, to };
    assert_eq!(hindrances(&drafted(), &versions, FILED), [expected]);
}

#[test]
fn a_window_has_to_be_open_by_then() {
    let shut = [("window-not-open", "opens")];
    kept(&drafted(), OPENS_LATER, "2030-04-16T09:59:59.999+08:00", &shut);
    kept(&drafted(), OPENS_LATER, "2030-04-16T10:00:00+08:00", &[]);
}

#[test]
fn the_supplement_never_closes_earlier_while_it_is_ahead() {
    let earlier =
        ("closes = { before = \"2030-04-19T15:00\" }", "closes = { before = \"2030-04-19T14:59\" }");
    let kept_by = [("earlier-cut-off", "supplement.closes")];
    kept(&filed(), earlier, OPEN, &kept_by);
    kept(&filed(), earlier, SHUT, &[]);
    kept(&drafted(), earlier, FILED, &kept_by);
    // An open round would be shortened, of which as much is left.
    kept(&returned(FILED), earlier, OPEN, &kept_by);
    // Nothing is ahead of whoever has used the only round.
    kept(&corrected(), earlier, FILED, &[]);
}

#[test]
fn whoever_is_returned_after_the_closing_keeps_the_hours_that_the_policy_gives_them_then() {
    // The office is not late with what was filed just before it.
    let long = replaced(&filing::file(), &[("hours = 48", "hours = 90")]);
    let later = [
        ("hours = 48", "hours = 90"),
        ("closes = { before = \"2030-04-19T15:00\" }", "closes = { before = \"2030-04-19T17:00\" }"),
    ];
    let versions = (long, replaced(&filing::file(), &later));
    let events = decide(None, &opening(1), &versions.0, at(OPENS)).unwrap();
    let opened = apply(None, &events, &opening(1), at(OPENS)).unwrap();
    let confirmed = versions.0.statements().iter().map(|statement| statement.id.clone()).collect();
    let draft = Draft { category: Some("second".parse().unwrap()), confirmed, ..filled() };
    let draft = edit_draft(&opened, draft, &Actor::Candidate(ANNA), &versions.0, at(OPENS)).unwrap();
    let submitting = by(ANNA, 2, Act::Submit { verified: Some(at(FILED)) });
    let events = decide(Some(&draft), &submitting, &versions.0, at(FILED)).unwrap();
    let filed = apply(Some(&draft), &events, &submitting, at(FILED)).unwrap();
    assert_eq!(hindrances(&filed, &versions, OPEN), [], "the supplement closes two hours later");
    // From here on a return leaves a day, of which an hour or two would be left.
    let found = hindrances(&filed, &versions, SHUT);
    let fields: Vec<_> = found.iter().map(Hindrance::field).collect();
    assert_eq!(fields, ["supplement.closes", "registration.after-correction.paid"]);
}

#[test]
fn an_open_round_that_a_late_return_has_prolonged_is_not_shortened() {
    let late = returned("2030-04-19T12:00:00+08:00");
    let shorter = ("hours-after-late-return = { is = 24 }", "hours-after-late-return = { is = 23 }");
    // What follows the round would end earlier with it.
    let both =
        [("earlier-cut-off", "supplement.closes"), ("earlier-cut-off", "registration.after-correction.paid")];
    kept(&late, shorter, OPEN, &both);
    // One that was returned in time closes with the supplement.
    kept(&returned(FILED), shorter, OPEN, &[]);
}

#[test]
fn nobody_loses_a_round_or_hours_that_are_still_ahead() {
    let rounds = |from: u8| -> Versions {
        let of = |rounds: u8| std::format!("rounds = {{ is = {rounds} }}");
        let file = |rounds: u8| replaced(&filing::file(), &[("rounds = { is = 1 }", &of(rounds))]);
        (file(from), file(from - 1))
    };
    let hours = ("hours-after-late-return = { is = 24 }", "hours-after-late-return = { is = 23 }");
    kept(&filed(), hours, FILED, &[("fewer-hours", "supplement.hours-after-late-return")]);
    kept(&corrected(), hours, FILED, &[]);
    kept(&filed(), ("rounds = { is = 1 }", "rounds = { is = 2 }"), FILED, &[]);
    // Two rounds become one for whoever has used one: there was one left, and none is.
    let versions = rounds(2);
    let opened = |policy: &Policy| {
        let events = decide(None, &opening(1), policy, at(OPENS)).unwrap();
        apply(None, &events, &opening(1), at(OPENS)).unwrap()
    };
    let confirmed = versions.0.statements().iter().map(|statement| statement.id.clone()).collect();
    let draft = Draft { category: Some("second".parse().unwrap()), confirmed, ..filled() };
    let anna = Actor::Candidate(ANNA);
    let draft = edit_draft(&opened(&versions.0), draft, &anna, &versions.0, at(OPENS)).unwrap();
    let done = |case: &Case, command: &Command| {
        let events = decide(Some(case), command, &versions.0, at(FILED)).unwrap();
        apply(Some(case), &events, command, at(FILED)).unwrap()
    };
    let filed = done(&draft, &by(ANNA, 2, Act::Submit { verified: Some(at(FILED)) }));
    let returned = done(&filed, &objecting(40));
    let corrected = done(&returned, &by(ANNA, 50, Act::Correct { form: filled().form }));
    for case in [&draft, &filed, &returned, &corrected] {
        assert_eq!(hindrances(case, &versions, FILED), [Hindrance::FewerRounds], "{:?}", case.state());
    }
    let last = done(&corrected, &objecting(41));
    assert_eq!(hindrances(&last, &versions, FILED), []);
}

#[test]
fn calling_and_paying_never_end_earlier_while_they_are_ahead() {
    let kept_by = [("earlier-cut-off", "registration.contact")];
    kept(&filed(), CONTACT, "2030-04-19T18:00:00+08:00", &kept_by);
    kept(&filed(), CONTACT, "2030-04-19T18:00:00.001+08:00", &[]);
    let kept_by = [("earlier-cut-off", "registration.after-correction.paid")];
    kept(&corrected(), PAID, "2030-04-19T23:59:59.999+08:00", &kept_by);
    kept(&corrected(), PAID, "2030-04-20T00:00:00+08:00", &[]);
    kept(&filed(), PAID, FILED, &kept_by);
}

#[test]
fn paying_that_moves_with_the_second_review_never_ends_earlier_by_it() {
    // Its duty has ended, so its instant stays, and the new one is two hours later: paying would end two hours earlier.
    let change =
        ("reviewed = { before = \"2030-04-19T18:00\" }", "reviewed = { before = \"2030-04-19T20:00\" }");
    let kept_by = [("earlier-cut-off", "registration.after-correction.paid")];
    kept(&corrected(), change, "2030-04-19T18:00:00+08:00", &kept_by);
    kept(&corrected(), change, "2030-04-19T17:59:59.999+08:00", &[]);
}

#[test]
fn the_office_does_not_get_rid_of_the_registration_nor_gives_it_ends_that_nobody_knew() {
    let begins = filing::file().find("[registration]").unwrap();
    let ends = filing::file().find("[message]").unwrap();
    let file = filing::file();
    let without = Policy::parse((file[..begins].to_owned() + &file[ends..]).as_bytes()).unwrap();
    let versions = (filing::policy(), without);
    assert_eq!(hindrances(&filed(), &versions, FILED), [Hindrance::RegistrationGone]);
    let (with, without) = versions;
    let events = decide(None, &opening(1), &without, at(OPENS)).unwrap();
    let case = apply(None, &events, &opening(1), at(OPENS)).unwrap();
    let ahead = |what| move |found: &Hindrance| matches!(found, Hindrance::EarlierCutoff { what: is, from: None, .. } if *is == what);
    let found = hindrances(&case, &(without, with), FILED);
    assert_eq!(found.len(), 2);
    assert!(found.iter().any(ahead(Ahead::Contact)) && found.iter().any(ahead(Ahead::Payment)));
}

#[test]
fn a_category_that_is_gone_keeps_whoever_has_chosen_it() {
    let gone = ("id = \"second\"", "id = \"third\"");
    kept(&filed(), gone, FILED, &[("category-gone", "/category")]);
    kept(&returned(FILED), gone, FILED, &[("category-gone", "/category")]);
    kept(&drafted(), gone, FILED, &[]);
    kept(&drafted(), ("id = \"first\"", "id = \"third\""), FILED, &[("category-gone", "/category")]);
    let (from, to) = versions(&[("id = \"first\"", "id = \"third\"")]);
    let undecided = edit_draft(
        &drafted(),
        Draft { category: None, ..filled() },
        &Actor::Candidate(ANNA),
        &from,
        at(OPENS),
    );
    assert_eq!(hindrances(&undecided.unwrap(), &(from, to), FILED), []);
}

#[test]
fn a_category_stays_that_would_be_derived_otherwise_from_the_registration_on_record() {
    let opened = |grade: &str| {
        let registration = Some(derivation::registered(&[("grade", grade)]));
        let command = by(ANNA, 1, Act::Open { owner: ANNA, applicant: anna(), registration });
        let now = at("2027-11-08T09:00:00+08:00");
        let events = decide(None, &command, &derivation::published(), now).unwrap();
        apply(None, &events, &command, now).unwrap()
    };
    let fourth = replaced(derivation::PUBLISHED, &[("\"grade\", at-least = 3", "\"grade\", at-least = 4")]);
    let versions = (derivation::published(), fourth);
    let now = "2027-11-08T10:00:00+08:00";
    assert_eq!(hindrances(&opened("3"), &versions, now), [Hindrance::CategoryDerivedOtherwise]);
    assert_eq!(hindrances(&opened("4"), &versions, now), []);
    // Nor does a category that is derived become one that is chosen, or the other way round.
    let names = [
        ("programme = \"invented\"", "programme = \"wuhan-interview\""),
        ("season = \"2030\"", "season = \"2027-autumn\""),
        ("region = \"440300\"", "region = \"420100\""),
    ];
    let chosen = replaced(&filing::file(), &names);
    let found = hindrances(&opened("4"), &(derivation::published(), chosen), now);
    assert!(found.contains(&Hindrance::CategoryDerivedOtherwise), "{found:?}");
    let derived = replaced(derivation::PUBLISHED, &names.map(|(from, to)| (to, from)));
    let found = hindrances(&drafted(), &(filing::policy(), derived), FILED);
    assert!(found.contains(&Hindrance::CategoryDerivedOtherwise), "{found:?}");
}

#[test]
fn a_new_material_keeps_whoever_can_hand_in_nothing_and_nobody_else() {
    let diploma = filing::FILING.split_once("[[material]]").unwrap().1.split_once("[[").unwrap().0;
    let diploma = diploma.replace("\"card\"", "\"diploma\"").replace("certificate", "# certificate");
    let with = |list: &str| {
        let asked = std::format!("materials = {list}");
        let file = replaced_text(&filing::file(), "materials = [\"card\"]", &asked);
        let file = replaced_text(
            &file,
            "[[return-reason]]\nid = \"illegible\"",
            &std::format!("[[material]]{diploma}[[return-reason]]\nid = \"illegible\""),
        );
        (filing::policy(), Policy::parse(file.as_bytes()).unwrap())
    };
    let missing =
        |ids: &[&str]| Hindrance::MaterialMissing(ids.iter().map(|id| id.parse().unwrap()).collect());
    let both = with("[\"card\", \"diploma\"]");
    assert_eq!(hindrances(&filed_with_a_card(), &both, FILED), [missing(&["diploma"])]);
    assert_eq!(missing(&["diploma", "card"]).field(), "/materials/diploma|card");
    assert_eq!(hindrances(&super::super::materials::returned(), &both, FILED), []);
    assert_eq!(hindrances(&drafted(), &both, FILED), []);
    let either = with("[{ any-of = [\"diploma\", \"card\"] }]");
    assert_eq!(hindrances(&filed_with_a_card(), &either, FILED), []);
    // Whoever is in another category has nothing to do with it.
    assert_eq!(hindrances(&filed(), &both, FILED), []);
}

#[track_caller]
fn replaced_text(file: &str, from: &str, to: &str) -> String {
    assert!(file.contains(from), "{from}");
    file.replacen(from, to, 1)
}

#[test]
fn what_was_filed_is_not_confirmed_in_other_words() {
    let text = ("name-en = \"Promise\"\ntext = \"请\"", "name-en = \"Promise\"\ntext = \"务请\"");
    let kept_by = [("unconfirmed", "/confirmed/promise")];
    for case in [filed(), returned(FILED), corrected()] {
        kept(&case, text, FILED, &kept_by);
        kept(&case, ("\"承诺\"", "\"承诺书\""), FILED, &kept_by);
        kept(&case, ("id = \"promise\"", "id = \"oath\""), FILED, &[("unconfirmed", "/confirmed/oath")]);
        kept(&case, ("kind = \"commitment\"", "kind = \"agreement\""), FILED, &kept_by);
        // The Chinese counts.
        kept(&case, ("\"Promise\"", "\"Pledge\""), FILED, &[]);
    }
    kept(&drafted(), text, FILED, &[]);
}

#[test]
fn a_form_that_names_somebody_else_keeps_whoever_cannot_change_it() {
    let own = ("identity = \"filled-in\"", "identity = \"logged-in\"");
    kept(&filed(), own, FILED, &[]);
    let form = Form { name: Some("韩梅梅".parse().unwrap()), ..filled().form };
    let correcting = by(ANNA, 50, Act::Correct { form });
    let other = super::super::messages::done(&returned(FILED), &correcting, FILED);
    kept(&other, own, FILED, &[("form-invalid", "/form/name")]);
    let (from, to) = versions(&[own]);
    let draft =
        Draft { form: Form { name: Some("韩梅梅".parse().unwrap()), ..filled().form }, ..filled() };
    let draft = edit_draft(&drafted(), draft, &Actor::Candidate(ANNA), &from, at(OPENS)).unwrap();
    let case = moved(&draft, &(from, to.clone()), FILED);
    let submitting = by(ANNA, 2, Act::Submit { verified: Some(at(FILED)) });
    let refused = Rejection::NotAsLoggedIn { fields: vec![Required::Name] };
    assert_eq!(decide(Some(&case), &submitting, &to, at(FILED)), Err(refused));
}

#[test]
fn a_message_that_may_have_been_taken_is_settled_as_the_old_policy_has_it() {
    let other = ("gateway = \"plain\"", "gateway = \"honours-keys\"");
    let claiming = Command { id: CommandId::from_u128(61), actor: Actor::System, act: Act::ClaimMessage };
    let done = super::super::messages::done;
    let waiting = returned(FILED);
    let claimed = done(&waiting, &claiming, FILED);
    let (key, ..) = claimed.claimed_message().unwrap();
    let settled = |attempt| {
        let act = Act::SettleMessage { key, attempt };
        done(&claimed, &Command { id: CommandId::from_u128(62), actor: Actor::System, act }, FILED)
    };
    let kept_by = [("message-under-way", "messages.gateway")];
    kept(&waiting, other, FILED, &[]);
    kept(&claimed, other, FILED, &kept_by);
    kept(&settled(Attempt::Refused), other, FILED, &kept_by);
    kept(&settled(Attempt::Taken), other, FILED, &[]);
    kept(&claimed, ("\"Promise\"", "\"Pledge\""), FILED, &[]);
}

#[test]
fn a_case_is_moved_so_often_and_no_more() {
    let (mut versions, mut case) = (versions(&[("\"Promise\"", "\"Pledge\"")]), drafted());
    for number in 0..MOVES_MAX {
        assert_eq!(case.policies().len(), number + 1);
        let moving = Move { id: CommandId::from_u128(800 + number as u128), ..moving(&versions.1) };
        let events = moving.decide(&case, &versions.0, at(FILED)).unwrap();
        case = moving.apply(&case, &events, at(FILED)).unwrap();
        versions = (versions.1, versions.0);
    }
    assert_eq!(hindrances(&case, &versions, FILED), [Hindrance::TooOften]);
    assert_eq!(case.verify_chain(), Ok(()));
}

#[test]
fn everything_that_stands_against_it_is_told_at_once() {
    let versions = versions(&[
        ("closes = { before = \"2030-04-19T15:00\" }", "closes = { before = \"2030-04-19T14:59\" }"),
        ("rounds = { is = 1 }", "rounds = { is = 0 }"),
        CONTACT,
        ("id = \"second\"", "id = \"third\""),
        ("id = \"promise\"", "id = \"oath\""),
    ]);
    let codes: Vec<_> = hindrances(&filed(), &versions, FILED).iter().map(Hindrance::code).collect();
    assert_eq!(codes, ["earlier-cut-off", "fewer-rounds", "earlier-cut-off", "category-gone", "unconfirmed"]);
}
