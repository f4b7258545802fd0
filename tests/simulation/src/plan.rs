//! What people do and what befalls the machines in one run: a list of steps, each with its time and with dice of its own, so that
//! leaving one out changes as little as possible for the others.

use std::fmt;

use crate::dice::Dice;
use crate::programme::Programme;
use crate::roster::Roster;
use crate::world::{Micros, SECOND, micros_of};

mod candidates;
mod office;
mod troubles;

/// How many candidates there are.
pub(crate) const CANDIDATES: usize = 4;
/// How many reviewers there are.
pub(crate) const REVIEWERS: usize = 3;

/// One run.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) programme: Programme,
    /// How many calls in a thousand go wrong.
    pub(crate) trouble: u64,
    /// Whether the gateway sends once what it is handed twice under one key.
    pub(crate) honours_keys: bool,
    /// Whether the provider says of a swap whose answer was an error that it was lost, as that over DynamoDB does.
    pub(crate) hides_errors: bool,
    /// How far the clocks are ahead in the beginning, in milliseconds.
    pub(crate) skews: [i64; 2],
    pub(crate) steps: Vec<Step>,
}

/// Something that happens at a time.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) when: Micros,
    pub(crate) does: Does,
    pub(crate) seed: u64,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Does {
    /// A candidate does something.
    Candidate(usize, Act),
    /// A reviewer takes the next case and decides, or does not come to it.
    Review(usize, Outcome),
    /// A candidate tries to decide their own case.
    OwnCase(usize),
    /// Staff set a registration on the examination site, or its candidate pays.
    Site(usize, &'static str),
    /// The office imports a roster, so many times at once.
    Import(Roster, usize),
    /// The scheduler calls, so many times at once.
    Sweep(usize),
    /// A register goes down, or comes back.
    Register(&'static str, bool),
    /// The gateway for short messages goes out of service, or comes back.
    Gateway(bool),
    /// The provider cannot be reached, or its answers are lost, for so many milliseconds.
    Outage(u64),
    /// A machine dies.
    Crash(usize),
    /// Both machines die, and nobody calls for three days.
    Stop,
    /// A clock is set.
    Jump(usize, i64),
    /// Another master key comes into force while everything goes on.
    Rotate,
}

/// What a candidate does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Open,
    Edit,
    HandIn(usize),
    HandInParts(usize),
    Remove(usize),
    Discard,
    AskCode,
    EnterCode,
    Submit,
    /// To file within the last millisecond that is in time, or the first that is too late, or beside them.
    SubmitAtTheCutOff(i64),
    Look,
    ReadRegistration,
    Correct,
}

/// How a reviewer decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Pass,
    Return,
    Reject,
    /// They claim it and give it back.
    Release,
    /// They claim it and go home.
    Forget,
}

impl Plan {
    /// Draws a plan.
    pub(crate) fn draw(seed: u64) -> Self {
        let (programme, dice) = (Programme::of(seed), Dice::new(seed));
        // A quarter of the runs is calm: what is wrong there is wrong without any excuse.
        let trouble = *dice.pick(&[0, 3, 10, 30]);
        let skew = |dice: &Dice| i64::try_from(dice.below(4_000)).unwrap_or_default() - 2_000;
        let skews = if dice.happens(500) { [0, 0] } else { [skew(&dice), skew(&dice)] };
        let (honours_keys, hides_errors) = (dice.happens(500), dice.happens(200));
        let mut steps = Vec::new();
        for candidate in 0..CANDIDATES {
            candidates::journey(programme, candidate, &dice.split(), &mut steps);
        }
        office::works(programme, &dice.split(), &mut steps);
        troubles::outages(programme, &dice.split(), &mut steps);
        if 0 < trouble {
            troubles::disasters(programme, &dice.split(), &mut steps);
        }
        if programme.rosters().is_some() {
            office::imports(programme, &dice.split(), &mut steps);
        }
        troubles::stop(programme, &dice.split(), &mut steps);
        steps.sort_by_key(|step| step.when);
        Self { programme, trouble, honours_keys, hides_errors, skews, steps }
    }

    /// Returns the last roster in which nothing is wrong, if there is one.
    pub(crate) fn roster(&self) -> Option<Roster> {
        self.steps.iter().rev().find_map(|step| match step.does {
            Does::Import(roster, _) if !roster.is_wrong => Some(roster),
            _ => None,
        })
    }
}

fn step(dice: &Dice, when: Micros, does: Does) -> Step {
    Step { when, does, seed: dice.throw() }
}

/// Close to an instant, on both of its sides.
fn around(dice: &Dice, instant: &str) -> Micros {
    micros_of(instant).saturating_sub(2 * SECOND) + dice.below(4 * SECOND)
}

fn within(dice: &Dice, start: &str, end: &str) -> Micros {
    dice.between(micros_of(start), micros_of(end))
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // To the microsecond, by which the step can be played again.
        let when = crate::world::at(self.when).format("%Y-%m-%dT%H:%M:%S%.6fZ");
        write!(f, "{when} {:?} ({:016x})", self.does, self.seed)
    }
}
