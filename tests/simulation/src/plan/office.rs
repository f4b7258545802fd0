//! What the office does, and its scheduler.

use super::{CANDIDATES, Does, Outcome, REVIEWERS, Step, around, step, within};
use crate::dice::Dice;
use crate::programme::Programme;
use crate::roster::Roster;
use crate::world::{DAY, HOUR, MINUTE, SECOND, micros_of};

/// What the office does, and its scheduler.
pub(super) fn works(programme: Programme, dice: &Dice, steps: &mut Vec<Step>) {
    let end = micros_of(programme.supplement_closes()) + DAY;
    for _ in 0..14 {
        let when = dice.between(micros_of(programme.opens()), end);
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
            let when = dice.between(micros_of(programme.review_starts()), end);
            steps.push(step(dice, when, Does::OwnCase(candidate)));
        }
        if dice.happens(600) {
            let when = dice.between(micros_of(programme.review_starts()), end);
            let status = *dice.pick(&["awaiting-payment", "paid"]);
            steps.push(step(dice, when, Does::Site(candidate, status)));
        }
    }
    for _ in 0..14 {
        let times = if dice.happens(150) { 3 } else { 1 };
        let when = match dice.below(8) {
            0 => around(dice, programme.closes()),
            1 => around(dice, programme.supplement_closes()),
            _ => dice.between(micros_of(programme.opens()), end),
        };
        steps.push(step(dice, when, Does::Sweep(times)));
    }
}

/// Rosters, the first of them mostly before anybody comes; and each may be sent by two at once, or be followed by the next while it
/// is being imported.
pub(super) fn imports(programme: Programme, dice: &Dice, steps: &mut Vec<Step>) {
    let opens = micros_of(programme.opens());
    let mut roster = Roster::after(None, dice);
    let mut when = opens.saturating_sub(dice.below(DAY));
    if dice.happens(200) {
        when = around(dice, programme.opens());
    }
    for _ in 0..dice.between(2, 8) {
        let times = if dice.happens(300) { 2 } else { 1 };
        steps.push(step(dice, when, Does::Import(roster, times)));
        if roster.is_wrong && dice.happens(700) {
            // Whoever is told of a mistake corrects it, and sends the file again.
            roster = Roster { is_wrong: false, mark: dice.below(3), ..roster };
            when += dice.between(MINUTE, HOUR);
        } else {
            roster = Roster::after(Some(&roster), dice);
            when = match dice.below(4) {
                0 => when + dice.below(20_000),
                // While somebody is opening a case or filing it.
                1 => dice.pick(steps).when.saturating_sub(dice.below(20_000)),
                _ => within(dice, programme.opens(), programme.closes()),
            };
        }
    }
}
