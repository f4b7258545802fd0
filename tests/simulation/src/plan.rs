//! What people do and what befalls the machines in one run: a list of steps, each with its time and with dice of its own, so that
//! leaving one out changes as little as possible for the others.

use std::fmt;

use crate::dice::Dice;
use crate::world::{DAY, HOUR, MINUTE, Micros, SECOND, micros_of};

/// How many candidates there are.
pub(crate) const CANDIDATES: usize = 4;
/// How many reviewers there are.
pub(crate) const REVIEWERS: usize = 3;

const OPENS: &str = "2027-04-12T01:00:00Z";
const REVIEW_STARTS: &str = "2027-04-15T01:00:00Z";
pub(crate) const CLOSES: &str = "2027-04-17T07:00:00Z";
const SUPPLEMENT_CLOSES: &str = "2027-04-19T07:00:00Z";

/// One run.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
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
        let dice = Dice::new(seed);
        // A quarter of the runs is calm: what is wrong there is wrong without any excuse.
        let trouble = *dice.pick(&[0, 3, 10, 30]);
        let skew = |dice: &Dice| i64::try_from(dice.below(4_000)).unwrap_or_default() - 2_000;
        let skews = if dice.happens(500) { [0, 0] } else { [skew(&dice), skew(&dice)] };
        let (honours_keys, hides_errors) = (dice.happens(500), dice.happens(200));
        let mut steps = Vec::new();
        for candidate in 0..CANDIDATES {
            journey(candidate, &dice.split(), &mut steps);
        }
        office(&dice.split(), &mut steps);
        outages(&dice.split(), &mut steps);
        if 0 < trouble {
            disasters(&dice.split(), &mut steps);
        }
        stop(&dice.split(), &mut steps);
        steps.sort_by_key(|step| step.when);
        Self { trouble, honours_keys, hides_errors, skews, steps }
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

/// What a candidate does from the opening to the end, more or less in its order.
fn journey(candidate: usize, dice: &Dice, steps: &mut Vec<Step>) {
    let mut when = match dice.below(10) {
        0 => around(dice, OPENS),
        1 | 2 => micros_of(CLOSES).saturating_sub(dice.below(10 * MINUTE)),
        3 => micros_of(REVIEW_STARTS).saturating_sub(dice.below(HOUR)),
        _ => within(dice, OPENS, CLOSES),
    };
    let mut filing = vec![Act::Open, Act::Edit];
    filing.extend((0..3).map(
        |place| {
            if dice.happens(150) { Act::HandInParts(place) } else { Act::HandIn(place) }
        },
    ));
    if dice.happens(300) {
        filing.extend([Act::AskCode, Act::EnterCode]);
    }
    filing.push(Act::Submit);
    let is_rushed = dice.happens(600);
    for act in filing {
        // Now and then somebody forgets something, does it twice, or does something else.
        if dice.happens(30) {
            continue;
        }
        steps.push(step(dice, when, Does::Candidate(candidate, act)));
        if dice.happens(100) {
            let twice = when + dice.below(10 * SECOND);
            steps.push(step(dice, twice, Does::Candidate(candidate, act)));
        }
        when += match dice.below(20) {
            _ if is_rushed => dice.below(20 * SECOND),
            0 => dice.below(20 * HOUR),
            1 | 2 => dice.below(2 * HOUR),
            _ => dice.between(SECOND, 3 * MINUTE),
        };
    }
    // Whoever was told that something is missing comes back.
    if dice.happens(600) {
        let again = within(dice, OPENS, CLOSES);
        let acts = [Act::Edit, Act::HandIn(0), Act::HandIn(1), Act::HandIn(2), Act::Submit];
        for (act, place) in acts.into_iter().zip(0..) {
            steps.push(step(dice, again + place * 20 * SECOND, Does::Candidate(candidate, act)));
        }
    }
    if dice.happens(200) {
        steps.push(step(dice, around(dice, CLOSES), Does::Candidate(candidate, Act::Submit)));
    }
    if dice.happens(200) {
        let beside = *dice.pick(&[-2, -1, 0, 1]);
        let when = micros_of(CLOSES) - 10 * SECOND;
        steps.push(step(dice, when, Does::Candidate(candidate, Act::SubmitAtTheCutOff(beside))));
    }
    if dice.happens(150) {
        let when = within(dice, OPENS, CLOSES);
        steps.extend(
            (0..4).map(|place| {
                step(dice, when + place * 65 * SECOND, Does::Candidate(candidate, Act::AskCode))
            }),
        );
    }
    for _ in 0..dice.below(4) {
        let act = *dice.pick(&[
            Act::Edit,
            Act::HandIn(0),
            Act::HandIn(1),
            Act::HandInParts(2),
            Act::Remove(1),
            Act::Discard,
            Act::AskCode,
            Act::AskCode,
            Act::Look,
            Act::Open,
            Act::Submit,
        ]);
        steps.push(step(dice, within(dice, OPENS, CLOSES), Does::Candidate(candidate, act)));
    }
    for _ in 0..3 {
        let when = if dice.happens(250) {
            around(dice, SUPPLEMENT_CLOSES)
        } else {
            within(dice, REVIEW_STARTS, SUPPLEMENT_CLOSES) + dice.below(DAY)
        };
        if dice.happens(400) {
            let again = when.saturating_sub(dice.below(MINUTE));
            steps.push(step(dice, again, Does::Candidate(candidate, Act::HandIn(1))));
        }
        steps.push(step(dice, when, Does::Candidate(candidate, Act::Correct)));
        let look = when + dice.below(HOUR);
        let act = *dice.pick(&[Act::Look, Act::ReadRegistration]);
        steps.push(step(dice, look, Does::Candidate(candidate, act)));
    }
}

/// What the office does, and its scheduler.
fn office(dice: &Dice, steps: &mut Vec<Step>) {
    let end = micros_of(SUPPLEMENT_CLOSES) + DAY;
    for _ in 0..14 {
        let when = dice.between(micros_of(OPENS), end);
        let reviewer = usize::try_from(dice.below(REVIEWERS as u64)).unwrap_or_default();
        let outcome = *dice.pick(&[
            Outcome::Pass,
            Outcome::Return,
            Outcome::Return,
            Outcome::Return,
            Outcome::Reject,
            Outcome::Release,
            Outcome::Forget,
        ]);
        steps.push(step(dice, when, Does::Review(reviewer, outcome)));
        if dice.happens(200) {
            let rival = (reviewer + 1) % REVIEWERS;
            steps.push(step(dice, when + dice.below(SECOND), Does::Review(rival, outcome)));
        }
    }
    for candidate in 0..CANDIDATES {
        if dice.happens(100) {
            let when = dice.between(micros_of(REVIEW_STARTS), end);
            steps.push(step(dice, when, Does::OwnCase(candidate)));
        }
        if dice.happens(600) {
            let when = dice.between(micros_of(REVIEW_STARTS), end);
            let status = *dice.pick(&["awaiting-payment", "paid"]);
            steps.push(step(dice, when, Does::Site(candidate, status)));
        }
    }
    for _ in 0..14 {
        let times = if dice.happens(150) { 3 } else { 1 };
        let when = match dice.below(8) {
            0 => around(dice, CLOSES),
            1 => around(dice, SUPPLEMENT_CLOSES),
            _ => dice.between(micros_of(OPENS), end),
        };
        steps.push(step(dice, when, Does::Sweep(times)));
    }
}

/// What befalls others, and is no fault of the service.
fn outages(dice: &Dice, steps: &mut Vec<Step>) {
    let end = micros_of(SUPPLEMENT_CLOSES) + DAY;
    let anywhere = |dice: &Dice| dice.between(micros_of(OPENS), end);
    for register in ["resident-register", "residence-permits", "diplomas", "examination-site"] {
        if dice.happens(400) {
            let when = anywhere(dice);
            steps.push(step(dice, when, Does::Register(register, true)));
            steps.push(step(dice, when + dice.below(DAY), Does::Register(register, false)));
        }
    }
    if dice.happens(400) {
        let when = anywhere(dice);
        steps.push(step(dice, when, Does::Gateway(true)));
        steps.push(step(dice, when + DAY, Does::Gateway(false)));
        // Somebody wants a code just then.
        let candidate = usize::try_from(dice.below(CANDIDATES as u64)).unwrap_or_default();
        let asks = when + dice.below(DAY);
        steps.push(step(dice, asks, Does::Candidate(candidate, Act::AskCode)));
    }
}

/// What befalls the service.
fn disasters(dice: &Dice, steps: &mut Vec<Step>) {
    let end = micros_of(SUPPLEMENT_CLOSES) + DAY;
    let anywhere = |dice: &Dice| dice.between(micros_of(OPENS), end);
    // In the middle of what somebody is doing: at any other time nobody would notice.
    for _ in 0..dice.below(6) {
        let when = dice.pick(steps).when + dice.below(40_000);
        let long = *dice.pick(&[5, 50, 5_000]);
        steps.push(step(dice, when, Does::Outage(dice.between(1, long))));
    }
    for _ in 0..dice.below(3) {
        let machine = usize::from(dice.happens(500));
        steps.push(step(dice, anywhere(dice), Does::Crash(machine)));
    }
    for _ in 0..dice.below(3) {
        let machine = usize::from(dice.happens(500));
        let range = *dice.pick(&[10_000, 600_000, 7_200_000]);
        let skew = i64::try_from(dice.below(2 * range)).unwrap_or_default();
        let skew = skew - i64::try_from(range).unwrap_or_default();
        steps.push(step(dice, anywhere(dice), Does::Jump(machine, skew)));
    }
    if dice.happens(250) {
        steps.push(step(dice, anywhere(dice), Does::Rotate));
    }
}

/// Now and then the service stands still for three days: nobody reaches it, and no sweep runs.
fn stop(dice: &Dice, steps: &mut Vec<Step>) {
    if !dice.happens(100) {
        return;
    }
    let begins = dice.between(micros_of(OPENS), micros_of(SUPPLEMENT_CLOSES));
    steps.retain(|step| step.when < begins || begins + 3 * DAY <= step.when);
    steps.push(step(dice, begins, Does::Stop));
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // To the microsecond, by which the step can be played again.
        let when = crate::world::at(self.when).format("%Y-%m-%dT%H:%M:%S%.6fZ");
        write!(f, "{when} {:?} ({:016x})", self.does, self.seed)
    }
}
