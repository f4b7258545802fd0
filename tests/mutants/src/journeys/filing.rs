//! What is asked for and handed in.

use kit::{CARD, PAPER};
use serde_json::{Value, json};

use crate::world::{Who, World};

/// Whoever has a category reads why, and what is asked for; files without any of it, and under another name.
pub(crate) fn asked_for(world: &mut World<'_>) {
    let begun = world.season.begun();
    for role in world.roles() {
        let somebody = world.somebody(role);
        let who = Who::Candidate(somebody.account);
        let Some(case) = world.open(&somebody, begun) else { continue };
        world.ask(&who, "PUT", &format!("{case}/draft"), &somebody.draft(), begun);
        world.ask(&who, "GET", &format!("{case}/materials"), &Value::Null, begun);
        world.ask(&who, "POST", &format!("{case}/submission"), &Value::Null, begun);
        let mut other = somebody.draft();
        other["form"]["name"] = "李雷".into();
        world.ask(&who, "PUT", &format!("{case}/draft"), &other, begun);
    }
}

/// Whoever has certificates obtains them instead of photographing.
pub(crate) fn obtained(world: &mut World<'_>) {
    let begun = world.season.begun();
    for role in world.roles() {
        let somebody = world.somebody(role);
        let case = world.draft(&somebody, begun);
        let category = world.season.category(&world.season.set.roles[role]);
        let asked: Vec<_> = category.into_iter().flat_map(|category| category.asked().cloned()).collect();
        for material in asked {
            let path = format!("{case}/materials/{material}/certificate");
            world.ask(&Who::Candidate(somebody.account), "POST", &path, &Value::Null, begun);
        }
    }
}

/// Whoever has a category hands in one picture after the other, and tries to file after each, with one more than there is room for.
pub(crate) fn handed_in(world: &mut World<'_>) {
    let begun = world.season.begun();
    for role in world.roles() {
        let Some(category) = world.season.category(&world.season.set.roles[role]).cloned() else { continue };
        // Of a row whose first material is enough, the others are left out; and whoever comes next leaves out the first one.
        for place in 0..2 {
            let picks = category.materials.iter().map(|row| row.any_of.get(place).or(row.any_of.first()));
            let somebody = world.somebody(role);
            let who = Who::Candidate(somebody.account);
            let Some(case) = world.open(&somebody, begun) else { continue };
            world.ask(&who, "PUT", &format!("{case}/draft"), &confirmed(world, somebody.draft()), begun);
            for material in picks.flatten() {
                let path = format!("{case}/materials/{material}");
                let room = world.season.policy.material(material).map_or(1, |material| material.pictures_max);
                world.send(&who, "PUT", &path, CARD, begun);
                for number in 2..=room + 1 {
                    world.send(&who, "PUT", &format!("{path}.{number}"), PAPER, begun);
                }
                world.send(&who, "DELETE", &format!("{path}.{room}"), b"", begun);
                world.ask(&who, "POST", &format!("{case}/submission"), &Value::Null, begun);
            }
            world.ask(&who, "GET", &format!("{case}/materials"), &Value::Null, begun);
            world.look(&somebody, &case, begun);
        }
    }
}

/// A draft in which everything is confirmed that the published policy wants to be.
fn confirmed(world: &World<'_>, mut draft: Value) -> Value {
    let statements = world.season.policy.statements().iter();
    let confirmed = statements.map(|statement| (statement.id.to_string(), json!(true))).collect();
    draft["confirmed"] = Value::Object(confirmed);
    draft
}
