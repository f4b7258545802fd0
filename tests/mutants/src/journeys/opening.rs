//! The window.

use serde_json::Value;

use crate::season::before;
use crate::world::{Who, World};

/// On both sides of the opening and of the closing somebody reads what is offered, and opens a case.
pub(crate) fn offered(world: &mut World<'_>) {
    let (opens, closed) = (world.season.policy.opens(), world.season.closed());
    for now in [before(opens), opens, before(closed), closed] {
        let programme = world.programme();
        world.ask(&Who::Anybody, "GET", &programme, &Value::Null, now);
        let somebody = world.somebody(0);
        world.open(&somebody, now);
    }
}
