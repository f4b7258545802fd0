use super::*;
use crate::{actor::Role, digest::Digest};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const NOW: &str = "2030-03-01T02:00:00Z";

fn at(text: &str) -> DateTime<Utc> {
    instant::parse(text).unwrap()
}

fn staff(number: u128, role: Role, region: &str) -> Actor {
    Actor::Staff { id: AccountId::from_u128(number), role, region: region.parse().unwrap() }
}

/// Anna proposes, Bela decides, and Clara works for the whole province.
fn administrator(number: u128) -> Actor {
    staff(number, Role::Administrator, if number == 3 { "440000" } else { "440300" })
}

const ANNA: u128 = 1;
const BELA: u128 = 2;
const CLARA: u128 = 3;

fn note(text: &str) -> Note {
    Note::try_from(text.to_owned()).unwrap()
}

fn content() -> Content {
    let current = Some(Digest::of(b"before"));
    Content {
        programme: "invented".parse().unwrap(),
        season: "2030".parse().unwrap(),
        region: "440300".parse().unwrap(),
        policy: Digest::of(b"after"),
        base: Base { version: 3, current, replaces: None },
        note: note("延长补正时间"),
    }
}

fn proposed() -> Proposal {
    propose(content(), CommandId::from_u128(1), administrator(ANNA), at(NOW)).unwrap()
}

fn command(number: u128, actor: Actor, step: Step) -> Command {
    Command { id: CommandId::from_u128(number), actor, step }
}

fn approve() -> Step {
    Step::Approve { version: 3 }
}

fn reject() -> Step {
    Step::Reject { reason: note("窗口太短") }
}

#[track_caller]
fn after(proposal: &Proposal, command: &Command) -> Proposal {
    let events = decide(proposal, command).unwrap();
    apply(proposal, &events, command, at(NOW)).unwrap()
}

fn approved() -> Proposal {
    after(&proposed(), &command(2, administrator(BELA), approve()))
}

/// A proposal in each state.
fn everywhere() -> [Proposal; 6] {
    let system = |step| command(9, Actor::System, step);
    [
        proposed(),
        approved(),
        after(&approved(), &system(Step::Publish)),
        after(&approved(), &system(Step::Outdate)),
        after(&proposed(), &command(3, administrator(BELA), reject())),
        after(&proposed(), &command(3, administrator(ANNA), Step::Withdraw)),
    ]
}

#[test]
fn what_one_administrator_proposes_another_approves_and_it_is_published() {
    let published = after(&approved(), &command(3, Actor::System, Step::Publish));
    assert_eq!((approved().state(), published.state()), (State::Approved, State::Published));
    assert_eq!(published.author(), administrator(ANNA).account());
    let who: Vec<Actor> = published.events().iter().map(|recorded| recorded.actor).collect();
    assert_eq!(who, [administrator(ANNA), administrator(BELA), Actor::System]);
    assert_eq!(after(&proposed(), &command(2, administrator(CLARA), approve())).state(), State::Approved);
}

#[test]
fn nobody_approves_or_rejects_their_own_and_nobody_withdraws_that_of_somebody_else() {
    for step in [approve(), reject()] {
        let own = decide(&proposed(), &command(2, administrator(ANNA), step));
        assert_eq!(own, Err(Rejection::OwnProposal));
    }
    let other = decide(&proposed(), &command(2, administrator(BELA), Step::Withdraw));
    assert_eq!(other, Err(Rejection::OthersProposal));
}

#[test]
fn nobody_but_an_administrator_of_the_region_proposes_or_decides() {
    let strangers = [
        Actor::Candidate(AccountId::from_u128(BELA)),
        staff(BELA, Role::Reviewer, "440300"),
        staff(BELA, Role::IdentityReviewer, "440300"),
        staff(BELA, Role::ServiceAgent, "440300"),
        Actor::Portal,
        Actor::System,
    ];
    let elsewhere = ["440304", "420100"].map(|region| staff(BELA, Role::Administrator, region));
    let expected = strangers.map(|actor| (actor, Rejection::NotPermitted)).into_iter();
    for (actor, why) in expected.chain(elsewhere.map(|actor| (actor, Rejection::OutsideRegion))) {
        let made = propose(content(), CommandId::from_u128(1), actor, at(NOW));
        assert_eq!(made, Err(why.clone()), "{actor:?}");
        for step in [approve(), reject(), Step::Withdraw] {
            assert_eq!(decide(&proposed(), &command(2, actor, step)), Err(why.clone()), "{actor:?}");
        }
    }
    for step in [Step::Publish, Step::Outdate] {
        let alone = decide(&approved(), &command(3, administrator(BELA), step));
        assert_eq!(alone, Err(Rejection::NotPermitted), "publishing is the service's");
    }
}

#[test]
fn nothing_is_approved_over_something_that_it_was_not_made_over() {
    for version in [0, 2, 4] {
        let late = decide(&proposed(), &command(2, administrator(BELA), Step::Approve { version }));
        assert_eq!(late, Err(Rejection::ProposalOutdated), "{version}");
    }
}

#[test]
fn in_each_state_exactly_these_steps_come_to_anything() {
    let steps = || {
        let (anna, bela) = (administrator(ANNA), administrator(BELA));
        [
            (bela, approve()),
            (bela, reject()),
            (anna, Step::Withdraw),
            (Actor::System, Step::Publish),
            (Actor::System, Step::Outdate),
        ]
    };
    let names = ["approve", "reject", "withdraw", "publish", "outdate"];
    let expected: [(State, &[&str], &[&str]); 6] = [
        (State::Open, &["approve", "reject", "withdraw"], &[]),
        (State::Approved, &["publish", "outdate"], &["approve"]),
        (State::Published, &[], &["publish"]),
        (State::Outdated, &[], &["outdate"]),
        (State::Rejected, &[], &[]),
        (State::Withdrawn, &[], &[]),
    ];
    for (proposal, (state, effective, idle)) in everywhere().into_iter().zip(expected) {
        assert_eq!(proposal.state(), state);
        for ((actor, step), name) in steps().into_iter().zip(names) {
            let decided = decide(&proposal, &command(100, actor, step));
            assert_eq!(decided.as_ref().is_ok_and(|events| !events.is_empty()), effective.contains(&name));
            assert_eq!(decided.as_ref().is_ok_and(Vec::is_empty), idle.contains(&name), "{state:?} {name}");
            if let Err(refused) = decided {
                let is_late = state == State::Outdated && name == "approve";
                let why = if is_late { Rejection::ProposalOutdated } else { Rejection::ProposalDecided };
                assert_eq!(refused, why, "{state:?} {name}");
            }
        }
    }
}

#[test]
fn a_repeat_finds_done_what_it_has_done_whatever_has_become_of_it_since() {
    let approval = command(2, administrator(BELA), approve());
    for proposal in [approved(), after(&approved(), &command(3, Actor::System, Step::Publish))] {
        assert_eq!(decide(&proposal, &approval), Ok(Vec::new()));
    }
    let withdrawal = command(3, administrator(ANNA), Step::Withdraw);
    assert_eq!(decide(&after(&proposed(), &withdrawal), &withdrawal), Ok(Vec::new()));
}

#[test]
fn no_event_is_dated_before_the_one_before_it_or_follows_where_it_cannot() {
    let approval = command(2, administrator(BELA), approve());
    let early = apply(&proposed(), &[Event::Approved], &approval, at("2030-02-28T00:00:00Z")).unwrap();
    assert_eq!(early.events()[1].at, at(NOW));
    for event in [Event::Published, Event::Outdated, Event::Proposed] {
        assert_eq!(apply(&proposed(), &[event], &approval, at(NOW)), Err(CannotFollow));
    }
}

#[test]
fn only_what_is_open_or_on_its_way_waits_for_somebody() {
    let waiting: Vec<&str> =
        everywhere().iter().map(Proposal::state).filter(|state| state.is_open()).map(State::name).collect();
    assert_eq!(waiting, ["open", "approved"]);
}
