//! `cargo xtask bench`: measures the components that were built, on the embedded host; or what runs at a base URL.

use std::hash::{BuildHasher as _, RandomState};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use tests::bench::{Effort, Report, chart, compare, get_and_set, sizes, start, sweep, travel};
use tests::deployment::{Deployment, Plan, probe, sandbox};
use url::Url;

/// What the sweep is always measured with.
const FEW: u32 = 10_000;
/// What its growth is measured against.
const MANY: u32 = 100_000;
/// What takes minutes to load.
const MILLION: u32 = 1_000_000;

/// Partitions of a deployment that candidates are measured on.
const PARTITIONS: u32 = 16;

/// Measures what the operations call and cost, how long they take, what a sweep costs, and how large everything is
#[derive(Parser)]
struct Arguments {
    /// How many batches of 128 requests each operation and its floor run, in turns, on each of five hosts
    #[arg(long, default_value_t = 5)]
    batches: usize,
    /// How many hosts sweep each population, in turns
    #[arg(long, default_value_t = 5)]
    sweeps: usize,
    /// Sweep a million stored cases, too
    #[arg(long, conflicts_with = "no_load")]
    million: bool,
    /// How many seconds each load of the get-and-set component lasts
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Load a probe that runs already, such as one on Spin, instead of our own host
    #[arg(long)]
    probe: Option<SocketAddr>,
    /// Measure the sandbox that runs at this address, such as http://127.0.0.1:3000 on Spin, with the secrets of the tests:
    /// what needs neither a clock nor counts
    #[arg(long, conflicts_with_all = ["probe", "million"])]
    url: Option<Url>,
    /// Leave out what tells how fast a machine is, and what takes minutes: the operations against their floor and the sweep of
    /// ten thousand cases are left
    #[arg(long)]
    no_load: bool,
    /// The bar: guest CPU against the floor
    #[arg(long, default_value_t = 1.4)]
    ratio_max: f64,
    /// Write everything to this file, as JSON
    #[arg(long)]
    json: Option<PathBuf>,
    /// Draw a chart into this file, as SVG
    #[arg(long)]
    svg: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut report = Report::default();
    match &arguments.url {
        Some(url) => elsewhere(url, &arguments, &mut report).await,
        None if arguments.probe.is_none() => here(&arguments, &mut report).await,
        None => {}
    }
    if !arguments.no_load && arguments.url.is_none() {
        load(&arguments, &mut report).await;
    }
    print!("{report}");
    let written = write(arguments.json.as_deref(), || report.json() + "\n")
        .and_then(|()| write(arguments.svg.as_deref(), || chart(&report)));
    match written {
        Ok(()) if report.holds() => ExitCode::SUCCESS,
        Ok(()) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("the report cannot be written: {error}");
            ExitCode::FAILURE
        }
    }
}

impl Arguments {
    fn effort(&self) -> Effort {
        if self.no_load { Effort::Little } else { Effort::Full }
    }

    /// Which populations are swept, and on how many hosts each.
    fn populations(&self) -> (Vec<u32>, usize) {
        match (self.no_load, self.million) {
            // What a due case costs is told by several hosts, what the walk costs by one.
            (true, _) => (vec![FEW], 1),
            (false, false) => (vec![FEW, MANY], self.sweeps),
            (false, true) => (vec![FEW, MANY, MILLION], self.sweeps),
        }
    }
}

/// Measures our own host.
async fn here(arguments: &Arguments, report: &mut Report) {
    let manifest = sandbox();
    let sizes = sizes();
    println!("values read: {sizes:?} bytes");
    say("operations, in turns with their floor");
    let comparisons = compare(&manifest, sizes, arguments.batches).await;
    say("host and components, as they start");
    let starting = start(&manifest).await;
    say("what people do");
    let deployment = Deployment::start(Plan { measure: true, ..Plan::of(&manifest) });
    deployment.prepare(PARTITIONS).await;
    let (travelled, memory) = travel(&deployment, 0, arguments.effort()).await;
    report.add_operations(&travelled, &comparisons, arguments.ratio_max);
    report.add_starts(&starting, &memory, deployment.memory());
    drop(deployment);
    let (populations, hosts) = arguments.populations();
    say("the sweep of many cases");
    report.add_sweeps(sweep(&manifest, &populations, hosts).await);
}

/// Measures what runs elsewhere.
async fn elsewhere(url: &Url, arguments: &Arguments, report: &mut Report) {
    assert_eq!(url.scheme(), "http", "only plain HTTP is spoken");
    let addresses = url.socket_addrs(|| None).expect("the address is known");
    let deployment = Deployment::running(*addresses.first().expect("there is an address"));
    deployment.prepare(PARTITIONS).await;
    // Whoever was there in an earlier run is not met again.
    let run = RandomState::new().hash_one("a run");
    let (travelled, _) = travel(&deployment, run, arguments.effort()).await;
    report.add_operations(&travelled, &[], arguments.ratio_max);
}

/// It takes minutes, and should be seen to.
fn say(what: &str) {
    eprintln!("measuring {what}");
}

async fn load(arguments: &Arguments, report: &mut Report) {
    say("a component that gets and sets one value, under load");
    let manifest = probe();
    let (_host, address) = match arguments.probe {
        Some(address) => (None, address),
        None => {
            let deployment = Deployment::start(Plan::of(&manifest));
            let address = deployment.address;
            (Some(deployment), address)
        }
    };
    for connections in [1, 16, 64] {
        let duration = Duration::from_secs(arguments.seconds);
        report.add_load(&get_and_set(address, connections, duration).await);
    }
}

fn write(path: Option<&Path>, text: impl FnOnce() -> String) -> std::io::Result<()> {
    path.map_or(Ok(()), |path| std::fs::write(path, text()))
}
