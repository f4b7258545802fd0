//! An operation and its floor, in turns on one host: whatever else the machine does meanwhile, meets both.

use std::path::{Path, PathBuf};

use hyper::Method;
use serde_json::Value;
use tempfile::TempDir;

use super::cost::Cost;
use super::floor::Floor;
use super::operations::{Candidates, Operation};
use super::sizes::Sizes;
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
}

impl Comparison {
    fn of(operation: Operation, pairs: Vec<(Cost, Cost)>) -> Self {
        let mut ratios: Vec<f64> =
            pairs.iter().map(|(cost, floor)| cost.guest_cpu.div_duration_f64(floor.guest_cpu)).collect();
        ratios.sort_by(f64::total_cmp);
        let (costs, floors) = pairs.into_iter().unzip();
        Self { operation, cost: Cost::of(costs), floor: Cost::of(floors), ratios }
    }

    /// Returns the ratio that as many pairs of batches stay below as are above it.
    pub fn ratio(&self) -> f64 {
        self.ratios[self.ratios.len() / 2]
    }
}

/// Runs each operation and its floor in turns, in so many batches on each of some hosts.
pub async fn compare(manifest: &Path, sizes: Sizes, batches: usize) -> Vec<Comparison> {
    let folder = TempDir::new().expect("there is room for a manifest");
    let manifest = with_probe(manifest, &folder);
    let mut pairs = Operation::ALL.map(|operation| (operation, Vec::new()));
    for _ in 0..STARTS {
        let deployment = Deployment::start(Plan { measure: true, memory: true, ..Plan::of(&manifest) });
        let mut candidates = Candidates::file(&deployment).await;
        let mut floor = Floor::prepare(&deployment, sizes).await;
        for (operation, pairs) in &mut pairs {
            // The first batch warms up what a new host has cold.
            for batch in 0..=batches {
                let pair = batch_of(*operation, &deployment, &mut candidates, &mut floor).await;
                if 0 < batch {
                    pairs.push(pair);
                }
            }
        }
    }
    pairs.into_iter().map(|(operation, pairs)| Comparison::of(operation, pairs)).collect()
}

/// Runs one batch and returns what the operation and the floor have cost.
async fn batch_of(
    operation: Operation,
    deployment: &Deployment,
    candidates: &mut Candidates,
    floor: &mut Floor,
) -> (Cost, Cost) {
    deployment.control(Method::POST, "/measures/reset", Value::Null).await;
    let mut times = Vec::new();
    for _ in 0..BATCH {
        times.push(candidates.run(operation).await);
        floor.run(operation).await;
    }
    let measures = deployment.control(Method::GET, "/measures", Value::Null).await.json();
    (Cost::read(&measures, "application", times), Cost::read(&measures, "probe", Vec::new()))
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
fn read(path: &Path) -> toml::Table {
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
