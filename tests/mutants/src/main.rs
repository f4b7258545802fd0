//! Changes each value of a policy, one at a time, and plays journeys in memory: whatever changes must be noticed.
//!
//! A change is noticed if the file is refused, or if in some journey somebody is told something else than before. A value
//! that can change unnoticed is proved by nothing, or of no use.

mod journeys;
mod mutant;
mod season;
mod world;

use std::collections::BTreeMap;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context as _, Result};
use clap::Parser;
use domain::policy::Policy;

use crate::journeys::Journey;
use crate::mutant::Mutant;
use crate::season::{SETS, Season};
use crate::world::World;

#[derive(Parser)]
#[command(
    name = "cargo xtask policy mutate",
    about = "Changes each value of a policy, one at a time, and says which journey notices"
)]
struct Arguments {
    /// The files, of programmes that are published: by default as they are published.
    files: Vec<PathBuf>,
}

const REFUSED: &str = "the file is refused";

/// A journey, and what everybody was told in it under the policy as it is.
type Played = (Journey, Vec<String>);

/// A change, and who notices it, if anybody does.
type Noticed = (Mutant, Option<&'static str>);

fn main() -> Result<ExitCode> {
    let Arguments { files } = Arguments::parse();
    let mut texts = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file);
        texts.push(text.with_context(|| format!("{} cannot be read", file.display()))?);
    }
    if files.is_empty() {
        texts.extend(SETS.iter().map(|set| String::from_utf8_lossy(set.file).into_owned()));
    }
    let mut is_proved = true;
    for text in &texts {
        let policy = Policy::parse(text.as_bytes()).context("a file is no policy")?;
        let season = Season::of(text, policy).context("nobody is played under this programme")?;
        let noticed = noticed(&season)?;
        is_proved &= report(&season, &noticed);
    }
    Ok(if is_proved { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns every change of a policy, and who notices it.
fn noticed(season: &Season<'_>) -> Result<Vec<Noticed>> {
    let mutants = mutant::mutants(season.file)?;
    let played: Vec<Played> =
        season.set.journeys.iter().map(|journey| (*journey, play(*journey, season, season.file))).collect();
    // A journey that is broken off under some changed policy has noticed it, and need not say so.
    panic::set_hook(Box::new(|_| {}));
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut noticed = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(mutant) = mutants.get(place) else { return noticed };
            noticed.push((place, notice(mutant, season, &played)));
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let by: BTreeMap<usize, Option<&str>> = thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        running.into_iter().flat_map(|worker| worker.join().expect("a worker ends")).collect()
    });
    drop(panic::take_hook());
    Ok(mutants.into_iter().zip(by.into_values()).collect())
}

/// Plays a journey of a season under a policy and returns what everybody was told.
fn play((_, journey): Journey, season: &Season<'_>, file: &str) -> Vec<String> {
    let mut world = World::new(season, file.as_bytes());
    journey(&mut world);
    world.told
}

/// Returns who notices a change, if anybody does.
fn notice(mutant: &Mutant, season: &Season<'_>, played: &[Played]) -> Option<&'static str> {
    if Policy::parse(mutant.file.as_bytes()).is_err() {
        return Some(REFUSED);
    }
    let differs = |(journey, before): &&Played| {
        let told = panic::catch_unwind(AssertUnwindSafe(|| play(*journey, season, &mutant.file)));
        told.map_or(true, |told| told != *before)
    };
    played.iter().find(differs).map(|((name, _), _)| *name)
}

/// Says who notices what. Returns whether all is noticed that somebody can be told of, and only that.
fn report(season: &Season<'_>, noticed: &[Noticed]) -> bool {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in noticed.iter().filter_map(|(_, by)| *by) {
        *counts.entry(name).or_default() += 1;
    }
    println!("{}: {} changes of one value each, noticed since", season.policy.programme(), noticed.len());
    for (name, count) in counts {
        println!("{count:6}  {name}");
    }
    let mut is_proved = true;
    for (mutant, _) in noticed.iter().filter(|(mutant, by)| by.is_none() && !season.is_unheard(&mutant.path))
    {
        println!("UNNOTICED: {} = {}", mutant.path, mutant.change);
        is_proved = false;
    }
    for (path, why) in season.set.unheard {
        let within: Vec<&Noticed> =
            noticed.iter().filter(|(mutant, _)| mutant.path.starts_with(path)).collect();
        let count = within.iter().filter(|(_, by)| by.is_none()).count();
        println!("{count:6}  nobody: {path}: {why}");
        if count == 0 || count != within.len() {
            println!("NOTICED: {path} needs no exception");
            is_proved = false;
        }
    }
    is_proved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(set: &season::Set) -> Season<'_> {
        let file = std::str::from_utf8(set.file).unwrap();
        Season::of(file, Policy::parse(set.file).unwrap()).unwrap()
    }

    #[test]
    fn no_value_of_a_published_policy_changes_unnoticed() {
        for set in SETS {
            let season = published(set);
            let noticed = noticed(&season).unwrap();
            assert!(report(&season, &noticed), "a value is proved by nothing, or of no use");
        }
    }

    #[test]
    fn what_nobody_is_told_of_goes_unnoticed() {
        let season = published(SETS[0]);
        let journey =
            *season.set.journeys.iter().find(|(name, _)| *name == "a telephone is verified").unwrap();
        let played = [(journey, play(journey, &season, season.file))];
        let by = |path: &str| {
            let mutants = mutant::mutants(season.file).unwrap();
            notice(mutants.iter().find(|mutant| mutant.path == path).unwrap(), &season, &played)
        };
        assert_eq!(by(".verification.tries"), Some("a telephone is verified"));
        assert_eq!(by(".texts.not-filed.zh"), None);
        assert_eq!(by(".category[0].approved-by"), Some(REFUSED));
    }
}
