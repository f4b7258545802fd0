//! `cargo xtask bench`: measures the components that were built, on the embedded host.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use tests::bench::{Comparison, Load, compare, get_and_set, sizes};
use tests::deployment::{Deployment, Plan, probe, sandbox};

/// Measures what the operations call and cost, and how fast the host is
#[derive(Parser)]
struct Arguments {
    /// How many batches of 128 requests each operation and its floor run, in turns, on each of five hosts
    #[arg(long, default_value_t = 5)]
    batches: usize,
    /// How many seconds each load lasts
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Load a probe that runs already, such as one on Spin, instead of our own host
    #[arg(long)]
    probe: Option<SocketAddr>,
    /// Measure the operations alone
    #[arg(long)]
    no_load: bool,
    /// The bar: guest CPU against the floor
    #[arg(long, default_value_t = 1.4)]
    ratio_max: f64,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut is_within = true;
    if arguments.probe.is_none() {
        let sizes = sizes();
        println!("values read: {sizes:?} bytes");
        println!(
            "\noperation     guest CPU     floor  ratio  quartiles   median      p99  calls of the provider"
        );
        for comparison in compare(&sandbox(), sizes, arguments.batches).await {
            show(&comparison);
            is_within &= comparison.ratio() <= arguments.ratio_max;
        }
    }
    if !arguments.no_load {
        load(&arguments).await;
    }
    if is_within {
        ExitCode::SUCCESS
    } else {
        println!("\nguest CPU is above {} times the floor", arguments.ratio_max);
        ExitCode::FAILURE
    }
}

fn show(comparison: &Comparison) {
    let Comparison { operation, cost, floor, ratios: _, times } = comparison;
    println!(
        "{:<12} {:>7} us {:>6} us  {:>5.2}  {:.2}-{:.2}  {:>4} us  {:>4} us  {}",
        operation.name(),
        cost.guest_cpu.as_micros(),
        floor.guest_cpu.as_micros(),
        comparison.ratio(),
        comparison.quartile(1),
        comparison.quartile(3),
        times.median().as_micros(),
        times.p99().as_micros(),
        calls(&cost.calls),
    );
}

fn calls(calls: &BTreeMap<String, f64>) -> String {
    let calls: Vec<String> = calls.iter().map(|(call, count)| format!("{call} {count:.2}")).collect();
    calls.join(", ")
}

async fn load(arguments: &Arguments) {
    let manifest = probe();
    let (_host, address) = match arguments.probe {
        Some(address) => (None, address),
        None => {
            let deployment = Deployment::start(Plan::of(&manifest));
            let address = deployment.address;
            (Some(deployment), address)
        }
    };
    println!("\nget and set   requests/s   median      p99  slowest");
    for connections in [1, 16, 64] {
        let load = get_and_set(address, connections, Duration::from_secs(arguments.seconds)).await;
        let Load { connections, per_second, times } = load;
        println!(
            "{connections:>3} kept      {per_second:>10.0}  {:>4} us  {:>6} us  {:>4} ms",
            times.median().as_micros(),
            times.p99().as_micros(),
            times.slowest().as_millis(),
        );
    }
}
