use super::*;
use crate::{
    account::VerifiedIdentity,
    actor::Role,
    identity::{DocumentKind, IdentityDocument},
    instant::parse,
    note::Note,
    policy::{Policy, tests as policies},
};
use std::collections::BTreeSet;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

mod certificates;
mod claims;
mod deadlines;
mod derivation;
mod identity;
mod materials;
mod messages;
mod moving;
mod permissions;
#[cfg(not(target_arch = "wasm32"))]
mod properties;
mod registration;
mod retention;
mod review;
mod statements;
mod step_up;
mod submission;

pub(super) const ANNA: AccountId = AccountId::from_u128(1);
const BELA: AccountId = AccountId::from_u128(2);
const OPENS: &str = "2030-04-12T09:00:00+08:00";
const LAST: &str = "2030-04-17T14:59:59.999+08:00";
const CLOSED: &str = "2030-04-17T15:00:00+08:00";

fn at(text: &str) -> DateTime<Utc> {
    parse(text).unwrap()
}

pub(super) fn by(account: AccountId, id: u128, act: Act) -> Command {
    Command { id: CommandId::from_u128(id), actor: Actor::Candidate(account), act }
}

pub(super) fn opening(id: u128) -> Command {
    by(ANNA, id, Act::Open { owner: ANNA, applicant: anna(), registration: None })
}

/// What the login says of her.
pub(super) fn anna() -> VerifiedIdentity {
    let Form { name, document, telephone, email: _ } = filled().form;
    VerifiedIdentity { name: name.unwrap(), document: document.unwrap(), telephone }
}

#[track_caller]
fn carried_out(case: Option<&Case>, command: &Command, now: &str) -> Case {
    let events = decide(case, command, &policies::small(), at(now)).unwrap();
    apply(case, &events, command, at(now)).unwrap()
}

#[track_caller]
fn refused(case: Option<&Case>, command: &Command, now: &str, expected: Rejection) {
    assert_eq!(decide(case, command, &policies::small(), at(now)), Err(expected));
}

#[track_caller]
fn edited(case: &Case, draft: Draft, now: &str) -> Result<Case, Rejection> {
    edit_draft(case, draft, &Actor::Candidate(ANNA), &policies::small(), at(now))
}

fn opened() -> Case {
    carried_out(None, &opening(1), OPENS)
}

fn discarded() -> Case {
    carried_out(Some(&opened()), &by(ANNA, 2, Act::DiscardDraft), OPENS)
}

pub(super) fn filled() -> Draft {
    let document = IdentityDocument::parse(DocumentKind::ResidentIdentityCard, "11010519491231002X").unwrap();
    Draft {
        category: Some("first".parse().unwrap()),
        form: Form {
            name: Some("李雷".parse().unwrap()),
            document: Some(document),
            telephone: Some("13800000000".parse().unwrap()),
            email: Some("a@example.com".parse().unwrap()),
        },
        confirmed: BTreeSet::new(),
    }
}

#[test]
fn a_case_is_opened_with_what_the_login_says_and_pinned_to_the_policy() {
    let case = opened();
    assert_eq!((case.owner(), case.opened()), (ANNA, at(OPENS)));
    assert_eq!((case.programme().as_str(), case.season().as_str()), ("invented", "2030"));
    assert_eq!(case.policy(), policies::small().hash());
    let form = Form { email: None, ..filled().form };
    assert_eq!(case.state(), &State::Draft(Draft { form, ..Draft::default() }));
    assert_eq!(case.applicant(), Some(&anna()));
    assert_eq!(case.events().len(), 1);
    assert_eq!(case.verify_chain(), Ok(()));
}

#[test]
fn a_case_is_opened_from_the_opening_on_and_until_the_closing() {
    let early = "2030-04-12T08:59:59.999+08:00";
    refused(None, &opening(1), early, Rejection::WindowNotOpen { opens: at(OPENS) });
    carried_out(None, &opening(1), OPENS);
    carried_out(None, &opening(1), LAST);
    refused(None, &opening(1), CLOSED, Rejection::WindowClosed { closed: at(CLOSED) });
}

#[test]
fn a_case_is_opened_for_oneself_only() {
    refused(
        None,
        &by(BELA, 1, Act::Open { owner: ANNA, applicant: anna(), registration: None }),
        OPENS,
        Rejection::NotTheOwner,
    );
    for actor in [Actor::Portal, Actor::System] {
        let command = Command { actor, ..opening(1) };
        refused(None, &command, OPENS, Rejection::NotPermitted);
    }
}

#[test]
fn a_repeated_opening_is_answered_as_the_first_also_after_the_window_has_closed() {
    let case = opened();
    assert_eq!(decide(Some(&case), &opening(1), &policies::small(), at(CLOSED)), Ok(vec![]));
    assert_eq!(apply(Some(&case), &[], &opening(1), at(CLOSED)), Ok(case.clone()));
    refused(Some(&case), &opening(2), OPENS, Rejection::AlreadyOpen);
    refused(Some(&discarded()), &opening(3), OPENS, Rejection::AlreadyOpen);
}

#[test]
fn a_case_of_somebody_else_is_never_answered_as_if_it_were_one_s_own() {
    refused(
        Some(&opened()),
        &by(BELA, 1, Act::Open { owner: BELA, applicant: anna(), registration: None }),
        OPENS,
        Rejection::NotTheOwner,
    );
}

#[test]
fn an_edit_replaces_the_draft_and_adds_no_event() {
    let case = opened();
    let after = edited(&case, filled(), OPENS).unwrap();
    assert_eq!(after.state(), &State::Draft(filled()));
    assert_eq!(after.events(), case.events());
    assert_eq!(after.verify_chain(), Ok(()));
    let undone = edited(&after, Draft::of(&anna()), OPENS).unwrap();
    assert_eq!(undone, case);
}

#[test]
fn an_edit_is_accepted_up_to_the_last_millisecond_of_the_window() {
    assert!(edited(&opened(), filled(), LAST).is_ok());
    assert_eq!(edited(&opened(), filled(), CLOSED), Err(Rejection::WindowClosed { closed: at(CLOSED) }));
}

#[test]
fn an_edit_by_a_machine_whose_clock_is_behind_counts_from_the_last_event() {
    assert!(edited(&opened(), filled(), "2030-04-12T08:00:00+08:00").is_ok());
}

#[test]
fn only_the_owner_edits_a_draft() {
    let reviewer = Actor::Staff { id: BELA, role: Role::Reviewer, region: "440300".parse().unwrap() };
    for (actor, expected) in [
        (Actor::Candidate(BELA), Rejection::NotTheOwner),
        (reviewer, Rejection::NotPermitted),
        (Actor::System, Rejection::NotPermitted),
    ] {
        let answer = edit_draft(&opened(), filled(), &actor, &policies::small(), at(OPENS));
        assert_eq!(answer, Err(expected));
    }
}

#[test]
fn a_category_that_the_policy_does_not_have_is_refused() {
    let draft = Draft { category: Some("third".parse().unwrap()), ..filled() };
    assert_eq!(edited(&opened(), draft, OPENS), Err(Rejection::UnknownCategory));
    assert!(edited(&opened(), Draft { category: None, ..filled() }, OPENS).is_ok());
}

#[test]
fn a_case_is_edited_under_the_policy_that_it_is_pinned_to() {
    let changed = policies::SMALL.replace("2030-04-17T15:00", "2030-04-18T15:00");
    let other = Policy::parse(changed.as_bytes()).unwrap();
    let answer = edit_draft(&opened(), filled(), &Actor::Candidate(ANNA), &other, at(OPENS));
    assert_eq!(answer, Err(Rejection::OtherPolicy));
}

#[test]
fn a_discarded_draft_is_gone_and_stays_discarded() {
    let case = discarded();
    assert_eq!(case.state(), &State::Discarded { at: at(OPENS) });
    assert_eq!(case.verify_chain(), Ok(()));
    let again = by(ANNA, 3, Act::DiscardDraft);
    assert_eq!(decide(Some(&case), &again, &policies::small(), at(LAST)), Ok(vec![]));
    assert_eq!(edited(&case, filled(), OPENS), Err(Rejection::NotADraft));
}

#[test]
fn a_draft_can_be_given_up_after_the_window_has_closed_but_only_by_its_owner() {
    let case = opened();
    carried_out(Some(&case), &by(ANNA, 2, Act::DiscardDraft), CLOSED);
    refused(Some(&case), &by(BELA, 2, Act::DiscardDraft), OPENS, Rejection::NotTheOwner);
    refused(None, &by(ANNA, 2, Act::DiscardDraft), OPENS, Rejection::NotOpened);
}

#[test]
fn reading_is_for_the_owner_and_for_reviewers_of_the_region() {
    let staff =
        |region: &str| Actor::Staff { id: BELA, role: Role::Reviewer, region: region.parse().unwrap() };
    let case = opened();
    assert_eq!(case.permit_reading(&Actor::Candidate(ANNA)), Ok(()));
    assert_eq!(case.permit_reading(&staff("440300")), Ok(()));
    assert_eq!(case.permit_reading(&Actor::Candidate(BELA)), Err(Rejection::NotTheOwner));
    assert_eq!(case.permit_reading(&staff("420100")), Err(Rejection::OutsideRegion));
}

#[test]
fn a_case_bears_the_commands_that_its_events_came_of() {
    let case = discarded();
    assert!(case.bears(CommandId::from_u128(1)) && case.bears(CommandId::from_u128(2)));
    assert!(!case.bears(CommandId::from_u128(3)));
}

#[test]
fn an_event_is_never_dated_before_the_one_before_it() {
    let case = carried_out(Some(&opened()), &by(ANNA, 2, Act::DiscardDraft), "2030-04-12T08:00:00+08:00");
    assert_eq!(case.state(), &State::Discarded { at: at(OPENS) });
    assert_eq!(case.verify_chain(), Ok(()));
    assert_eq!(opened().clamp(at("2030-04-12T01:00:00.0009Z")), at(OPENS));
    assert_eq!(opened().clamp(at(LAST)), at(LAST));
}

/// Asserts what the verification says of a stored case in which `from` was changed to `to`.
#[track_caller]
fn tampered(from: &str, to: &str, expected: CorruptHistory) {
    let stored = serde_json::to_string(&discarded()).unwrap();
    assert!(stored.contains(from), "{stored}");
    let case: Case = serde_json::from_str(&stored.replacen(from, to, 1)).unwrap();
    assert_eq!(case.verify_chain(), Err(expected));
}

#[test]
fn a_stored_case_that_was_changed_behind_our_back_is_noticed() {
    let anna = ANNA.to_string();
    let bela = BELA.to_string();
    tampered(&format!("\"owner\":\"{anna}\""), &format!("\"owner\":\"{bela}\""), CorruptHistory::OtherCase);
    let opened = r#""opened":"2030-04-12T01:00:00Z""#;
    tampered(opened, r#""opened":"2030-04-12T01:00:00.001Z""#, CorruptHistory::OtherCase);
    tampered(
        r#"{"discarded":{"at":"2030-04-12T01:00:00Z"}}"#,
        r#"{"draft":{"form":{}}}"#,
        CorruptHistory::OtherCase,
    );
    let inner = |owner: &str| format!(r#"{{"opened":{{"owner":"{owner}""#);
    tampered(&inner(&anna), &inner(&bela), CorruptHistory::WrongDigest { index: 0 });
    let actor = |owner: &str| format!(r#""actor":{{"candidate":"{owner}"}}"#);
    tampered(&actor(&anna), &actor(&bela), CorruptHistory::WrongDigest { index: 0 });
    let finer = r#""at":"2030-04-12T01:00:00.0001Z","command""#;
    tampered(r#""at":"2030-04-12T01:00:00Z","command""#, finer, CorruptHistory::WrongDigest { index: 0 });
    let second = CommandId::from_u128(2).to_string();
    tampered(&second, &CommandId::from_u128(3).to_string(), CorruptHistory::WrongDigest { index: 1 });
}

#[test]
fn a_history_with_an_event_taken_out_moved_or_cut_is_noticed() {
    let whole = discarded();
    let with = |events: Vec<Recorded>| Case { events, ..whole.clone() };
    let [first, second] = whole.events() else { panic!("two events") };
    assert_eq!(with(vec![]).verify_chain(), Err(CorruptHistory::Empty));
    assert_eq!(with(vec![first.clone()]).verify_chain(), Err(CorruptHistory::OtherCase));
    assert_eq!(with(vec![second.clone()]).verify_chain(), Err(CorruptHistory::BrokenLink { index: 0 }));
    let moved = with(vec![second.clone(), first.clone()]);
    assert_eq!(moved.verify_chain(), Err(CorruptHistory::BrokenLink { index: 0 }));
    let doubled = with(vec![first.clone(), first.clone(), second.clone()]);
    assert_eq!(doubled.verify_chain(), Err(CorruptHistory::BrokenLink { index: 1 }));
}

#[test]
fn events_that_were_never_accepted_cannot_be_applied() {
    let command = by(ANNA, 2, Act::DiscardDraft);
    let discard = [Event::DraftDiscarded];
    let cannot = |index| Err(CorruptHistory::CannotFollow { index });
    assert_eq!(apply(None, &discard, &command, at(OPENS)), cannot(0));
    assert_eq!(apply(Some(&discarded()), &discard, &command, at(OPENS)), cannot(2));
    let open = decide(None, &opening(1), &policies::small(), at(OPENS)).unwrap();
    assert_eq!(apply(Some(&opened()), &open, &opening(1), at(OPENS)), cannot(1));
    assert_eq!(apply(None, &[], &opening(1), at(OPENS)), Err(CorruptHistory::Empty));
}

#[test]
fn a_stored_event_dated_before_the_one_before_it_is_noticed_although_its_digest_fits() {
    let late = carried_out(None, &opening(1), LAST);
    let early = discarded().events()[1].clone();
    let relinked = history::tests::redigested(Recorded { previous: late.events()[0].digest, ..early });
    assert_eq!(evolve(Some(late), relinked), Err(CorruptHistory::TurnedRound { index: 1 }));
}

#[test]
fn what_is_being_typed_is_shown_to_its_owner_alone() {
    let case = edited(&opened(), filled(), OPENS).unwrap();
    assert_eq!(case.draft_for(&Actor::Candidate(ANNA)), Some(&filled()));
    let region = "440300".parse().unwrap();
    let reviewer = |id| Actor::Staff { id, role: Role::Reviewer, region };
    assert_eq!(case.permit_reading(&reviewer(BELA)), Ok(()));
    // The reviewer may be the owner, who is at work.
    for other in [Actor::Candidate(BELA), reviewer(BELA), reviewer(ANNA), Actor::Portal, Actor::System] {
        assert_eq!(case.draft_for(&other), None, "{other:?}");
    }
    assert_eq!(discarded().draft_for(&Actor::Candidate(ANNA)), None);
}

#[test]
fn the_stored_form_of_a_case_and_its_digests_never_change() {
    let case = edited(&opened(), filled(), OPENS).unwrap();
    let sample = include_str!("samples/draft.json");
    assert_eq!(serde_json::to_string_pretty(&case).unwrap(), sample.trim_end());
    let case = discarded();
    let sample = include_str!("samples/discarded.json");
    assert_eq!(serde_json::to_string_pretty(&case).unwrap(), sample.trim_end());
    let read: Case = serde_json::from_str(sample).unwrap();
    assert_eq!(read.verify_chain(), Ok(()));
}

#[test]
fn a_stored_case_with_an_unknown_field_is_refused_at_every_depth() {
    let stored = serde_json::to_string(&edited(&opened(), filled(), OPENS).unwrap()).unwrap();
    let structs = [
        r#"{"owner""#,
        r#"{"held""#,
        r#"{"category""#,
        r#"{"name""#,
        r#"{"kind""#,
        r#"{"event""#,
        r#"{"opened":{"owner""#,
    ];
    for start in structs {
        assert!(stored.contains(start), "{start}");
        let field = start.replacen('{', r#"{"unknown":1,"#, 1);
        assert!(serde_json::from_str::<Case>(&stored.replace(start, &field)).is_err(), "{start}");
    }
}

#[test]
fn the_largest_case_stays_far_below_the_limit_of_a_body() {
    let label = "b".repeat(61);
    let longest = Draft {
        category: Some("a".repeat(crate::slug::CHARACTERS_MAX).parse().unwrap()),
        form: Form {
            name: Some("𠮷".repeat(crate::person::PersonName::CHARACTERS_MAX).parse().unwrap()),
            email: Some(format!("{}@{label}.{label}.{label}.com", "a".repeat(64)).parse().unwrap()),
            ..filled().form
        },
        confirmed: BTreeSet::from(["c".repeat(crate::slug::CHARACTERS_MAX).parse().unwrap()]),
    };
    let case = Case { state: State::Draft(longest), ..discarded() };
    let bytes = serde_json::to_vec(&case).unwrap().len();
    assert!(bytes < Case::BYTES_MAX / 16, "{bytes}");
}
