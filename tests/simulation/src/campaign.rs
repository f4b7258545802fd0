//! Many runs, on as many threads as there are processors, up to the first that breaks a promise.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crate::plan::Plan;
use crate::run::play;
use crate::shrink::shrink;
use crate::snapshot::Snapshots;
use crate::tally::Tally;

/// What came of many runs.
#[derive(Default)]
pub(crate) struct Campaign {
    pub(crate) runs: u64,
    pub(crate) steps: u64,
    pub(crate) mishaps: Tally,
    pub(crate) promises: Tally,
    /// The lowest seed that was seen to break a promise.
    pub(crate) violation: Option<Violation>,
}

/// A promise that was broken.
pub(crate) struct Violation {
    pub(crate) seed: u64,
    pub(crate) broken: String,
    pub(crate) shortest: Plan,
}

impl Campaign {
    /// Plays `seeds` runs, beginning with the seed `from`.
    pub(crate) fn play(from: u64, seeds: u64) -> Self {
        let next = AtomicU64::new(from);
        let end = AtomicU64::new(from.saturating_add(seeds));
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let parts: Vec<(Self, Option<(u64, String)>)> = thread::scope(|scope| {
            let running: Vec<_> = (0..workers).map(|_| scope.spawn(|| work(&next, &end))).collect();
            running.into_iter().map(|worker| worker.join().expect("a worker ends")).collect()
        });
        let mut whole = Self::default();
        let mut violations = BTreeMap::new();
        for (part, violation) in parts {
            whole.runs += part.runs;
            whole.steps += part.steps;
            whole.mishaps.add(&part.mishaps);
            whole.promises.add(&part.promises);
            violations.extend(violation);
        }
        if let Some((seed, broken)) = violations.pop_first() {
            let (plan, snapshots) = (Plan::draw(seed), Snapshots::new());
            let snapshot = snapshots.of(&plan);
            let (shortest, broken) = shrink(plan, &broken, snapshot);
            whole.violation = Some(Violation { seed, broken, shortest });
        }
        whole
    }
}

/// Plays runs until there are none left, or one has broken a promise.
fn work(next: &AtomicU64, end: &AtomicU64) -> (Campaign, Option<(u64, String)>) {
    let snapshots = Snapshots::new();
    let mut campaign = Campaign::default();
    loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if end.load(Ordering::Relaxed) <= seed {
            return (campaign, None);
        }
        let plan = Plan::draw(seed);
        let outcome = play(&plan, snapshots.of(&plan));
        campaign.runs += 1;
        campaign.steps += outcome.steps;
        campaign.mishaps.add(&outcome.mishaps);
        campaign.promises.add(&outcome.promises);
        if let Some(broken) = outcome.broken {
            end.fetch_min(seed, Ordering::Relaxed);
            return (campaign, Some((seed, broken)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many that a run of each kind is among them, of either programme. `cargo xtask simulate --seeds 100000` plays more.
    const SEEDS: u64 = 2_100;

    #[test]
    fn no_promise_is_broken_whatever_goes_wrong() {
        let campaign = Campaign::play(0, SEEDS);
        let broken = campaign.violation.map(|violation| (violation.seed, violation.broken));
        assert_eq!(broken, None, "`cargo xtask simulate --from SEED --seeds 1` shows how");
    }

    #[test]
    fn the_same_seed_gives_the_same_run() {
        let (one, other) = (Campaign::play(7, 3), Campaign::play(7, 3));
        assert_eq!(one.steps, other.steps);
        assert_eq!(one.mishaps.counts(), other.mishaps.counts());
        assert_eq!(one.promises.counts(), other.promises.counts());
    }
}
