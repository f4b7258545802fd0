//! The sweep of many cases, of which one in ten falls due when the window closes: what the walk costs for each case that is
//! stored, and what a case that is due costs besides.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::Value;
use tempfile::TempDir;

use super::counts::{Counted, Counts};
use super::population::{COLLECTIONS, DUE_OF, load, partitions};
use super::times::{microseconds, middle};
use crate::deployment::{Deployment, Memory, Plan};

/// A moment before the window closes: nothing is due.
const BEFORE: &str = "04-17T14:59:59.000";
/// The instant at which it closes.
const CLOSING: &str = "04-17T15:00:00.000";

/// So often a host walks with nothing due, after once that warms it up.
const WALKS: usize = 5;

pub(super) const COMPONENT: &str = "deadline-sweep";

/// What sweeping a population costs.
#[derive(Clone, Debug, Serialize)]
pub struct Sweeping {
    /// How many cases are stored.
    pub cases: u32,
    /// How many partitions they lie in.
    pub partitions: u32,
    /// How many of them are due.
    pub due: u32,
    /// Guest CPU of a walk with nothing due, for each stored case.
    pub walk_us_a_case: f64,
    /// How long such a walk takes.
    pub walk_ms: f64,
    /// Guest CPU of a case that is due, the walk apart.
    pub due_us_a_case: f64,
    /// The same at each start of a host.
    pub due_us_at_each_start: Vec<f64>,
    /// Calls for a case that is due, the walk apart.
    pub due_calls: BTreeMap<String, f64>,
    /// Cases that are due and dealt with in a second, the walk included.
    pub due_a_second: f64,
    /// How often the scheduler had to call until all of them were dealt with.
    pub requests: u64,
    /// Bodies that were read of cases that are not due.
    pub bodies_read_in_vain: u64,
    /// The largest memory of the component, in bytes.
    pub component_bytes: u64,
    /// The memory of the host.
    pub host: Option<Memory>,
}

/// A population, loaded once and copied for each host.
struct Loaded {
    cases: u32,
    file: PathBuf,
    starts: Vec<Start>,
}

/// What was measured from one start of a host to its end.
struct Start {
    walks: Vec<Pass>,
    due: Pass,
    component_bytes: u64,
    host: Option<Memory>,
}

/// From one call of the scheduler until everything was walked. If it takes several, what was walked by the first of them is
/// walked by the last one again.
struct Pass {
    counted: Counted,
    /// How many lines were walked, each as often as it was.
    lines: u64,
    took: Duration,
}

/// Sweeps each population on so many hosts, in turns, so that whatever becomes of the machine meanwhile meets all of them.
pub async fn sweep(manifest: &Path, populations: &[u32], starts: usize) -> Vec<Sweeping> {
    let folder = TempDir::new().expect("there is room for a file");
    let mut loaded = Vec::new();
    for &cases in populations {
        let file = folder.path().join(format!("{cases}.db"));
        load(&file, cases);
        loaded.push(Loaded { cases, file, starts: Vec::new() });
    }
    for _ in 0..starts {
        for population in &mut loaded {
            let start = population.start(manifest).await;
            population.starts.push(start);
        }
    }
    loaded.iter().map(Loaded::sum).collect()
}

impl Loaded {
    async fn start(&self, manifest: &Path) -> Start {
        let state = TempDir::new().expect("there is room for a state");
        std::fs::copy(&self.file, state.path().join("sqlite_key_value.db"))
            .expect("there is room for a copy");
        let plan = Plan { measure: true, ..Plan::of(manifest) };
        let deployment = Deployment::start_on(plan, state.path());
        let mut counts = Counts::of(&deployment);
        deployment.hold(BEFORE).await;
        self.pass(&deployment, &mut counts, 0).await;
        let mut walks = Vec::new();
        for _ in 0..WALKS {
            walks.push(self.pass(&deployment, &mut counts, 0).await);
        }
        deployment.hold(CLOSING).await;
        let due = self.pass(&deployment, &mut counts, self.due()).await;
        let component_bytes = counts.memory().await.get(COMPONENT).copied().unwrap_or_default();
        Start { walks, due, component_bytes, host: deployment.memory() }
    }

    fn due(&self) -> u32 {
        self.cases.div_ceil(DUE_OF)
    }

    /// Lets the scheduler call until everything was walked, and insists that exactly so many cases were due.
    async fn pass(&self, deployment: &Deployment, counts: &mut Counts<'_>, due: u32) -> Pass {
        counts.reset().await;
        let begun = Instant::now();
        let reports = deployment.sweep().await;
        let took = begun.elapsed();
        let sum = |field: &str| reports.iter().filter_map(|report| report[field].as_u64()).sum::<u64>();
        let faults: Vec<&Value> = reports.iter().map(|report| &report["faults"]).collect();
        assert!(faults.iter().all(|faults| faults.as_array().is_some_and(Vec::is_empty)), "{faults:?}");
        assert_eq!(sum("elapsed"), u64::from(due), "of {} cases", self.cases);
        Pass { counted: counts.read(COMPONENT).await, lines: sum("lines"), took }
    }

    fn sum(&self) -> Sweeping {
        let (cases, due) = (f64::from(self.cases), f64::from(self.due()));
        let walks = || self.starts.iter().flat_map(|start| &start.walks);
        let swept = || self.starts.iter().map(|start| &start.due);
        let each: Vec<f64> = self.starts.iter().map(|start| start.due_us() / due).collect();
        Sweeping {
            cases: self.cases,
            partitions: partitions(self.cases),
            due: self.due(),
            walk_us_a_case: middle(walks().map(|walk| microseconds(walk.counted.guest_cpu) / cases)),
            walk_ms: middle(walks().map(|walk| microseconds(walk.took) / 1e3)),
            due_us_a_case: middle(each.iter().copied()),
            due_us_at_each_start: each,
            due_calls: self.due_calls(),
            due_a_second: middle(swept().map(|pass| due / pass.took.as_secs_f64())),
            requests: swept().map(|pass| pass.counted.requests).max().unwrap_or_default(),
            bodies_read_in_vain: walks().map(|walk| walk.bodies_read_beyond(0)).sum::<u64>()
                + swept().map(|pass| pass.bodies_read_beyond(u64::from(self.due()))).sum::<u64>(),
            component_bytes: self.starts.iter().map(|start| start.component_bytes).max().unwrap_or_default(),
            host: self.starts.iter().filter_map(|start| start.host).max_by_key(|memory| memory.peak_bytes),
        }
    }

    /// What a pass over due cases calls, and a walk over as many lines does not.
    fn due_calls(&self) -> BTreeMap<String, f64> {
        let Some((start, walk)) = self.starts.first().and_then(|start| Some((start, start.walks.first()?)))
        else {
            return BTreeMap::new();
        };
        let besides = |(name, times): (&String, &u64)| {
            let times = *times as f64 - walk.counted.calls(name) as f64 * start.due.walks(walk);
            (name.clone(), times / f64::from(self.due()))
        };
        // What is called once for all of them is no call for each.
        start.due.counted.calls.iter().map(besides).filter(|(_, each)| 0.05 < *each).collect()
    }
}

impl Start {
    /// Guest CPU of all that was due, the walk apart.
    fn due_us(&self) -> f64 {
        let walks = self.walks.iter();
        let walk = middle(walks.map(|walk| microseconds(walk.counted.guest_cpu) * self.due.walks(walk)));
        microseconds(self.due.counted.guest_cpu) - walk
    }
}

impl Pass {
    /// How many times as much it has walked as another.
    fn walks(&self, other: &Self) -> f64 {
        self.lines as f64 / other.lines.max(1) as f64
    }

    /// How many bodies were read beyond those of so many cases. Partitions are read for a swap; what is got beside bodies is, for
    /// each request, the directory, the hint and the root of each collection, and for each instance its verdict and the policy.
    fn bodies_read_beyond(&self, due: u64) -> u64 {
        let Counted { requests, instances, .. } = self.counted;
        let policies = instances + u64::from(0 < due);
        let others = requests * (2 + COLLECTIONS) + instances + policies;
        self.counted.calls("get").saturating_sub(others + due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass(gets: u64, guest_cpu_us: u64) -> Pass {
        let calls = BTreeMap::from([("get".to_owned(), gets)]);
        let guest_cpu = Duration::from_micros(guest_cpu_us);
        let counted = Counted { requests: 1, instances: 0, calls, guest_cpu };
        Pass { counted, lines: 100, took: Duration::from_secs(1) }
    }

    #[test]
    fn a_body_that_is_read_for_a_case_that_is_not_due_is_counted() {
        assert_eq!(pass(7, 0).bodies_read_beyond(0), 0);
        assert_eq!(pass(8, 0).bodies_read_beyond(0), 1);
        // The policy is read for the first case that is due.
        assert_eq!(pass(7 + 1 + 10, 0).bodies_read_beyond(10), 0);
        assert_eq!(pass(7 + 1 + 12, 0).bodies_read_beyond(10), 2);
    }

    #[test]
    fn the_walk_is_no_part_of_what_a_due_case_costs() {
        let start = |due_us| Start {
            walks: vec![pass(7, 1_000), pass(7, 9_000), pass(7, 1_100)],
            due: pass(18, due_us),
            component_bytes: 1,
            host: None,
        };
        let starts = vec![start(2_100), start(3_100), start(2_200)];
        let loaded = Loaded { cases: 100, file: PathBuf::new(), starts };
        let sweeping = loaded.sum();
        assert!((sweeping.due_us_a_case - 110.0).abs() < 1e-6, "{sweeping:?}");
        assert!((sweeping.walk_us_a_case - 11.0).abs() < 1e-6, "{sweeping:?}");
        assert!((sweeping.due_calls["get"] - 1.1).abs() < 1e-6, "{sweeping:?}");
        assert_eq!((sweeping.due, sweeping.bodies_read_in_vain), (10, 0));
    }

    #[test]
    fn what_was_walked_twice_is_taken_off_twice() {
        let due = Pass { lines: 200, ..pass(24, 3_100) };
        let start = Start { walks: vec![pass(7, 1_000)], due, component_bytes: 1, host: None };
        let sweeping = Loaded { cases: 100, file: PathBuf::new(), starts: vec![start] }.sum();
        assert!((sweeping.due_us_a_case - 110.0).abs() < 1e-6, "{sweeping:?}");
        assert!((sweeping.due_calls["get"] - 1.0).abs() < 1e-6, "{sweeping:?}");
    }
}
