//! What a bench has measured, in one document.

use std::collections::BTreeMap;

use serde::Serialize;

use super::compare::Comparison;
use super::components::{Component, Starting};
use super::journeys::Travelled;
use super::load::Load;
use super::sweep::{COMPONENT, Sweeping};
use super::times::{microseconds, middle};
use crate::deployment::Memory;

/// Guest CPU of a walk for each stored case, in microseconds.
pub(super) const WALK_US_MAX: f64 = 20.0;

/// How much more a due case may cost among ten times as many.
const GROWTH_MAX: f64 = 1.1;

/// What a bench has measured. What it has not is left out.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// What people do.
    pub operations: Vec<Operation>,
    /// The sweep of each population.
    pub sweeps: Vec<Sweeping>,
    /// Each component of production.
    pub components: Vec<Size>,
    /// The host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<Host>,
    /// A component that gets and sets one value, under load.
    pub loads: Vec<Loaded>,
    /// What may not be exceeded.
    pub bars: Vec<Bar>,
}

/// Something that somebody does.
#[derive(Debug, Serialize)]
pub struct Operation {
    /// What it is called.
    pub name: &'static str,
    /// How often it was done, one after the other.
    pub times: usize,
    /// Calls of the provider for each, and what was sent outside.
    pub calls: BTreeMap<String, f64>,
    /// Guest CPU.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guest_cpu_us: Option<f64>,
    /// Its floor, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floor: Option<Floor>,
    /// Half of them took no longer.
    pub median_us: f64,
    /// Of a hundred, one took longer.
    pub p99_us: f64,
    /// How many are done in a second by several people at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_second: Option<f64>,
}

/// The floor of an operation.
#[derive(Debug, Serialize)]
pub struct Floor {
    /// Its guest CPU.
    pub guest_cpu_us: f64,
    /// How many times as much the operation costs, in turns with it.
    pub ratio: f64,
    /// Between these are half of the ratios.
    pub quartiles: [f64; 2],
}

/// A component.
#[derive(Debug, Serialize)]
pub struct Size {
    /// What it is called.
    pub name: String,
    /// How large it is, as it is shipped.
    pub wasm_bytes: u64,
    /// The largest memory that any instance of it has had.
    pub memory_bytes: u64,
    /// How long its first answer takes on a host that has just been started.
    pub first_answer_ms: f64,
}

/// The host.
#[derive(Debug, Serialize)]
pub struct Host {
    /// From its start until it listens, with every component compiled already.
    pub start_ms: f64,
    /// Its memory when it has just been started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle: Option<Memory>,
    /// Its memory after everything that people did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub busy: Option<Memory>,
}

/// A load.
#[derive(Debug, Serialize)]
pub struct Loaded {
    /// How many connections were kept open.
    pub connections: usize,
    /// Answers a second.
    pub per_second: f64,
    /// Half of the answers took no longer.
    pub median_us: f64,
    /// Of a hundred answers, one took longer.
    pub p99_us: f64,
    /// The slowest answer.
    pub slowest_us: f64,
}

/// Something that may not be exceeded.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bar {
    /// What it is.
    pub name: String,
    /// What it came to.
    pub measured: f64,
    /// What it may come to.
    pub at_most: f64,
}

impl Bar {
    /// Tells whether it is not exceeded.
    pub fn holds(&self) -> bool {
        self.measured <= self.at_most
    }
}

impl Report {
    /// Tells whether nothing is exceeded that may not be.
    pub fn holds(&self) -> bool {
        self.bars.iter().all(Bar::holds)
    }

    /// Adds what people do, and the floor of what has one.
    pub fn add_operations(&mut self, travelled: &[Travelled], comparisons: &[Comparison], ratio_max: f64) {
        for Travelled { journey, cost, times, per_second } in travelled {
            let compared =
                comparisons.iter().find(|comparison| comparison.operation.name() == journey.name());
            // Beside its floor it was measured in more batches, and on the same hosts.
            let cost = compared.map(|comparison| &comparison.cost).or(cost.as_ref());
            self.operations.push(Operation {
                name: journey.name(),
                times: times.count(),
                calls: cost.map(|cost| cost.calls.clone()).unwrap_or_default(),
                guest_cpu_us: cost.map(|cost| microseconds(cost.guest_cpu)),
                floor: compared.map(Floor::of),
                median_us: microseconds(times.median()),
                p99_us: microseconds(times.p99()),
                per_second: *per_second,
            });
        }
        for comparison in comparisons {
            let name = format!("guest CPU of a {}, times its floor", comparison.operation.name());
            self.bars.push(Bar { name, measured: comparison.ratio(), at_most: ratio_max });
        }
    }

    /// Adds the sweep of each population, the smallest first.
    pub fn add_sweeps(&mut self, sweeps: Vec<Sweeping>) {
        for sweeping in &sweeps {
            let name = format!("microseconds of a walk, for each of {} stored cases", sweeping.cases);
            self.bars.push(Bar { name, measured: sweeping.walk_us_a_case, at_most: WALK_US_MAX });
            let name = format!("bodies read of cases that are not due, of {}", sweeping.cases);
            self.bars.push(Bar { name, measured: sweeping.bodies_read_in_vain as f64, at_most: 0.0 });
        }
        for pair in sweeps.windows(2) {
            let [fewer, more] = pair else { continue };
            let name = format!("a due case among {}, times one among {}", more.cases, fewer.cases);
            // Of hosts that swept one after the other: whatever became of the machine, met both.
            let pairs = more.due_us_at_each_start.iter().zip(&fewer.due_us_at_each_start);
            let measured = middle(pairs.map(|(more, fewer)| more / fewer));
            self.bars.push(Bar { name, measured, at_most: GROWTH_MAX });
        }
        for sweeping in &sweeps {
            let component = self.components.iter_mut().find(|component| component.name == COMPONENT);
            if let Some(component) = component {
                component.memory_bytes = component.memory_bytes.max(sweeping.component_bytes);
            }
        }
        self.sweeps = sweeps;
    }

    /// Adds how host and components start, and the memory that they have had, here or in what people did.
    pub fn add_starts(&mut self, starting: &Starting, memory: &BTreeMap<String, u64>, busy: Option<Memory>) {
        let size = |component: &Component| Size {
            name: component.name.clone(),
            wasm_bytes: component.bytes,
            memory_bytes: memory.get(&component.name).copied().unwrap_or_default().max(component.memory),
            first_answer_ms: microseconds(component.first.median()) / 1e3,
        };
        self.components = starting.components.iter().map(size).collect();
        let start_ms = microseconds(starting.host.median()) / 1e3;
        self.host = Some(Host { start_ms, idle: starting.memory, busy });
    }

    /// Adds a load.
    pub fn add_load(&mut self, load: &Load) {
        self.loads.push(Loaded {
            connections: load.connections,
            per_second: load.per_second,
            median_us: microseconds(load.times.median()),
            p99_us: microseconds(load.times.p99()),
            slowest_us: microseconds(load.times.slowest()),
        });
    }

    /// Writes all of it as JSON.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("numbers and names can be written")
    }
}

impl Floor {
    fn of(comparison: &Comparison) -> Self {
        Self {
            guest_cpu_us: microseconds(comparison.floor.guest_cpu),
            ratio: comparison.ratio(),
            quartiles: [comparison.quartile(1), comparison.quartile(3)],
        }
    }
}

#[cfg(test)]
mod tests;
