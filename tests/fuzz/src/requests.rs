//! Requests to every component, as nobody, a candidate, a reviewer, an administrator and an operator.

use crate::script::{self, messages};
use crate::world::World;

/// Asks for what is written, one after the other.
pub fn requests(bytes: &[u8]) {
    let mut world = World::copy();
    world.deployment.calls();
    for message in messages(bytes) {
        let Some(asked) = script::request(message, &world.words) else { continue };
        let who = asked.who.clone();
        let Some(answer) = world.play(asked) else { continue };
        // Everybody outside is there. Operators are told what is not seeded.
        assert!(answer.status < 500 || who == "operator", "{} for {who}: {}", answer.status, answer.text);
    }
    let calls = world.deployment.calls();
    if ["swap", "set", "delete"].iter().any(|call| calls.contains(&format!("{call} "))) {
        world.look_at_store();
    }
}
