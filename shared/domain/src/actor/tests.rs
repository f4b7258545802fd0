use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const ANNA: AccountId = AccountId::from_u128(1);
const BELA: AccountId = AccountId::from_u128(2);

const ACTIONS: [Action; 20] = [
    Action::OpenCase,
    Action::ReadCase,
    Action::EditDraft,
    Action::DiscardDraft,
    Action::EditMaterials,
    Action::ReadMaterials,
    Action::Submit,
    Action::SettleChecks,
    Action::Elapse,
    Action::DecideCase,
    Action::ReadRegistration,
    Action::MoveCase,
    Action::SeeWorklist,
    Action::ProposePolicy,
    Action::DecideProposal,
    Action::PublishPolicy,
    Action::ImportRoster,
    Action::SeeActs,
    Action::GroupReviewers,
    Action::Sweep,
];

fn region(text: &str) -> Region {
    text.parse().unwrap()
}

fn case_of(owner: AccountId) -> Subject {
    Subject::Case { owner, region: region("440300") }
}

fn staff(role: Role, at: &str) -> Actor {
    Actor::Staff { id: BELA, role, region: region(at) }
}

/// Asserts that, of all actions, `actor` may do exactly `allowed` to `subject`.
#[track_caller]
fn may_only(actor: Actor, subject: Subject, allowed: &[Action]) {
    for action in ACTIONS {
        assert_eq!(permit(&actor, action, &subject).is_ok(), allowed.contains(&action), "{action:?}");
    }
}

#[test]
fn a_candidate_drafts_files_and_reads_a_case_of_their_own() {
    let own = [
        Action::OpenCase,
        Action::ReadCase,
        Action::EditDraft,
        Action::DiscardDraft,
        Action::EditMaterials,
        Action::ReadMaterials,
        Action::Submit,
        Action::ReadRegistration,
    ];
    may_only(Actor::Candidate(ANNA), case_of(ANNA), &own);
    may_only(Actor::Candidate(ANNA), Subject::Programme { region: region("440300") }, &[]);
    may_only(Actor::Candidate(ANNA), Subject::Everything, &[]);
}

#[test]
fn a_candidate_may_do_nothing_to_the_case_of_somebody_else() {
    may_only(Actor::Candidate(BELA), case_of(ANNA), &[]);
    for action in [Action::OpenCase, Action::ReadCase, Action::EditDraft, Action::DiscardDraft] {
        assert_eq!(permit(&Actor::Candidate(BELA), action, &case_of(ANNA)), Err(Rejection::NotTheOwner));
    }
}

#[test]
fn a_reviewer_reads_and_decides_cases_of_the_region_and_of_what_lies_within_it() {
    let reviews = [Action::ReadCase, Action::ReadMaterials, Action::DecideCase, Action::ReadRegistration];
    may_only(staff(Role::Reviewer, "440300"), case_of(ANNA), &reviews);
    may_only(staff(Role::Reviewer, "440000"), case_of(ANNA), &reviews);
    may_only(staff(Role::Reviewer, "440304"), case_of(ANNA), &[]);
    may_only(staff(Role::Reviewer, "420100"), case_of(ANNA), &[]);
    let here = Subject::Programme { region: region("440300") };
    may_only(staff(Role::Reviewer, "440300"), here, &[Action::SeeWorklist]);
    may_only(staff(Role::Reviewer, "420100"), here, &[]);
    let elsewhere = permit(&staff(Role::Reviewer, "420100"), Action::DecideCase, &case_of(ANNA));
    assert_eq!(elsewhere, Err(Rejection::OutsideRegion));
}

#[test]
fn nobody_decides_a_case_of_their_own() {
    let answer = permit(&staff(Role::Reviewer, "440300"), Action::DecideCase, &case_of(BELA));
    assert_eq!(answer, Err(Rejection::OwnCase));
    let elsewhere = permit(&staff(Role::Reviewer, "420100"), Action::DecideCase, &case_of(BELA));
    assert_eq!(elsewhere, Err(Rejection::OwnCase));
}

#[test]
fn an_administrator_proposes_and_decides_for_the_region_publishes_nothing_alone_and_reads_no_case() {
    let here = Subject::Programme { region: region("440300") };
    let administers = [
        Action::ProposePolicy,
        Action::DecideProposal,
        Action::ImportRoster,
        Action::SeeActs,
        Action::GroupReviewers,
    ];
    may_only(staff(Role::Administrator, "440300"), here, &administers);
    may_only(staff(Role::Administrator, "440000"), here, &administers);
    may_only(staff(Role::Administrator, "440304"), here, &[]);
    may_only(staff(Role::Administrator, "440300"), case_of(ANNA), &[]);
    may_only(staff(Role::Administrator, "440300"), Subject::Everything, &[]);
    for action in administers {
        let elsewhere = permit(&staff(Role::Administrator, "420100"), action, &here);
        assert_eq!(elsewhere, Err(Rejection::OutsideRegion));
    }
}

#[test]
fn other_staff_and_portals_have_no_part_in_cases_yet() {
    for actor in [staff(Role::IdentityReviewer, "440300"), staff(Role::ServiceAgent, "440300"), Actor::Portal]
    {
        may_only(actor, case_of(ANNA), &[]);
        may_only(actor, Subject::Programme { region: region("440300") }, &[]);
        may_only(actor, Subject::Everything, &[]);
    }
}

#[test]
fn the_system_sweeps_settles_checks_records_what_is_due_publishes_what_is_approved_and_decides_nothing() {
    may_only(Actor::System, Subject::Everything, &[Action::Sweep]);
    let by_itself = [Action::SettleChecks, Action::Elapse, Action::ReadRegistration];
    may_only(Actor::System, case_of(ANNA), &by_itself);
    may_only(Actor::System, Subject::Programme { region: region("440300") }, &[Action::PublishPolicy]);
}

#[test]
fn an_operator_moves_cases_to_another_policy_and_neither_reads_nor_decides_one() {
    may_only(Actor::Operator, case_of(ANNA), &[Action::MoveCase]);
    may_only(Actor::Operator, Subject::Programme { region: region("440300") }, &[]);
    may_only(Actor::Operator, Subject::Everything, &[]);
}

#[test]
fn an_actor_in_json_names_its_kind() {
    let json = serde_json::to_string(&staff(Role::IdentityReviewer, "440300")).unwrap();
    assert_eq!(
        json,
        r#"{"staff":{"id":"acct_00000000000000000000000002","role":"identity-reviewer","region":"440300"}}"#
    );
    assert_eq!(serde_json::from_str::<Actor>(&json).unwrap(), staff(Role::IdentityReviewer, "440300"));
    assert_eq!(serde_json::to_string(&Actor::System).unwrap(), r#""system""#);
    assert_eq!(serde_json::to_string(&Actor::Operator).unwrap(), r#""operator""#);
    let candidate = r#"{"candidate":"acct_00000000000000000000000001"}"#;
    assert_eq!(serde_json::to_string(&Actor::Candidate(ANNA)).unwrap(), candidate);
    assert!(serde_json::from_str::<Actor>(&json.replace("\"id\"", "\"extra\":1,\"id\"")).is_err());
}

#[test]
fn every_role_has_the_name_outside_that_it_has_in_json() {
    for role in Role::ALL {
        assert_eq!(serde_json::to_value(role).unwrap(), role.name());
    }
}
