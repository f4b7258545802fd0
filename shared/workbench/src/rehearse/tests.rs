use super::*;
use crate::check;

const MANUAL: &str = include_str!("../../../../docs/policy.md");
const RULES: &str = include_str!("../../../policies/shenzhen-interview-2027.toml");
const DERIVED: &str = include_str!("../../../policies/wuhan-interview-2027.toml");

/// Enough for everything to happen to somebody.
const PEOPLE: u32 = 700;

fn policy(file: &str) -> Policy {
    Policy::parse(file.as_bytes()).unwrap()
}

#[track_caller]
fn with(file: &str, from: &str, to: &str) -> Policy {
    assert!(file.contains(from), "{from}");
    policy(&file.replacen(from, to, 1))
}

fn plan() -> Plan {
    Plan::new(PEOPLE, 1)
}

#[test]
fn everybody_has_one_outcome_under_the_published_policies() {
    for file in [RULES, DERIVED] {
        let rehearsal = rehearse(&policy(file), &plan());
        assert_eq!(rehearsal.people, PEOPLE as usize);
        assert_eq!(rehearsal.endings.values().sum::<usize>(), rehearsal.people, "{rehearsal:?}");
        assert_eq!(rehearsal.count(Ending::Nothing), 0, "{rehearsal:?}");
    }
}

#[test]
fn everybody_has_one_outcome_under_the_smallest_policy_where_nothing_is_wrong_for_want_of_a_reason() {
    let (_, smallest) = MANUAL.split_once("```toml\n").unwrap();
    let rehearsal = rehearse(&policy(smallest.split_once("```").unwrap().0), &plan());
    assert_eq!(rehearsal.count(Ending::Passed), rehearsal.filed);
    assert_eq!(rehearsal.count(Ending::Nothing) + rehearsal.count(Ending::Rejected), 0);
}

#[test]
fn a_policy_that_fails_the_check_leaves_somebody_without_an_outcome() {
    let rows = "    [\"vocational\"],\n    [\"language\"],\n";
    let file = DERIVED.replacen(rows, "    [\"vocational\", \"language\"],\n", 1);
    assert_ne!(check(file.as_bytes()).count(crate::Severity::Error), 0);
    let rehearsal = rehearse(&policy(&file), &plan());
    assert_ne!(rehearsal.count(Ending::Nothing), 0);
    assert_eq!(rehearsal.endings.values().sum::<usize>(), rehearsal.people);
}

#[test]
fn a_rehearsal_whose_time_is_spent_shows_nothing_and_one_that_has_time_shows_all_of_it() {
    let policy = policy(RULES);
    let asked = std::cell::Cell::new(0);
    let until = |spent: usize| {
        asked.set(0);
        rehearse_within(&policy, &plan(), &|| {
            asked.set(asked.get() + 1);
            spent < asked.get()
        })
    };
    assert_eq!(until(usize::MAX), Some(rehearse(&policy, &plan())));
    // Whether it is spent among the people, at the reviewers, or at the last moment.
    let all = asked.get();
    for spent in [0, 1, PEOPLE as usize, PEOPLE as usize + 1, all / 2, all - 1] {
        assert_eq!(until(spent), None, "{spent} of {all}");
    }
    assert!(until(all).is_some());
}

#[test]
fn the_same_seed_plays_the_same_and_another_one_something_else() {
    let of = |seed| rehearse(&policy(RULES), &Plan { people: 300, ..Plan::new(300, seed) });
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
}

#[test]
fn the_least_number_of_reviewers_keeps_every_duty_and_one_less_does_not() {
    let desk = Desk { minutes: 60, ..plan().desk };
    for file in [RULES, DERIVED] {
        let policy = policy(file);
        let least = rehearse(&policy, &Plan { desk, ..plan() }).least.unwrap();
        let late = |reviewers| rehearse(&policy, &Plan { reviewers: Some(reviewers), desk, ..plan() }).late;
        assert_eq!(late(least), 0);
        assert!(1 < least && 0 < late(least - 1), "{least}");
    }
}

#[test]
fn whoever_is_agreed_on_by_every_register_is_approved_in_seconds() {
    let agree = Rates { differ: 0, have_nobody: 0, are_silent: 0 };
    let policy = policy(RULES);
    let (mut by_rule, mut by_hand) = (0, 0);
    let play = play(&policy, &Plan { registers: agree, ..plan() }, &mut |case| {
        let category = case.state().filing().and_then(|filing| policy.category(&filing.category));
        match category.map(|category| category.approved_by.is_some()) {
            Some(true) => by_rule += 1,
            Some(false) => by_hand += 1,
            None => {}
        }
    });
    assert_eq!(play.count(Ending::AtOnce), by_rule);
    assert!(0 < by_rule && 0 < by_hand, "{by_rule} {by_hand}");
}

#[test]
fn whoever_no_register_can_be_asked_about_goes_to_a_person_and_is_rejected_by_none() {
    let silent = Rates { differ: 0, have_nobody: 0, are_silent: 1_000 };
    let desk = Desk { wrong: 0, ..plan().desk };
    let rehearsal = rehearse(&policy(RULES), &Plan { registers: silent, desk, ..plan() });
    assert_eq!(rehearsal.count(Ending::AtOnce) + rehearsal.count(Ending::Rejected), 0);
    assert_eq!(rehearsal.count(Ending::Passed), rehearsal.filed);
}

#[test]
fn a_register_that_disagrees_in_one_field_sends_somebody_to_a_person() {
    let differ = Rates { differ: 1_000, have_nobody: 0, are_silent: 0 };
    let rehearsal = rehearse(&policy(RULES), &Plan { registers: differ, ..plan() });
    assert_eq!(rehearsal.count(Ending::AtOnce), 0);
}

#[test]
fn without_a_round_what_is_wrong_is_rejected_and_nobody_corrects() {
    let policy = with(RULES, "rounds = { is = 1,", "rounds = { is = 0,");
    let rehearsal = rehearse(&policy, &plan());
    assert_ne!(rehearsal.count(Ending::Rejected), 0);
    assert_eq!(rehearsal.count(Ending::PassedCorrected) + rehearsal.count(Ending::NotCorrected), 0);
}

#[test]
fn who_has_no_time_to_correct_is_counted_from_the_instant_that_the_check_names() {
    // Who files on 17 April at 15:00 or later is reviewed within 48 hours, when the supplement has closed.
    assert_eq!(rehearse(&policy(RULES), &plan()).out_of_time.no_time_to_correct, 0);
    let later =
        with(RULES, "closes = { before = \"2027-04-17T15:00\"", "closes = { before = \"2027-04-17T16:00\"");
    assert_ne!(rehearse(&later, &plan()).out_of_time.no_time_to_correct, 0);
}

#[test]
fn whoever_comes_late_is_refused_and_counted() {
    let habits = Habits { never_file: 0, file_too_late: 1_000, ..plan().habits };
    let rehearsal = rehearse(&policy(RULES), &Plan { habits, ..plan() });
    assert_eq!(rehearsal.filed, 0);
    assert_eq!(rehearsal.out_of_time.filed_too_late, rehearsal.count(Ending::NotFiled));
    assert_eq!(rehearsal.count(Ending::NotFiled) + rehearsal.count(Ending::CameLate), rehearsal.people);
    assert_ne!(rehearsal.count(Ending::CameLate), 0);
}

#[test]
fn whoever_corrects_too_late_is_refused_and_lapses() {
    let habits = Habits { correct_too_late: 1_000, never_correct: 0, ..plan().habits };
    let rehearsal = rehearse(&policy(RULES), &Plan { habits, ..plan() });
    assert_ne!(rehearsal.out_of_time.corrected_too_late, 0);
    assert_eq!(rehearsal.count(Ending::NotCorrected), rehearsal.out_of_time.corrected_too_late);
}

#[test]
fn an_office_that_is_late_costs_nobody_the_time_to_correct() {
    let habits = Habits { correct_too_late: 0, never_correct: 0, ..plan().habits };
    let desk = Desk { minutes: 60, ..plan().desk };
    let rehearsal = rehearse(&policy(DERIVED), &Plan { habits, desk, reviewers: Some(1), ..plan() });
    assert_ne!(rehearsal.late, 0);
    assert_eq!(rehearsal.count(Ending::NotCorrected), 0);
}

#[test]
fn everything_that_comes_to_the_reviewers_is_decided_once() {
    let rehearsal = rehearse(&policy(DERIVED), &plan());
    let sum = |of: fn(&Hour) -> usize| rehearsal.hours.values().map(of).sum::<usize>();
    assert_eq!(sum(|hour| hour.came), sum(|hour| hour.decided));
    assert!(rehearsal.filed < sum(|hour| hour.came), "corrections come again");
}
