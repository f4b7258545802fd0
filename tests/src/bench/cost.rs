//! What the host has counted of an operation.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

/// What one operation costs.
#[derive(Debug)]
pub struct Cost {
    /// Calls of the provider, each by its name.
    pub calls: BTreeMap<String, f64>,
    /// CPU time inside wasm, calls of the provider excluded.
    pub guest_cpu: Duration,
    /// How long an answer took, sorted.
    pub times: Vec<Duration>,
}

impl Cost {
    /// Reads what the host has counted of `component` since its counts were reset.
    pub(super) fn read(measures: &Value, component: &str, times: Vec<Duration>) -> Self {
        let counts = &measures["components"][component];
        let requests = counts["requests"].as_f64().expect("a count of requests");
        let calls = counts["key_value"].as_object().expect("counts of calls");
        let calls =
            calls.iter().map(|(call, count)| (call.clone(), count.as_f64().unwrap_or(0.0) / requests));
        let guest_cpu = counts["guest_cpu_ns"].as_f64().expect("a CPU time") / requests;
        Self {
            calls: calls.filter(|(_, count)| *count > 0.0).collect(),
            guest_cpu: Duration::from_nanos(guest_cpu as u64),
            times,
        }
    }

    /// Returns what batches of the same size cost together: calls on average, CPU time as the median, so that the one
    /// batch during which the machine did something else does not count.
    pub(super) fn of(batches: Vec<Self>) -> Self {
        let count = batches.len() as f64;
        let mut guest_cpu: Vec<Duration> = batches.iter().map(|batch| batch.guest_cpu).collect();
        guest_cpu.sort();
        let mut calls = BTreeMap::new();
        let mut times = Vec::new();
        for batch in batches {
            for (call, often) in batch.calls {
                *calls.entry(call).or_default() += often / count;
            }
            times.extend(batch.times);
        }
        times.sort();
        Self { calls, guest_cpu: guest_cpu[guest_cpu.len() / 2], times }
    }
}
