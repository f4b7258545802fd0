//! Importing rosters.

use bytes::Bytes;

use super::People;
use crate::dice::Dice;
use crate::machines::{Answer, Asked, OPERATOR_SECRET, is_unsure};
use crate::roster::Roster;
use crate::world::{MINUTE, SECOND};

impl People {
    /// Lets the office import a roster, and send the same file again while nobody knows what has become of it, as often as it has the
    /// patience. Returns the answer that was no excuse.
    pub(crate) async fn import(&self, roster: Roster, dice: &Dice) -> Option<Answer> {
        let world = &self.machines.world;
        self.witness.sends(&roster);
        let begun = world.now();
        for _ in 0..dice.between(2, 8) {
            let answer = self.machines.ask(asked(self.programme.rosters()?, &roster), dice).await;
            if let Some(answer) = &answer {
                let holds = answer.status != 500;
                self.witness.hold("no request fails for a fault", holds, || {
                    format!("import: {}", String::from_utf8_lossy(&answer.body))
                });
            }
            if let Some(answer) = answer.filter(|answer| !is_unsure(Some(answer))) {
                self.witness.check_import(&roster, begun, &answer);
                return Some(answer);
            }
            world.sleep(dice.between(SECOND, MINUTE)).await;
        }
        world.tally.count("office: a roster left half imported");
        None
    }
}

fn asked(path: &str, roster: &Roster) -> Asked {
    let headers =
        vec![("authorization", format!("Bearer {OPERATOR_SECRET}")), ("content-type", "text/csv".to_owned())];
    Asked { method: "POST", path: path.to_owned(), headers, body: Bytes::from(roster.file()) }
}
