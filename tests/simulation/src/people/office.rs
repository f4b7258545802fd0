//! What the office does: its reviewers, its scheduler, and who looks after the service.

use serde_json::{Value, json};

use super::somebody::{Somebody, Wish};
use super::{People, id, operator};
use crate::dice::Dice;
use crate::machines::Answer;
use crate::plan::Outcome;
use crate::world::MINUTE;

impl People {
    /// Lets a reviewer take the most urgent case, or another one, and decide.
    pub(crate) async fn review(&self, reviewer: usize, outcome: Outcome, dice: &Dice) {
        let who = &*self.reviewers[reviewer].clone();
        let list = self.ask(Wish::new(who, "GET", "/api/reviews".to_owned()), dice).await;
        let list = list.map(|answer| answer.json()["cases"].clone()).unwrap_or_default();
        let tasks: Vec<String> = list
            .as_array()
            .into_iter()
            .flatten()
            .filter(|task| task["task"] == "review")
            .filter_map(|task| task["case"].as_str().map(str::to_owned))
            .collect();
        if tasks.is_empty() {
            return;
        }
        let case = dice.pick(&tasks).clone();
        self.decide(who, &case, outcome, dice).await;
    }

    /// Lets a candidate who is a reviewer as well take their own case.
    pub(crate) async fn review_own(&self, candidate: usize, dice: &Dice) {
        let candidate = &self.candidates[candidate];
        let (Some(case), Some(account)) = (candidate.case(), candidate.actor.account()) else { return };
        let who = Somebody::reviewer(account, candidate.person, self.programme);
        let case = case.rsplit('/').next().unwrap_or_default().to_owned();
        let answer = self.claim(&who, &case, dice).await;
        let refused = answer.is_none_or(|answer| answer.status != 200);
        self.witness.hold("nobody decides a case of their own", refused, || case);
    }

    async fn claim(&self, who: &Somebody, case: &str, dice: &Dice) -> Option<Answer> {
        let wish = Wish::new(who, "PUT", format!("/api/reviews/{case}/claim"));
        self.ask(wish, dice).await
    }

    async fn decide(&self, who: &Somebody, case: &str, outcome: Outcome, dice: &Dice) {
        let Some(claimed) = self.claim(who, case, dice).await.filter(|answer| answer.status == 200) else {
            return;
        };
        self.machines.world.sleep(dice.below(40 * MINUTE)).await;
        let (outcome, items) = match outcome {
            Outcome::Forget => return,
            Outcome::Release => {
                let wish = Wish::new(who, "DELETE", format!("/api/reviews/{case}/claim"));
                return drop(self.ask(wish, dice).await);
            }
            Outcome::Pass => ("pass", Value::Null),
            Outcome::Return => ("return", json!([{ "reason": "illegible", "material": "identity-card" }])),
            Outcome::Reject => ("reject", json!([{ "reason": self.programme.reason() }])),
        };
        let mut body = json!({ "outcome": outcome, "corrections": claimed.json()["corrections"] });
        if !items.is_null() {
            body["items"] = items;
        }
        let wish = Wish::new(who, "POST", format!("/api/reviews/{case}/decision"))
            .json(&body)
            .header("idempotency-key", format!("decide {:x}", dice.throw()));
        let Some(answer) = self.ask(wish, dice).await else { return };
        if answer.status == 200 {
            let decided = self.witness.decided_by(id(case), who.actor);
            self.witness.hold("an answered command stands", decided, || format!("{outcome} {case}"));
        }
    }

    /// Calls the sweep.
    pub(crate) async fn sweep(&self, dice: &Dice) -> Option<Answer> {
        self.machines.ask(operator("/internal/sweep"), dice).await
    }

    /// Puts the deployed key in force.
    pub(crate) async fn rotate(&self, dice: &Dice) -> Option<Answer> {
        self.machines.ask(operator("/internal/keys/rotation"), dice).await
    }
}
