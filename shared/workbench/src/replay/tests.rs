use super::*;
use crate::rehearse::{Desk, Ending, Plan, play};
use domain::case::Event;
use std::collections::BTreeSet;

mod moved;

const RULES: &str = include_str!("../../../policies/shenzhen-interview-2027.toml");
const DERIVED: &str = include_str!("../../../policies/wuhan-interview-2027.toml");

fn policy(file: &str) -> Policy {
    Policy::parse(file.as_bytes()).unwrap()
}

/// Every case of a rehearsal in which much goes wrong, so that all that can be recorded is.
fn cases(policy: &Policy, seed: u64) -> Vec<Case> {
    let desk = Desk { minutes: 60, wrong: 400, still_wrong: 400, ..Plan::new(1, 1).desk };
    let mut cases = Vec::new();
    let rehearsal = play(policy, &Plan { reviewers: Some(4), desk, ..Plan::new(300, seed) }, &mut |case| {
        cases.push(case.clone())
    });
    assert_eq!(rehearsal.count(Ending::Nothing), 0);
    cases
}

#[test]
fn every_case_of_a_rehearsal_is_decided_again_byte_for_byte() {
    for (file, seed) in [(RULES, 1), (RULES, 2), (DERIVED, 1), (DERIVED, 2)] {
        let policy = policy(file);
        for case in cases(&policy, seed) {
            let replayed = replay(&case, std::slice::from_ref(&policy));
            let events: Vec<_> = case.events().iter().map(|recorded| recorded.event.name()).collect();
            assert_eq!(replayed, Ok(()), "{events:?}");
            assert_eq!(case.verify_chain(), Ok(()), "{events:?}");
        }
    }
}

#[test]
fn a_rehearsal_has_all_kinds_of_events_but_those_that_nobody_in_it_causes() {
    let cases = [RULES, DERIVED].map(|file| cases(&policy(file), 1)).concat();
    let events = cases.iter().flat_map(Case::events);
    let names: BTreeSet<_> = events.map(|recorded| recorded.event.name()).collect();
    let expected = [
        "approved-by-rule",
        "category-derived",
        "corrected",
        "escalated",
        "handed-over",
        "lapsed",
        "message-claimed",
        "message-due",
        "message-tried",
        "opened",
        "passed",
        "registration-read",
        "rejected",
        "returned",
        "submitted",
    ];
    assert_eq!(names.into_iter().filter(|name| *name != "message-dropped").collect::<Vec<_>>(), expected);
}

#[test]
fn a_case_is_not_decided_again_by_another_policy() {
    let case = cases(&policy(RULES), 1).remove(0);
    let other = policy(&format!("{RULES}\n"));
    assert_eq!(replay(&case, &[other]), Err(Unequal::OtherPolicy(policy(RULES).hash())));
}

/// Returns the case with one text of what is stored of it replaced by another one.
#[track_caller]
fn altered(case: &Case, from: &str, to: &str) -> Case {
    let stored = serde_json::to_string(case).unwrap();
    assert!(stored.contains(from), "{from}");
    serde_json::from_str(&stored.replace(from, to)).unwrap()
}

#[test]
fn whatever_is_altered_in_a_record_comes_out_when_it_is_decided_again() {
    let policy = policy(RULES);
    let cases = cases(&policy, 1);
    let has = |case: &&Case, wanted: fn(&Event) -> bool| {
        case.events().iter().any(|recorded| wanted(&recorded.event))
    };
    let by_rule =
        cases.iter().find(|case| has(case, |event| matches!(event, Event::ApprovedByRule { .. }))).unwrap();
    // Another answer of a register: the rule comes to something else.
    let answers = altered(by_rule, r#""stage":{"text":""#, r#""stage":{"text":"no-"#);
    assert!(
        matches!(replay(&answers, std::slice::from_ref(&policy)), Err(Unequal::OtherEvents(2))),
        "{:?}",
        replay(&answers, std::slice::from_ref(&policy))
    );
    // Another instant: the clocks end elsewhere.
    let returned =
        cases.iter().find(|case| has(case, |event| matches!(event, Event::Returned { .. }))).unwrap();
    assert!(
        replay(&altered(returned, "\"at\":\"2027-04-", "\"at\":\"2027-03-"), std::slice::from_ref(&policy))
            .is_err()
    );
    // Another name, everywhere: the digests are not those of what is recorded.
    let renamed = altered(by_rule, "考生", "考");
    assert_eq!(replay(&renamed, std::slice::from_ref(&policy)), Err(Unequal::OtherEvents(0)));
}

#[test]
fn a_state_that_does_not_follow_from_the_events_comes_out() {
    let policy = policy(RULES);
    let cases = cases(&policy, 1);
    let passed = cases.iter().find(|case| matches!(case.state(), State::Approved(_))).unwrap();
    let stored = serde_json::to_value(passed).unwrap();
    let mut other = stored.clone();
    let lapsed = cases.iter().find(|case| matches!(case.state(), State::Lapsed(_))).unwrap();
    other["state"] = serde_json::to_value(lapsed).unwrap()["state"].clone();
    let other: Case = serde_json::from_value(other).unwrap();
    assert_eq!(replay(&other, std::slice::from_ref(&policy)), Err(Unequal::OtherState));
}

#[test]
fn whatever_is_recorded_of_a_message_that_could_not_be_sent_is_decided_again() {
    use crate::rehearse::{Come, Population, come};
    use domain::{
        actor::Actor,
        case::{Act, Attempt},
        id::CommandId,
    };
    let policy = policy(RULES);
    let plan = Plan::new(400, 1);
    let reminder = policy.closes().too_late - chrono::TimeDelta::hours(24);
    let population = Population::new(&policy, &plan);
    let person =
        population.people().find(|person| person.files.is_none() && person.opens < reminder).unwrap();
    let Come::Case(play, _) = come(&policy, &person) else { panic!("{person:?}") };
    let mut case = play.case().clone();
    let mut next = 1_000_000;
    for _ in 0..40 {
        let Some(due) = case.due(&policy) else { break };
        let claimed = case.claimed_message().map(|(key, _, _)| key);
        let act = match claimed {
            Some(key) => Act::SettleMessage { key, attempt: Attempt::Refused },
            None if case.messages().is_empty() => Act::Elapse,
            None => Act::ClaimMessage,
        };
        next += 1;
        let command = Command { id: CommandId::from_u128(next), actor: Actor::System, act };
        let events = decide(Some(&case), &command, &policy, due).unwrap();
        case = apply(Some(&case), &events, &command, due).unwrap();
        assert_eq!(replay(&case, std::slice::from_ref(&policy)), Ok(()));
    }
    assert!(case.events().len() > 20);
}
