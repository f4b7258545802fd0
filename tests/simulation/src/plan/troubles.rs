//! What befalls people and the service.

use super::{Act, CANDIDATES, Does, Step, step};
use crate::dice::Dice;
use crate::programme::Programme;
use crate::world::{DAY, micros_of};

/// What befalls others, and is no fault of the service.
pub(super) fn outages(programme: Programme, dice: &Dice, steps: &mut Vec<Step>) {
    let end = micros_of(programme.supplement_closes()) + DAY;
    let anywhere = |dice: &Dice| dice.between(micros_of(programme.opens()), end);
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
pub(super) fn disasters(programme: Programme, dice: &Dice, steps: &mut Vec<Step>) {
    let end = micros_of(programme.supplement_closes()) + DAY;
    let anywhere = |dice: &Dice| dice.between(micros_of(programme.opens()), end);
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
pub(super) fn stop(programme: Programme, dice: &Dice, steps: &mut Vec<Step>) {
    if !dice.happens(100) {
        return;
    }
    let begins = dice.between(micros_of(programme.opens()), micros_of(programme.supplement_closes()));
    steps.retain(|step| step.when < begins || begins + 3 * DAY <= step.when);
    steps.push(step(dice, begins, Does::Stop));
}
