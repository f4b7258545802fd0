//! Whatever moves and whenever: nothing that closes for a person closes earlier by it.

use super::super::materials::drafted;
use super::*;
use chrono::NaiveDateTime;
use proptest::prelude::*;

/// What lies in the files, and where it can move to.
const INSTANTS: [(&str, &str); 5] = [
    ("closes = { before = \"", "2030-04-17T15:00"),
    ("closes = { before = \"", "2030-04-19T15:00"),
    ("reviewed = { before = \"", "2030-04-19T18:00"),
    ("until = \"", "2030-04-19T18:00"),
    ("paid = { before = \"", "2030-04-20T00:00"),
];

/// The policy whose instants are so many minutes later, or earlier, whose review takes so long, and which leaves so much time after
/// a late return; or nothing, if that is no policy.
fn altered(minutes: &[i64; 5], hours: u16, late: u16) -> Option<Policy> {
    // The end of a day is the first of the next one.
    let mut file = filing::file().replace("2030-04-19T24:00", "2030-04-20T00:00");
    for ((key, instant), minutes) in INSTANTS.into_iter().zip(minutes) {
        let before = NaiveDateTime::parse_from_str(instant, "%Y-%m-%dT%H:%M").unwrap();
        let after = (before + chrono::TimeDelta::minutes(*minutes)).format("%Y-%m-%dT%H:%M");
        let (from, to) = (std::format!("{key}{instant}"), std::format!("{key}{after}"));
        assert!(file.contains(&from), "{from}");
        file = file.replacen(&from, &to, 1);
    }
    file = file.replacen("hours = 48", &std::format!("hours = {hours}"), 1);
    let late = std::format!("hours-after-late-return = {{ is = {late} }}");
    file = file.replacen("hours-after-late-return = { is = 24 }", &late, 1);
    Policy::parse(file.as_bytes()).ok()
}

/// Everything that closes for the person, if a reviewer acts at `now`.
fn closing(case: &Case, policy: &Policy, now: DateTime<Utc>) -> [Option<Cutoff>; 5] {
    let act = |act| {
        let command = reviewing(70, act);
        let events = decide(Some(case), &command, policy, now).ok()?;
        apply(Some(case), &events, &command, now).ok()
    };
    let passed = act(Act::Pass);
    let objections = super::super::messages::objections();
    let returned = act(Act::Return { objections });
    let round = |case: &Case| {
        let State::Returned(returned) = case.state() else { return None };
        Some(returned.closes)
    };
    [
        matches!(case.state(), State::Draft(_)).then(|| policy.closes()),
        round(case),
        returned.as_ref().and_then(round),
        passed.and_then(|case| case.registration()?.pay_before),
        policy.registration().map(|clocks| clocks.contact),
    ]
}

proptest! {
    #[test]
    fn nothing_that_is_ahead_of_a_person_closes_earlier_once_a_case_is_moved(
        minutes in prop::array::uniform5(prop_oneof![Just(0), -90..180_i64]),
        hours in prop_oneof![Just(48), 20..100_u16],
        late in prop_oneof![Just(24), 20..30_u16],
        which in 0..5_usize,
        after in 0..90_i64 * 60,
    ) {
        let Some(to) = altered(&minutes, hours, late) else { return Ok(()) };
        let cases = [drafted(), super::super::messages::filed(FILED), returned(FILED),
            returned("2030-04-19T12:00:00+08:00"), corrected()];
        let case = cases[which].clone();
        let versions = (filing::policy(), to);
        let now = case.clamp(at(FILED) + chrono::TimeDelta::minutes(after));
        let Ok(events) = moving(&versions.1).decide(&case, &versions.0, now) else { return Ok(()) };
        let moved = moving(&versions.1).apply(&case, &events, now).unwrap();
        prop_assert_eq!(moved.verify_chain(), Ok(()));
        let before = closing(&case, &versions.0, now);
        let after = closing(&moved, &versions.1, now);
        for (before, after) in before.into_iter().zip(after) {
            if let Some(before) = before.filter(|before| before.is_open(now)) {
                prop_assert!(after.is_some_and(|after| before <= after), "{before:?} {after:?} {:?}", case.state().name());
            }
        }
    }
}
