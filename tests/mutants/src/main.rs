//! Changes each value of a policy, one at a time, and plays journeys in memory: whatever changes must be noticed.
//!
//! A change is noticed if the file is refused, or if in some journey somebody is told something else than before. A value
//! that can change unnoticed is proved by nothing, or of no use.

mod journeys;
mod mutant;
mod world;

use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use domain::policy::Policy;

use crate::journeys::{JOURNEYS, Journey};
use crate::mutant::Mutant;
use crate::world::World;

const REFUSED: &str = "the file is refused";

/// A journey, and what everybody was told in it under the policy as it is.
type Played = (Journey, Vec<String>);

fn main() -> ExitCode {
    let noticed = noticed();
    report(&noticed);
    if noticed.iter().all(|(_, by)| by.is_some()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Returns every change of the published policy, and who notices it.
fn noticed() -> Vec<(Mutant, Option<&'static str>)> {
    let file = std::str::from_utf8(kit::POLICY).expect("a policy is text");
    let mutants = mutant::mutants(file).expect("the published policy can be read");
    let played: Vec<Played> = JOURNEYS.map(|journey| (journey, play(journey, file))).into();
    // A journey that is broken off under some changed policy has noticed it, and need not say so.
    panic::set_hook(Box::new(|_| {}));
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut noticed = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(mutant) = mutants.get(place) else { return noticed };
            noticed.push((place, notice(mutant, &played)));
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let by: BTreeMap<usize, Option<&str>> = thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        running.into_iter().flat_map(|worker| worker.join().expect("a worker ends")).collect()
    });
    drop(panic::take_hook());
    mutants.into_iter().zip(by.into_values()).collect()
}

/// Plays a journey under a policy and returns what everybody was told.
fn play((_, journey): Journey, file: &str) -> Vec<String> {
    let mut world = World::new(file.as_bytes());
    journey(&mut world);
    world.told
}

/// Returns who notices a change, if anybody does.
fn notice(mutant: &Mutant, played: &[Played]) -> Option<&'static str> {
    if Policy::parse(mutant.file.as_bytes()).is_err() {
        return Some(REFUSED);
    }
    let differs = |(journey, before): &&Played| {
        let told = panic::catch_unwind(AssertUnwindSafe(|| play(*journey, &mutant.file)));
        told.map_or(true, |told| told != *before)
    };
    played.iter().find(differs).map(|((name, _), _)| *name)
}

fn report(noticed: &[(Mutant, Option<&str>)]) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in noticed.iter().filter_map(|(_, by)| *by) {
        *counts.entry(name).or_default() += 1;
    }
    println!("{} changes of one value each, noticed since", noticed.len());
    for (name, count) in counts {
        println!("{count:6}  {name}");
    }
    for (mutant, _) in noticed.iter().filter(|(_, by)| by.is_none()) {
        println!("UNNOTICED: {} = {}", mutant.path, mutant.change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_of_the_published_policy_changes_unnoticed() {
        let noticed = noticed();
        report(&noticed);
        assert!(noticed.iter().all(|(_, by)| by.is_some()), "a value is proved by nothing, or of no use");
    }

    #[test]
    fn what_nobody_is_told_of_goes_unnoticed() {
        let file = std::str::from_utf8(kit::POLICY).unwrap();
        let journey = JOURNEYS.into_iter().find(|(name, _)| *name == "a telephone is verified").unwrap();
        let played = [(journey, play(journey, file))];
        let by = |path: &str| {
            let mutants = mutant::mutants(file).unwrap();
            notice(mutants.iter().find(|mutant| mutant.path == path).unwrap(), &played)
        };
        assert_eq!(by(".verification.tries"), Some("a telephone is verified"));
        assert_eq!(by(".texts.not-filed.zh"), None);
        assert_eq!(by(".category[0].approved-by"), Some(REFUSED));
    }
}
