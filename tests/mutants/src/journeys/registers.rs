//! What registers are asked, where a rule approves by what they say.

use chrono::TimeDelta;
use domain::check::Register;
use kit::{Registers, Reply};
use serde_json::Value;

use super::items;
use crate::season::{Field, Role, before};
use crate::world::{Who, World};

const ALL: [Register; 4] =
    [Register::ResidentRegister, Register::ResidencePermits, Register::Diplomas, Register::ExaminationSite];

/// Somebody files after registers were told what to say of them.
fn filed(world: &mut World<'_>, role: usize, script: impl FnOnce(&Registers)) {
    let begun = world.season.begun();
    world.deployment.registers.reset();
    script(&world.deployment.registers);
    let somebody = world.somebody(role);
    let case = world.file(&somebody, begun);
    world.look(&somebody, &case, begun);
}

fn alter(registers: &Registers, fields: &[Field]) {
    for (register, field, value) in fields {
        registers.alter(*register, field, value);
    }
}

/// What registers say of a role, other than of anybody.
const fn own(role: &Role) -> &'static [Field] {
    match role {
        Role::Choosing(_, fields) => fields,
        Role::Registered(_) => &[],
    }
}

/// Registers say the usual, something about somebody else, nothing, and what else the set has.
pub(crate) fn decided(world: &mut World<'_>) {
    let set = world.season.set;
    for role in world.roles() {
        filed(world, role, |_| {});
    }
    for register in ALL {
        for role in world.season.by_rule() {
            let fields = own(&set.roles[role]);
            for (field, value) in [("name", "李雷"), ("document-number", "440304190001010002")] {
                filed(world, role, |registers| {
                    alter(registers, fields);
                    registers.alter(register, field, value);
                });
            }
            filed(world, role, |registers| {
                alter(registers, fields);
                registers.set(register, Reply::Nobody);
            });
        }
    }
    for (role, fields) in set.answers {
        filed(world, *role, |registers| {
            alter(registers, own(&set.roles[*role]));
            alter(registers, fields);
        });
    }
}

/// Every education comes for every stage.
pub(crate) fn educated(world: &mut World<'_>) {
    const STAGES: [&str; 6] = [
        "kindergarten",
        "primary",
        "junior-secondary",
        "senior-secondary",
        "secondary-vocational",
        "practice-instruction",
    ];
    const EDUCATIONS: [&str; 6] =
        ["secondary-normal", "secondary-vocational", "associate", "bachelor", "master", "doctor"];
    let role = by_rule(world);
    for (stage, education) in
        STAGES.iter().flat_map(|stage| EDUCATIONS.iter().map(move |education| (stage, education)))
    {
        filed(world, role, |registers| {
            registers.alter(Register::Diplomas, "education", education);
            registers.alter(Register::ExaminationSite, "education", education);
            registers.alter(Register::ExaminationSite, "stage", stage);
        });
    }
}

/// Staff set the registration of whoever is approved, by a rule and by a person, late and in time.
pub(crate) fn registered(world: &mut World<'_>) {
    let (opens, begun) = (world.season.policy.opens(), world.season.begun());
    let registration = world.season.policy.registration().expect("a site to be registered on").clone();
    let (by_rule, by_hand) = (by_rule(world), world.season.by_hand());
    let early = world.somebody(by_rule);
    let early_case = world.file(&early, opens);
    let first = world.somebody(by_rule);
    let first_case = world.file(&first, begun);
    let late = registration.due(begun).too_late;
    for now in [begun, before(late), late] {
        world.sweep(now);
        world.look(&early, &early_case, now);
        world.look(&first, &first_case, now);
    }
    let corrected = world.somebody(by_hand);
    let corrected_case = corrected_and_passed(world, &corrected, begun);
    world.look(&corrected, &corrected_case, begun);
    // Passed when little time is left until their registration has to be set.
    let set = registration.after_correction.set.too_late;
    let last = world.somebody(by_hand);
    let last_case = corrected_and_passed(world, &last, set - TimeDelta::hours(1));
    for now in [before(set), set] {
        world.look(&last, &last_case, now);
    }
    for (case, status) in
        [(&first_case, "awaiting-payment"), (&first_case, "paid"), (&corrected_case, "awaiting-payment")]
    {
        world.deployment.registers.alter(Register::ExaminationSite, "status", status);
        world.ask(&Who::Reviewer, "POST", &format!("{case}/registration"), &Value::Null, begun);
    }
}

fn corrected_and_passed(
    world: &mut World<'_>,
    somebody: &crate::world::Somebody,
    passed: chrono::DateTime<chrono::Utc>,
) -> String {
    let begun = world.season.begun();
    let case = world.file(somebody, begun);
    let items = items(world);
    world.decide(&case, "return", 0, &items, begun);
    world.correct(somebody, &case, begun);
    world.decide(&case, "pass", 1, &Value::Null, passed);
    case
}

fn by_rule(world: &World<'_>) -> usize {
    world.season.by_rule().first().copied().expect("somebody is approved by a rule")
}
