//! The counts of a host, from one reset to the next.

use std::collections::BTreeMap;
use std::time::Duration;

use hyper::Method;
use serde_json::Value;

use crate::deployment::Deployment;

/// What one component has done since its counts were reset.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted {
    /// Requests handed to it.
    pub(super) requests: u64,
    /// Instances started for them.
    pub(super) instances: u64,
    /// Calls of the provider, each by its name, and what was sent outside.
    pub(super) calls: BTreeMap<String, u64>,
    /// CPU time inside wasm, calls of the provider excluded.
    pub(super) guest_cpu: Duration,
}

impl Counted {
    fn read(component: &Value) -> Self {
        let count = |value: &Value| value.as_u64().expect("a count");
        let key_value = component["key_value"].as_object().expect("counts of calls").iter();
        let calls = key_value.map(|(call, times)| (call.clone(), count(times)));
        let outside = ("outside".to_owned(), count(&component["outbound"]));
        Self {
            requests: count(&component["requests"]),
            instances: count(&component["instances"]),
            calls: calls.chain([outside]).filter(|(_, times)| 0 < *times).collect(),
            guest_cpu: Duration::from_nanos(count(&component["guest_cpu_ns"])),
        }
    }

    /// Returns how often a call was made.
    pub(super) fn calls(&self, name: &str) -> u64 {
        self.calls.get(name).copied().unwrap_or_default()
    }

    /// Returns how often each call was made for each of so many operations.
    pub(super) fn calls_each(&self, operations: usize) -> BTreeMap<String, f64> {
        let share = |times: u64| times as f64 / operations as f64;
        self.calls.iter().map(|(name, times)| (name.clone(), share(*times))).collect()
    }
}

/// The counts of one host. The largest memory of a component is remembered, which a reset forgets.
pub(super) struct Counts<'a> {
    deployment: &'a Deployment,
    memory: BTreeMap<String, u64>,
}

impl<'a> Counts<'a> {
    /// Looks at a host of ours.
    pub(super) fn of(deployment: &'a Deployment) -> Self {
        Self { deployment, memory: BTreeMap::new() }
    }

    /// Sets every count back to zero.
    pub(super) async fn reset(&mut self) {
        self.look().await;
        self.deployment.control(Method::POST, "/measures/reset", Value::Null).await;
    }

    /// Returns what a component has done since then.
    pub(super) async fn read(&mut self, component: &str) -> Counted {
        Counted::read(&self.look().await["components"][component])
    }

    /// Returns the largest memory that any instance of each component has had, in bytes.
    pub(super) async fn memory(mut self) -> BTreeMap<String, u64> {
        self.look().await;
        self.memory
    }

    async fn look(&mut self) -> Value {
        let measures = self.deployment.control(Method::GET, "/measures", Value::Null).await.json();
        for (name, component) in measures["components"].as_object().expect("components") {
            let bytes = component["memory_bytes"].as_u64().expect("a size");
            let largest = self.memory.entry(name.clone()).or_default();
            *largest = bytes.max(*largest);
        }
        measures
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_never_called_is_left_out_and_the_rest_is_shared_among_the_operations() {
        let counted = Counted::read(&json!({
            "requests": 4, "instances": 1, "outbound": 2, "guest_cpu_ns": 1500,
            "key_value": { "get": 6, "swap": 0 },
        }));
        assert_eq!((counted.calls("get"), counted.calls("swap")), (6, 0));
        assert_eq!(
            counted.calls_each(4),
            BTreeMap::from([("get".to_owned(), 1.5), ("outside".to_owned(), 0.5)])
        );
        assert_eq!(counted.guest_cpu, Duration::from_nanos(1500));
    }
}
