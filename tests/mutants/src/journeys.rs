//! What people live through in memory. Each journey notes what everybody was told; a value of a policy that changes none of
//! it is of no use.

use serde_json::{Value, json};

use crate::world::World;

pub(crate) mod entering;
pub(crate) mod filing;
pub(crate) mod opening;
pub(crate) mod registers;
pub(crate) mod reviewing;
pub(crate) mod telling;

/// A journey, by its name.
pub(crate) type Journey = (&'static str, fn(&mut World<'_>));

/// What a reviewer objects to, by the first reason that the published policy has.
fn items(world: &World<'_>) -> Value {
    let reason = world.season.policy.reasons().first().map(|reason| reason.id.to_string());
    json!([{ "reason": reason, "note": "请重拍" }])
}
