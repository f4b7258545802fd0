//! What candidates do.

use super::{Act, Does, Step, around, step, within};
use crate::dice::Dice;
use crate::programme::Programme;
use crate::world::{DAY, HOUR, MINUTE, SECOND, micros_of};

/// What a candidate does from the opening to the end, more or less in its order.
pub(super) fn journey(programme: Programme, candidate: usize, dice: &Dice, steps: &mut Vec<Step>) {
    let mut when = match dice.below(10) {
        0 => around(dice, programme.opens()),
        1 | 2 => micros_of(programme.closes()).saturating_sub(dice.below(10 * MINUTE)),
        3 => micros_of(programme.review_starts()).saturating_sub(dice.below(HOUR)),
        _ => within(dice, programme.opens(), programme.closes()),
    };
    let mut filing = vec![Act::Open, Act::Edit];
    filing.extend(
        (0..programme.pictures())
            .map(|place| if dice.happens(150) { Act::HandInParts(place) } else { Act::HandIn(place) }),
    );
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
        let again = within(dice, programme.opens(), programme.closes());
        let acts = [Act::Edit, Act::HandIn(0), Act::HandIn(1), Act::HandIn(2), Act::Submit];
        for (act, place) in acts.into_iter().zip(0..) {
            steps.push(step(dice, again + place * 20 * SECOND, Does::Candidate(candidate, act)));
        }
    }
    if dice.happens(200) {
        steps.push(step(dice, around(dice, programme.closes()), Does::Candidate(candidate, Act::Submit)));
    }
    if dice.happens(200) {
        let beside = *dice.pick(&[-2, -1, 0, 1]);
        let when = micros_of(programme.closes()) - 10 * SECOND;
        steps.push(step(dice, when, Does::Candidate(candidate, Act::SubmitAtTheCutOff(beside))));
    }
    if dice.happens(150) {
        let when = within(dice, programme.opens(), programme.closes());
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
        steps.push(step(
            dice,
            within(dice, programme.opens(), programme.closes()),
            Does::Candidate(candidate, act),
        ));
    }
    for _ in 0..3 {
        let when = if dice.happens(250) {
            around(dice, programme.supplement_closes())
        } else {
            within(dice, programme.review_starts(), programme.supplement_closes()) + dice.below(DAY)
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
