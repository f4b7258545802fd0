//! Each component by itself, and the host: how large it is, how long it takes to start, how much memory it has.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use hyper::Method;
use tempfile::TempDir;

use super::compare::read;
use super::counts::Counts;
use super::operations::PARTITIONS;
use super::times::Times;
use crate::deployment::{Deployment, Memory, Plan};

/// So often host and components are started.
const STARTS: usize = 5;

/// A component of production.
#[derive(Debug)]
pub struct Component {
    /// What it is called in the manifest.
    pub name: String,
    /// How large it is, as it is shipped.
    pub bytes: u64,
    /// How long its first answer takes on a host that has just been started.
    pub first: Times,
    /// The memory of an instance that has given one answer, in bytes.
    pub memory: u64,
    /// A path that leads to it.
    path: String,
}

/// How a host starts.
#[derive(Debug)]
pub struct Starting {
    /// From its start until it listens, with every component compiled already.
    pub host: Times,
    /// What it then has of memory.
    pub memory: Option<Memory>,
    /// Each component.
    pub components: Vec<Component>,
}

/// Starts a host again and again on a state that is prepared, and asks each component once.
pub async fn start(manifest: &Path) -> Starting {
    let state = TempDir::new().expect("there is room for a state");
    Deployment::start_on(Plan::of(manifest), state.path()).prepare(PARTITIONS).await;
    let mut components = components(manifest);
    let mut first: BTreeMap<String, Vec<Duration>> = BTreeMap::new();
    let (mut host, mut memory) = (Vec::new(), None);
    for _ in 0..STARTS {
        let begun = Instant::now();
        let deployment = Deployment::start_on(Plan::of(manifest), state.path());
        host.push(begun.elapsed());
        memory = deployment.memory();
        for component in &components {
            let mut client = deployment.client().await;
            let begun = Instant::now();
            let answer = client.call(Method::GET, &component.path, &[], "").await;
            first.entry(component.name.clone()).or_default().push(begun.elapsed());
            // Nobody is logged in, so most of them refuse: but it is they who do.
            assert!(answer.status.as_u16() < 500, "{}: {answer:?}", component.name);
        }
        let measured = Counts::of(&deployment).memory().await;
        for component in &mut components {
            component.memory = measured.get(&component.name).copied().unwrap_or_default();
        }
    }
    for component in &mut components {
        component.first = Times::of(first.remove(&component.name).unwrap_or_default());
    }
    Starting { host: Times::of(host), memory, components }
}

/// Reads which components production has, and finds them where the sandbox has them.
fn components(sandbox: &Path) -> Vec<Component> {
    let production = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spin.toml");
    let (production, sandbox) = (read(&production), read(sandbox));
    let names = production["component"].as_table().expect("it has components").keys();
    let component = |name: &String| {
        let source = sandbox["component"][name]["source"].as_str().expect("a component has a source");
        let bytes = std::fs::metadata(source).expect("it was built").len();
        let path = path_to(name, &production);
        Component { name: name.clone(), bytes, first: Times::default(), memory: 0, path }
    };
    names.map(component).collect()
}

/// Returns a path that leads to a component.
fn path_to(name: &str, manifest: &toml::Table) -> String {
    let triggers = manifest["trigger"]["http"].as_array().expect("it has triggers");
    let trigger = triggers.iter().find(|trigger| trigger["component"].as_str() == Some(name));
    let route = trigger.and_then(|trigger| trigger["route"].as_str()).expect("a component has a route");
    let segments = route.split('/').map(|segment| match segment {
        "..." => "anything",
        segment if segment.starts_with(':') => "anything",
        segment => segment,
    });
    segments.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_route_leaves_open_is_filled_in() {
        let manifest: toml::Table =
            "[[trigger.http]]\nroute = \"/api/cases/:case/materials/...\"\ncomponent = \"a\""
                .parse()
                .expect("it is TOML");
        assert_eq!(path_to("a", &manifest), "/api/cases/anything/materials/anything");
    }
}
