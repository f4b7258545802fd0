//! What is held against the bars, and how the report is written.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::cost::Cost;
use super::super::journeys::Journey;
use super::super::operations;
use super::super::times::Times;
use super::*;

fn sweeping(cases: u32, walk_us_a_case: f64, due_us_a_case: f64, bodies_read_in_vain: u64) -> Sweeping {
    Sweeping {
        cases,
        partitions: 256,
        due: cases / 10,
        walk_us_a_case,
        walk_ms: 1.0,
        due_us_a_case,
        due_us_at_each_start: vec![due_us_a_case],
        due_calls: BTreeMap::new(),
        due_a_second: 1.0,
        requests: 1,
        bodies_read_in_vain,
        component_bytes: 1,
        host: None,
    }
}

#[track_caller]
fn holds(sweeps: Vec<Sweeping>, expected: bool) {
    let mut report = Report::default();
    report.add_sweeps(sweeps);
    assert_eq!(report.holds(), expected, "{report}");
    assert_eq!(report.to_string().contains("EXCEEDED"), !expected);
}

#[test]
fn a_walk_may_take_20_microseconds_for_each_stored_case_and_no_more() {
    holds(vec![sweeping(10_000, 20.0, 100.0, 0)], true);
    holds(vec![sweeping(10_000, 20.1, 100.0, 0)], false);
}

#[test]
fn no_body_may_be_read_of_a_case_that_is_not_due() {
    holds(vec![sweeping(10_000, 5.0, 100.0, 1)], false);
}

#[test]
fn a_due_case_may_cost_a_tenth_more_among_ten_times_as_many() {
    holds(vec![sweeping(10_000, 5.0, 100.0, 0), sweeping(100_000, 5.0, 110.0, 0)], true);
    holds(vec![sweeping(10_000, 5.0, 100.0, 0), sweeping(100_000, 5.0, 111.0, 0)], false);
    // It may become cheaper.
    holds(vec![sweeping(10_000, 5.0, 100.0, 0), sweeping(100_000, 5.0, 50.0, 0)], true);
}

#[test]
fn populations_are_compared_on_hosts_that_ran_one_after_the_other() {
    let at_each_start = |each: [f64; 3], cases| Sweeping {
        due_us_at_each_start: each.to_vec(),
        ..sweeping(cases, 5.0, 100.0, 0)
    };
    // Whatever made the machine twice as slow after the first pair is no growth.
    let fewer = at_each_start([100.0, 200.0, 200.0], 10_000);
    holds(vec![fewer.clone(), at_each_start([105.0, 210.0, 210.0], 100_000)], true);
    holds(vec![fewer, at_each_start([112.0, 224.0, 190.0], 100_000)], false);
}

fn travelled(journey: Journey) -> Travelled {
    let times = Times::of([Duration::from_micros(700), Duration::from_micros(900)]);
    let cost = Some(Cost { calls: BTreeMap::new(), guest_cpu: Duration::from_micros(500) });
    Travelled { journey, cost, times, per_second: None }
}

fn compared(ratio: f64) -> Comparison {
    let cost = |microseconds| Cost { guest_cpu: Duration::from_micros(microseconds), ..Cost::default() };
    let operation = operations::Operation::DraftRead;
    Comparison { operation, cost: cost(300), floor: cost(250), ratios: vec![ratio], times: Times::default() }
}

#[test]
fn an_operation_that_was_measured_beside_its_floor_shows_what_it_cost_there() {
    let mut report = Report::default();
    report.add_operations(&[travelled(Journey::DraftRead), travelled(Journey::Login)], &[compared(1.2)], 1.4);
    let document: Value = serde_json::from_str(&report.json()).expect("it is JSON");
    let [read, login] = document["operations"].as_array().expect("a list").as_slice() else {
        panic!("{document}")
    };
    assert_eq!(
        (&read["name"], &read["guest_cpu_us"], &read["median_us"]),
        (&json!("draft read"), &json!(300.0), &json!(700.0))
    );
    assert_eq!(read["floor"], json!({ "guest_cpu_us": 250.0, "ratio": 1.2, "quartiles": [1.2, 1.2] }));
    // What was not measured is left out, and is no null.
    assert_eq!(
        (&login["guest_cpu_us"], login.get("floor"), login.get("per_second")),
        (&json!(500.0), None, None)
    );
    assert_eq!(document["bars"][0]["at_most"], json!(1.4));
    assert_eq!((report.holds(), document.get("host")), (true, None));
}

#[test]
fn more_than_the_floor_may_be_exceeded_by_fails() {
    let mut report = Report::default();
    report.add_operations(&[travelled(Journey::DraftRead)], &[compared(1.41)], 1.4);
    assert!(!report.holds());
}
