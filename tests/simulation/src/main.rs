//! Plays the real handlers, over the real store and domain, on a provider and in a world that fail in every way that anybody could
//! think of, in virtual time and on one thread; and watches what is stored. The same seed gives the same run.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a simulation stops where it is wrong itself"
)]

mod campaign;
mod dice;
mod machines;
#[cfg(test)]
mod modes;
mod outside;
mod people;
mod plan;
mod programme;
mod provider;
#[cfg(test)]
mod regressions;
mod roster;
mod run;
mod shrink;
mod snapshot;
mod tally;
mod witness;
mod world;

use std::process::ExitCode;

use clap::Parser;

use campaign::{Campaign, Violation};
use plan::Plan;
use tally::Tally;

#[derive(Parser)]
#[command(name = "cargo xtask simulate", about = "Plays runs in which everything goes wrong that can")]
struct Arguments {
    /// How many runs to play.
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Fails unless each mishap came to pass, and each promise was put to the test, so many times.
    #[arg(long, default_value_t = 0)]
    at_least: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let campaign = Campaign::play(arguments.from, arguments.seeds);
    if let Some(violation) = &campaign.violation {
        complain(violation);
        return ExitCode::FAILURE;
    }
    println!("{} runs, {} steps", campaign.runs, campaign.steps);
    report("What went wrong, and what came of it:", &campaign.mishaps);
    report("Promises put to the test:", &campaign.promises);
    let rare = |tally: &Tally| tally.counts().into_iter().find(|(_, times)| *times < arguments.at_least);
    if let Some((what, times)) = rare(&campaign.mishaps).or_else(|| rare(&campaign.promises)) {
        println!("TOO RARE: {what}, {times} times");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn complain(violation: &Violation) {
    let Violation { seed, broken, shortest } = violation;
    println!("seed {seed} breaks a promise: {broken}");
    let Plan { programme, trouble, honours_keys, hides_errors, skews, steps: _ } = shortest;
    println!("The shortest list that was found, with {trouble} in a thousand calls going wrong,");
    println!(
        "programme: {programme:?}, honours_keys: {honours_keys}, hides_errors: {hides_errors}, skews: {skews:?}:"
    );
    for step in &shortest.steps {
        println!("  {step}");
    }
}

fn report(title: &str, tally: &Tally) {
    println!("{title}");
    for (what, times) in tally.counts() {
        println!("{times:>12}  {what}");
    }
}
