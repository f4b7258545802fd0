//! What is told outside of the pages: by SMS, and by the workbench.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::digest::Digest;
use kit::Delivery;
use serde_json::{Value, json};
use workbench::Known;

use super::items;
use crate::season::{Role, before, fields};
use crate::world::{Who, World};

/// Draws a captcha, does the work, and asks for a code. Returns the code, if one has arrived.
fn code(world: &mut World<'_>, now: DateTime<Utc>) -> Option<String> {
    let captcha = world.ask(&Who::Session, "POST", "/api/identity/captcha", &Value::Null, now).json();
    let text = |name: &str| captcha["work"][name].as_str().expect("a text").to_owned();
    let (salt, target): (_, Digest) = (text("salt"), text("target").parse().expect("a digest"));
    let fits = |number: &u64| Digest::of(format!("{salt}{number}").as_bytes()) == target;
    let number = (0..=captcha["work"]["max"].as_u64().expect("a number")).find(fits).expect("a number fits");
    let programme = world.season.policy.programme().to_string();
    let body = json!({ "programme": programme, "captcha": captcha["captcha"], "number": number });
    world.ask(&Who::Session, "POST", "/api/identity/codes", &body, now);
    let message = world.deployment.messages.arrived().pop()?;
    world.told.push(message.text.clone());
    Some(message.code())
}

fn enter(world: &mut World<'_>, code: &str, now: DateTime<Utc>) {
    world.ask(&Who::Session, "POST", "/api/identity/verification", &json!({ "code": code }), now);
}

/// A code is entered right and wrong, and more are asked for than there are for a day.
pub(crate) fn verified(world: &mut World<'_>) {
    let first = world.season.begun();
    let somebody = world.somebody(0);
    world.log_in(somebody.account, first);
    let right = code(world, first).expect("a code has arrived");
    enter(world, &right, first);
    let minutes = |number| first + TimeDelta::minutes(number);
    code(world, before(minutes(1)));
    code(world, minutes(1));
    for _ in 0..6 {
        enter(world, "0", minutes(1));
    }
    // More than there are for a day, a minute apart.
    for number in 2..12 {
        code(world, minutes(number));
    }
}

/// Messages are due of a draft, of a case that was returned and of one that was rejected, and the gateway is slow at first.
pub(crate) fn told(world: &mut World<'_>) {
    let begun = world.season.begun();
    let (role, items) = (world.season.by_hand(), items(world));
    let late = world.somebody(role);
    world.draft(&late, begun);
    let returned = world.somebody(role);
    let returned_case = world.file(&returned, begun);
    world.decide(&returned_case, "return", 0, &items, begun);
    let rejected = world.somebody(role);
    let rejected_case = world.file(&rejected, begun);
    world.decide(&rejected_case, "return", 0, &items, begun);
    world.correct(&rejected, &rejected_case, begun);
    world.decide(&rejected_case, "reject", 1, &items, begun);
    // It takes the first message of each, and does not say so.
    world.deployment.messages.set(Delivery::Slow);
    world.sweep(begun);
    world.deployment.messages.set(Delivery::Taken);
    let (policy, mut instants) = (&world.season.policy, vec![begun + TimeDelta::minutes(30)]);
    for (reminder, cutoff) in [
        (&policy.messages().window_closes, policy.closes()),
        (&policy.messages().supplement_closes, policy.supplement().closes),
    ] {
        let at = reminder.as_ref().map(|reminder| reminder.before.before(cutoff));
        instants.extend(at.into_iter().flat_map(|at| [before(at), at]));
    }
    for now in instants {
        world.sweep(now);
        world.sweep(now);
    }
}

/// Before it is published, whoever decides about a policy has everybody explained.
pub(crate) fn explained(world: &mut World<'_>) {
    for role in world.season.set.roles {
        let known = match role {
            Role::Registered(row) => {
                let registration = fields(row).map(|(name, value)| (name.to_owned(), value.to_owned()));
                Known { registration: Some(registration.collect()), ..Known::default() }
            }
            Role::Choosing(category, _) => {
                let category = Some((*category).to_owned());
                Known { category, answers: BTreeMap::new(), ..Known::default() }
            }
        };
        let explained = workbench::explain(&world.deployment.policy, &known);
        world.told.push(explained.map_or_else(|why| why.to_string(), |explained| explained.to_string()));
    }
}
