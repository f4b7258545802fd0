//! What people decide, and how a case ends.

use chrono::TimeDelta;
use serde_json::Value;

use super::items;
use crate::season::before;
use crate::world::World;

/// Cases are filed before the clock of the review and after it, decided in time and late, and corrected on both sides of the end of
/// the supplement.
pub(crate) fn reviewed(world: &mut World<'_>) {
    let (opens, begun) = (world.season.policy.opens(), world.season.begun());
    let (closed, supplemented) = (world.season.closed(), world.season.supplemented());
    let due = world.season.policy.review().due(begun).too_late;
    let (role, items) = (world.season.by_hand(), items(world));
    for (place, filed) in [opens, begun, begun, begun, before(closed)].into_iter().enumerate() {
        let somebody = world.somebody(role);
        let case = world.file(&somebody, filed);
        world.look(&somebody, &case, filed);
        match place {
            // Returned in time, and corrected in the last millisecond.
            1 => {
                world.decide(&case, "return", 0, &items, begun);
                world.correct(&somebody, &case, before(supplemented));
                world.look(&somebody, &case, before(supplemented));
                world.decide(&case, "return", 1, &items, supplemented);
            }
            // Corrected a millisecond too late.
            2 => {
                world.decide(&case, "return", 0, &items, begun);
                world.correct(&somebody, &case, supplemented);
            }
            // Returned late, which the sweep has noted.
            3 => {
                for now in [before(due), due] {
                    world.sweep(now);
                    world.look(&somebody, &case, now);
                }
                let late = supplemented - TimeDelta::hours(1);
                world.decide(&case, "return", 0, &items, late);
                world.look(&somebody, &case, late);
            }
            _ => world.decide(&case, "pass", 0, &Value::Null, closed),
        }
    }
}

/// A draft that is never filed, and cases of which the registers are being asked, that are returned and never corrected, rejected,
/// and passed.
pub(crate) fn over(world: &mut World<'_>) {
    let (begun, closed) = (world.season.begun(), world.season.closed());
    let (role, items) = (world.season.by_hand(), items(world));
    let asked = world.somebody(0);
    let asked_case = world.draft(&asked, begun);
    world.submit(&asked, &asked_case, begun);
    world.look(&asked, &asked_case, begun);
    let unfiled = world.somebody(role);
    let unfiled_case = world.draft(&unfiled, begun);
    let returned = world.somebody(role);
    let returned_case = world.file(&returned, begun);
    world.decide(&returned_case, "return", 0, &items, begun);
    world.look(&returned, &returned_case, begun);
    for (outcome, items) in [("reject", &items), ("pass", &Value::Null)] {
        let somebody = world.somebody(role);
        let case = world.file(&somebody, begun);
        world.decide(&case, "return", 0, &super::items(world), begun);
        world.correct(&somebody, &case, begun);
        world.decide(&case, outcome, 1, items, begun);
        world.look(&somebody, &case, begun);
    }
    let end = world.season.supplemented() + TimeDelta::days(6);
    for now in [before(closed), closed, end] {
        world.sweep(now);
        world.look(&unfiled, &unfiled_case, now);
    }
    world.look(&returned, &returned_case, end);
}
