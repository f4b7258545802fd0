use super::*;
use chrono::TimeDelta;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const TRIES: Tries = Tries { max: 5, minutes: 15 };

fn after(seconds: i64) -> DateTime<Utc> {
    crate::instant::parse("2027-11-08T01:00:00Z").unwrap() + TimeDelta::seconds(seconds)
}

/// Takes so many tries at once.
fn taken(count: u8) -> Budget {
    (0..count).fold(Budget::default(), |budget, _| budget.take(TRIES, after(0)).unwrap())
}

#[test]
fn there_are_so_many_tries_and_no_more() {
    assert_eq!(taken(5).take(TRIES, after(0)), None);
    assert_eq!(taken(5).take(TRIES, after(179)), None);
}

#[test]
fn tries_come_back_one_by_one_each_after_its_part_of_the_time() {
    let one = taken(5).take(TRIES, after(180)).unwrap();
    assert_eq!(one.take(TRIES, after(180)), None);
    assert!(one.take(TRIES, after(360)).is_some());
    assert_eq!(TRIES.minutes_each(), 3);
    // All of them, and never more.
    let later = (0..5).fold(taken(5), |budget, _| budget.take(TRIES, after(900)).unwrap());
    assert_eq!(later.take(TRIES, after(900)), None);
    let much_later = (0..5).fold(taken(5), |budget, _| budget.take(TRIES, after(1_000_000)).unwrap());
    assert_eq!(much_later.take(TRIES, after(1_000_000)), None);
}

#[test]
fn what_is_given_back_can_be_taken_again() {
    let back = taken(5).give_back(TRIES);
    assert_eq!(back.take(TRIES, after(0)).unwrap().take(TRIES, after(0)), None);
    // It is never more than there was.
    let whole = taken(1).give_back(TRIES).give_back(TRIES);
    let all = (0..5).fold(whole, |budget, _| budget.take(TRIES, after(0)).unwrap());
    assert_eq!(all.take(TRIES, after(0)), None);
    assert_eq!(Budget::default().give_back(TRIES), Budget::default());
}

#[test]
fn strangers_take_nothing_from_a_browser_that_is_known() {
    let mut budgets = Budgets::default();
    for _ in 0..5 {
        budgets = budgets.take(Guesser::Stranger, TRIES, after(0)).unwrap();
    }
    assert_eq!(budgets.take(Guesser::Stranger, TRIES, after(0)), None);
    let known = budgets.take(Guesser::Known, TRIES, after(0)).unwrap();
    assert_eq!(known.give_back(Guesser::Known, TRIES).strangers, budgets.strangers);
    assert_eq!(budgets.whole(), Some(after(900)));
    assert_eq!(Budgets::default().whole(), None);
}
