//! What must never happen, whatever is asked for in whatever order.

use super::*;
use chrono::TimeDelta;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug)]
enum Step {
    Wait { seconds: i64 },
    Send { outcome: Outcome },
    Enter { is_right: bool },
}

#[derive(Clone, Copy, Debug)]
enum Outcome {
    Sent,
    NotSent,
    Unknown,
}

fn step() -> impl Strategy<Value = Step> {
    let outcome = prop_oneof![Just(Outcome::Sent), Just(Outcome::NotSent), Just(Outcome::Unknown)];
    prop_oneof![
        (0_i64..40_000).prop_map(|seconds| Step::Wait { seconds }),
        (0_i64..90).prop_map(|seconds| Step::Wait { seconds }),
        outcome.prop_map(|outcome| Step::Send { outcome }),
        any::<bool>().prop_map(|is_right| Step::Enter { is_right }),
    ]
}

proptest! {
    #[test]
    fn no_day_has_more_codes_than_it_may_and_no_code_more_tries(steps in prop::collection::vec(step(), 0..64)) {
        let (mut codes, mut now) = (Codes::default(), at(START));
        let mut taken: BTreeMap<_, u8> = BTreeMap::new();
        let (mut wrong, mut sent_at) = (0, None);
        for (number, step) in steps.into_iter().enumerate() {
            match step {
                Step::Wait { seconds } => now += TimeDelta::seconds(seconds),
                Step::Send { outcome } => {
                    let new = new(number as u128, "111111");
                    let Ok(reserved) = codes.reserve(new, RULES, now) else { continue };
                    codes = match outcome {
                        Outcome::Sent => {
                            *taken.entry(calendar::date_at(now)).or_default() += 1;
                            reserved.sent(new.attempt)
                        }
                        Outcome::NotSent => {
                            prop_assert!(!reserved.not_sent(new.attempt).bears(new.attempt));
                            continue;
                        }
                        Outcome::Unknown => reserved,
                    };
                    (wrong, sent_at) = (0, Some(now));
                }
                Step::Enter { is_right } => match codes.enter(HERE, |_| is_right, now) {
                    Ok(Entered::Right { codes: after, verified }) => {
                        prop_assert!(verified.at - sent_at.unwrap() < RULES.valid());
                        codes = after;
                    }
                    Ok(Entered::Wrong { codes: after, tries_left }) => {
                        wrong += 1;
                        prop_assert_eq!(wrong + tries_left, RULES.tries);
                        codes = after;
                    }
                    Err(_) => {}
                },
            }
        }
        prop_assert!(taken.values().all(|count| *count <= RULES.codes_a_day), "{:?}", taken);
    }
}
