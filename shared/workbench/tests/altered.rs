//! Policies that were altered at one place: of those that pass the check, nobody is left without exactly one outcome, and every
//! case is decided again as it is recorded.

use workbench::{Ending, Plan, Policy, Severity, check, play, replay};

const PUBLISHED: [&str; 2] = [
    include_str!("../../policies/shenzhen-interview-2027.toml"),
    include_str!("../../policies/wuhan-interview-2027.toml"),
];

/// Few, since there are many policies.
const PEOPLE: u32 = 8;

/// What is altered, and into what.
const WORDS: [(&str, &str); 13] = [
    ("holds.all", "holds.any"),
    ("derived-if.all", "derived-if.any"),
    ("{ any = ", "{ all = "),
    ("is = 1", "is = 0"),
    ("is = 1", "is = 3"),
    ("hours = 48", "hours = 2160"),
    ("hours = 48", "hours = 1"),
    ("hours = 72", "hours = 1"),
    ("hours = 24", "hours = 2160"),
    ("2027-04-1", "2027-05-1"),
    ("2027-04-1", "2027-03-1"),
    ("2027-11-", "2027-12-"),
    ("at-least = 3", "at-least = 0"),
];

/// Every policy that differs from a published one in a line that is missing, or in a word.
fn altered() -> impl Iterator<Item = String> {
    PUBLISHED.into_iter().flat_map(|file| {
        let without = (0..file.lines().count()).map(|line| {
            let kept = file.lines().enumerate().filter(|(place, _)| *place != line);
            kept.map(|(_, line)| format!("{line}\n")).collect::<String>()
        });
        let with = WORDS.into_iter().flat_map(move |(from, to)| {
            let places = file.match_indices(from).map(|(place, _)| place);
            places.map(move |place| {
                let (before, after) = file.split_at(place);
                format!("{before}{}", after.replacen(from, to, 1))
            })
        });
        without.collect::<Vec<_>>().into_iter().chain(with)
    })
}

#[test]
fn a_policy_that_passes_the_check_leaves_nobody_without_one_outcome_however_it_was_altered() {
    let (mut played, mut refused) = (0, 0);
    for file in altered() {
        let Ok(policy) = Policy::parse(file.as_bytes()) else { continue };
        if check(file.as_bytes()).count(Severity::Error) != 0 {
            refused += 1;
            continue;
        }
        played += 1;
        let mut unequal = Vec::new();
        let rehearsal = play(&policy, &Plan::new(PEOPLE, played), &mut |case| {
            unequal.extend(replay(case, std::slice::from_ref(&policy)).err());
        });
        assert_eq!(rehearsal.count(Ending::Nothing), 0, "{file}");
        assert_eq!(rehearsal.endings.values().sum::<usize>(), PEOPLE as usize, "{file}");
        assert_eq!(unequal, [], "{file}");
    }
    assert!(100 < played && 3 < refused, "{played} {refused}");
}
