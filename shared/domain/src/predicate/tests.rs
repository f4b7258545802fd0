use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const CHECKS: [&str; 4] = ["household", "permit", "diploma", "comparison"];

fn check(name: &str) -> Predicate {
    Predicate::Check(name.parse().unwrap())
}

/// Household registration or a permit, and a diploma, and an agreeing comparison: predicate AA of D.1, in small.
fn agreed() -> Predicate {
    Predicate::All(vec![
        Predicate::Any(vec![check("household"), check("permit")]),
        check("diploma"),
        check("comparison"),
    ])
}

fn known(values: [Truth; 4]) -> impl Fn(&CheckId) -> Truth {
    move |id| {
        let place = CHECKS.iter().position(|name| *name == id.as_str()).unwrap();
        values[place]
    }
}

#[track_caller]
fn comes_to(predicate: &Predicate, values: [Truth; 4], expected: Truth) {
    assert_eq!(predicate.explain(&known(values)).truth, expected, "{values:?}");
}

use Truth::{False as F, True as T, Unknown as U};

#[test]
fn one_of_two_alternatives_is_enough_and_the_other_need_not_be_known() {
    for other in [T, F, U] {
        comes_to(&agreed(), [T, other, T, T], T);
        comes_to(&agreed(), [other, T, T, T], T);
    }
    comes_to(&agreed(), [F, F, T, T], F);
}

#[test]
fn what_could_not_be_asked_is_neither_passed_nor_failed() {
    comes_to(&agreed(), [F, U, T, T], U);
    comes_to(&agreed(), [T, T, U, T], U);
    comes_to(&agreed(), [U, U, U, U], U);
}

#[test]
fn one_failure_decides_however_much_else_is_unknown() {
    comes_to(&agreed(), [U, U, F, U], F);
    comes_to(&agreed(), [U, U, U, F], F);
}

#[test]
fn the_explanation_shows_each_part_with_its_value() {
    let explanation = agreed().explain(&known([F, T, U, T]));
    let value = |truth, name: &str| Explanation { truth, statement: Statement::Check(name.parse().unwrap()) };
    let alternatives = Statement::Any(vec![value(F, "household"), value(T, "permit")]);
    let expected = Statement::All(vec![
        Explanation { truth: T, statement: alternatives },
        value(U, "diploma"),
        value(T, "comparison"),
    ]);
    assert_eq!(explanation, Explanation { truth: U, statement: expected });
}

#[test]
fn checks_and_depth_are_read_off_the_predicate() {
    let agreed = agreed();
    let names: Vec<&str> = agreed.checks().into_iter().map(CheckId::as_str).collect();
    assert_eq!(names, CHECKS);
    assert_eq!((check("diploma").depth(), agreed.depth()), (1, 3));
}

#[cfg(not(target_arch = "wasm32"))]
mod properties;
