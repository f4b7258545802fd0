//! An operation and its floor, in turns on one host: whatever else the machine does meanwhile, meets both.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::cost::Cost;
use super::counts::Counts;
use super::floor::Floor;
use super::operations::{Candidates, Operation};
use super::sizes::Sizes;
use super::times::Times;
use crate::deployment::{Deployment, Plan};

/// As many requests as one instance serves: each batch pays for the start of one, as service does.
const BATCH: usize = 128;

/// Where compiled code comes to lie differs from one start of a host to the next, and shifts the ratio by some hundredths.
const STARTS: usize = 5;

/// What an operation costs, and what its floor does.
#[derive(Debug)]
pub struct Comparison {
    /// The operation.
    pub operation: Operation,
    /// What it costs.
    pub cost: Cost,
    /// The same calls on values of the same size, and nothing parsed or decided.
    pub floor: Cost,
    /// Guest CPU against the floor's, of each pair of batches, sorted.
    pub ratios: Vec<f64>,
    /// How long an answer took.
    pub times: Times,
}

impl Comparison {
    fn of(operation: Operation, batches: Vec<Batch>) -> Self {
        let mut ratios: Vec<f64> = batches
            .iter()
            .map(|batch| batch.cost.guest_cpu.div_duration_f64(batch.floor.guest_cpu))
            .collect();
        ratios.sort_by(f64::total_cmp);
        let times = Times::of(batches.iter().flat_map(|batch| batch.times.iter().copied()));
        let (costs, floors) = batches.into_iter().map(|batch| (batch.cost, batch.floor)).unzip();
        Self { operation, cost: Cost::of(costs), floor: Cost::of(floors), ratios, times }
    }

    /// Returns the ratio that as many pairs of batches stay below as are above it.
    pub fn ratio(&self) -> f64 {
        self.ratios[self.ratios.len() / 2]
    }

    /// Returns the ratio that so many quarters of the pairs stay below.
    pub fn quartile(&self, quarters: usize) -> f64 {
        self.ratios[(self.ratios.len() - 1) * quarters / 4]
    }
}

/// What an operation and its floor have cost in turns.
struct Batch {
    cost: Cost,
    floor: Cost,
    times: Vec<Duration>,
}

/// Runs each operation and its floor in turns, in so many batches on each of some hosts.
pub async fn compare(manifest: &Path, sizes: Sizes, batches: usize) -> Vec<Comparison> {
    let folder = TempDir::new().expect("there is room for a manifest");
    let manifest = with_probe(manifest, &folder);
    let mut measured = Operation::ALL.map(|operation| (operation, Vec::new()));
    for _ in 0..STARTS {
        let deployment = Deployment::start(Plan { measure: true, memory: true, ..Plan::of(&manifest) });
        let mut counts = Counts::of(&deployment);
        let mut candidates = Candidates::file(&deployment).await;
        let mut floor = Floor::prepare(&deployment, sizes).await;
        for (operation, measured) in &mut measured {
            // The first batch warms up what a new host has cold.
            for batch in 0..=batches {
                let costs = batch_of(*operation, &mut counts, &mut candidates, &mut floor).await;
                if 0 < batch {
                    measured.push(costs);
                }
            }
        }
    }
    measured.into_iter().map(|(operation, batches)| Comparison::of(operation, batches)).collect()
}

/// Runs one batch and returns what the operation and the floor have cost.
async fn batch_of(
    operation: Operation,
    counts: &mut Counts<'_>,
    candidates: &mut Candidates,
    floor: &mut Floor,
) -> Batch {
    counts.reset().await;
    let mut times = Vec::new();
    for _ in 0..BATCH {
        times.push(candidates.run(operation).await);
        floor.run(operation).await;
    }
    let cost = Cost::each(&counts.read("application").await, BATCH);
    Batch { cost, floor: Cost::each(&counts.read("probe").await, BATCH), times }
}

/// Adds the floor to the manifest of the sandbox.
fn with_probe(sandbox: &Path, folder: &TempDir) -> PathBuf {
    let mut manifest = read(sandbox);
    let probe = read(&crate::deployment::probe());
    for section in ["component", "trigger"] {
        merge(&mut manifest[section], &probe[section]);
    }
    let path = folder.path().join("spin.toml");
    std::fs::write(&path, manifest.to_string()).expect("there is room for a manifest");
    path
}

/// Reads a manifest whose sources can be found from anywhere.
pub(super) fn read(path: &Path) -> toml::Table {
    let text = std::fs::read_to_string(path).expect("the manifest is readable");
    let mut manifest: toml::Table = text.parse().expect("the manifest is TOML");
    let folder = path.parent().expect("a manifest lies in a folder").canonicalize().expect("it is there");
    for (_, component) in manifest["component"].as_table_mut().expect("it has components") {
        let source = folder.join(component["source"].as_str().expect("a component has a source"));
        component["source"] = source.to_str().expect("a path of text").into();
    }
    manifest
}

fn merge(all: &mut toml::Value, more: &toml::Value) {
    match (all, more) {
        (toml::Value::Table(all), toml::Value::Table(more)) => {
            for (name, value) in more {
                match all.get_mut(name) {
                    Some(present) => merge(present, value),
                    None => drop(all.insert(name.clone(), value.clone())),
                }
            }
        }
        (toml::Value::Array(all), toml::Value::Array(more)) => all.extend(more.iter().cloned()),
        (all, more) => panic!("{all:?} and {more:?} cannot be joined"),
    }
}
