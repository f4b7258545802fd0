//! What holds for every predicate.

use super::*;
use proptest::prelude::*;

fn any_truth() -> impl Strategy<Value = Truth> {
    prop_oneof![Just(T), Just(F), Just(U)]
}

fn any_predicate() -> impl Strategy<Value = Predicate> {
    let leaf = proptest::sample::select(CHECKS.as_slice()).prop_map(check);
    leaf.prop_recursive(4, 24, 4, |inner| {
        let parts = prop::collection::vec(inner, 1..4);
        prop_oneof![parts.clone().prop_map(Predicate::All), parts.prop_map(Predicate::Any)]
    })
}

proptest! {
    #[test]
    fn an_answer_that_becomes_known_never_changes_a_decided_truth(
        predicate in any_predicate(),
        values in prop::array::uniform4(any_truth()),
        answers in prop::array::uniform4(prop_oneof![Just(T), Just(F)]),
    ) {
        let before = predicate.explain(&known(values)).truth;
        let mut later = values;
        for (value, answer) in later.iter_mut().zip(answers) {
            if *value == U {
                *value = answer;
            }
        }
        let after = predicate.explain(&known(later)).truth;
        prop_assert_ne!(after, U);
        prop_assert!(before == U || before == after);
    }

    #[test]
    fn a_truth_is_unknown_only_if_the_unknown_answers_can_still_decide_it(
        predicate in any_predicate(),
        values in prop::array::uniform4(any_truth()),
    ) {
        let decided = |answer| predicate.explain(&known(values.map(|value| if value == U { answer } else { value })));
        let (best, worst) = (decided(T).truth, decided(F).truth);
        let expected = if best == worst { best } else { U };
        prop_assert_eq!(predicate.explain(&known(values)).truth, expected);
    }
}
