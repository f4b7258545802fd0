//! What one operation costs, out of what the host has counted of many.

use std::collections::BTreeMap;
use std::time::Duration;

use super::counts::Counted;
use super::times::middle;

/// What one operation costs.
#[derive(Clone, Debug, Default)]
pub struct Cost {
    /// Calls of the provider, each by its name, and what was sent outside.
    pub calls: BTreeMap<String, f64>,
    /// CPU time inside wasm, calls of the provider excluded.
    pub guest_cpu: Duration,
}

impl Cost {
    /// Shares what was counted among so many operations.
    pub(super) fn each(counted: &Counted, operations: usize) -> Self {
        let guest_cpu = counted.guest_cpu.as_secs_f64() / operations as f64;
        Self { calls: counted.calls_each(operations), guest_cpu: Duration::from_secs_f64(guest_cpu) }
    }

    /// Returns what batches of the same size cost together: calls on average, CPU time as the median, so that the one
    /// batch during which the machine did something else does not count.
    pub(super) fn of(batches: Vec<Self>) -> Self {
        let count = batches.len() as f64;
        let guest_cpu = middle(batches.iter().map(|batch| batch.guest_cpu.as_secs_f64()));
        let mut calls = BTreeMap::new();
        for (call, often) in batches.into_iter().flat_map(|batch| batch.calls) {
            *calls.entry(call).or_default() += often / count;
        }
        Self { calls, guest_cpu: Duration::from_secs_f64(guest_cpu) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(gets: f64, microseconds: u64) -> Cost {
        let calls = BTreeMap::from([("get".to_owned(), gets)]);
        Cost { calls, guest_cpu: Duration::from_micros(microseconds) }
    }

    #[test]
    fn the_one_batch_that_was_disturbed_does_not_count_in_time_but_its_calls_do() {
        let cost = Cost::of(vec![batch(2.0, 10), batch(2.0, 900), batch(5.0, 11)]);
        assert_eq!(cost.guest_cpu, Duration::from_micros(11));
        assert!((cost.calls["get"] - 3.0).abs() < 1e-9);
    }
}
