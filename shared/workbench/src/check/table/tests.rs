use super::*;

fn check(id: &str) -> Predicate {
    Predicate::Check(id.parse().unwrap())
}

fn all(parts: &[Predicate]) -> Predicate {
    Predicate::All(parts.to_vec())
}

fn any(parts: &[Predicate]) -> Predicate {
    Predicate::Any(parts.to_vec())
}

fn values(predicate: &Predicate) -> Vec<bool> {
    let table = Table::of(predicate).unwrap();
    table.values(&vec![true; table.holds.len()]).into_iter().collect()
}

#[track_caller]
fn same(one: &Predicate, other: &Predicate, are_same: bool) {
    let (one, other) = (Table::of(one).unwrap(), Table::of(other).unwrap());
    assert_eq!(one.essence() == other.essence(), are_same);
}

#[test]
fn a_predicate_comes_to_both_values_unless_it_has_no_parts() {
    assert_eq!(values(&check("a")), [false, true]);
    assert_eq!(values(&all(&[check("a"), any(&[check("a"), check("b")])])), [false, true]);
    // No file can say these.
    assert_eq!(values(&all(&[])), [true]);
    assert_eq!(values(&any(&[])), [false]);
}

#[test]
fn two_predicates_say_the_same_if_they_come_to_the_same_for_whatever_there_can_be() {
    let (a, b, c) = (&check("a"), &check("b"), &check("c"));
    let both = |one: &Predicate, other: &Predicate| all(&[one.clone(), other.clone()]);
    let one_of = |one: &Predicate, other: &Predicate| any(&[one.clone(), other.clone()]);
    same(&both(a, b), &both(b, a), true);
    same(&both(a, &one_of(b, c)), &one_of(&both(a, b), &both(a, c)), true);
    same(&one_of(a, &both(a, b)), a, true);
    same(a, b, false);
    same(&both(a, b), &one_of(a, b), false);
    same(&both(a, b), &both(a, c), false);
}

#[test]
fn a_check_makes_a_difference_if_in_anything_else_that_there_can_be_it_does() {
    let predicate = any(&[check("a"), all(&[check("a"), check("b")])]);
    let table = Table::of(&predicate).unwrap();
    let possible = vec![true; 4];
    assert_eq!([table.depends_on(0, &possible), table.depends_on(1, &possible)], [true, false]);
    // Where `a` is never passed, nothing makes a difference.
    assert!(!table.depends_on(0, &[true, false, true, false]));
}

#[test]
fn twelve_checks_are_tried_out_and_thirteen_are_not() {
    let of = |count: usize| all(&(0..count).map(|id| check(&format!("c{id}"))).collect::<Vec<_>>());
    assert!(Table::of(&of(12)).is_some());
    assert!(Table::of(&of(13)).is_none());
}

#[test]
fn what_speaks_of_its_checks_too_often_is_not_tried_out() {
    let of = |count: usize| all(&(0..count).map(|id| check(&format!("c{}", id % 8))).collect::<Vec<_>>());
    assert!(Table::of(&of(1 << 10)).is_some());
    assert!(Table::of(&of((1 << 10) + 1)).is_none());
}
