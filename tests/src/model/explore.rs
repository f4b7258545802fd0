//! Depth first through every schedule.

use std::collections::HashSet;

use super::provider::Fate;
use super::run::{Choice, Run, Scenario};

/// How much may go wrong in one schedule.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// How many tasks may die.
    pub crashes: usize,
    /// How many swaps may end otherwise than they should.
    pub faults: usize,
}

/// What an exploration found.
#[derive(Debug)]
pub struct Found {
    /// How many different states there are.
    pub states: usize,
    /// How many schedules ran to their end.
    pub endings: usize,
    /// The first schedule that broke an invariant, and what it broke.
    pub broken: Option<(Vec<Choice>, String)>,
}

/// Runs every schedule of `scenario` within `budget`, and checks `invariant` in each state.
///
/// `invariant` sees the run; `true` says that every task is over. A swap may still be under way then, for ever.
pub fn explore<A>(
    scenario: &Scenario<A>,
    budget: Budget,
    invariant: impl Fn(&Run<A>, bool) -> Result<(), String>,
) -> Found {
    let mut found = Found { states: 0, endings: 0, broken: None };
    let mut seen = HashSet::new();
    let mut open: Vec<Vec<Choice>> = vec![vec![]];
    while let Some(prefix) = open.pop() {
        let mut run = Run::start(scenario);
        for choice in &prefix {
            run.make(*choice);
        }
        let mut path = prefix;
        // Down one branch without starting again; the others wait in `open`.
        while seen.insert(run.digest()) {
            found.states += 1;
            let choices = choices(&run, budget);
            let is_over = (0..run.tasks()).all(|task| run.waits(task).is_none());
            found.endings += usize::from(is_over);
            if let Err(broken) = invariant(&run, is_over) {
                found.broken = Some((path, broken));
                return found;
            }
            let Some((first, rest)) = choices.split_first() else { break };
            for other in rest {
                let mut branch = path.clone();
                branch.push(*other);
                open.push(branch);
            }
            path.push(*first);
            run.make(*first);
        }
    }
    found
}

fn choices<A>(run: &Run<A>, budget: Budget) -> Vec<Choice> {
    let mut choices = Vec::new();
    for task in 0..run.tasks() {
        let Some(wish) = run.waits(task) else { continue };
        choices.push(Choice::Step(task, Fate::Works));
        if wish.verb == "swap" && run.faults < budget.faults {
            let fates = [Fate::AppliedButFails, Fate::Fails, Fate::FailsAndArrivesLater];
            choices.extend(fates.map(|fate| Choice::Step(task, fate)));
        }
        if run.crashes < budget.crashes {
            choices.push(Choice::Crash(task));
        }
    }
    choices.extend((0..run.late()).map(Choice::Arrive));
    choices
}
