//! What people ask, and that what they are told is true.

use std::rc::Rc;

use bytes::Bytes;
use people::Person;
use store::{Memory, RecordId, Store};

use crate::dice::Dice;
use crate::machines::{Answer, Asked, Machines, OPERATOR_SECRET, is_unsure};
use crate::plan::CANDIDATES;
use crate::programme::Programme;
use crate::witness::{Seen, Witness};
use crate::world::{MINUTE, SECOND};

mod candidate;
mod materials;
mod office;
mod rosters;
mod somebody;

pub(crate) use somebody::Somebody;
use somebody::Wish;

/// Who the candidates are, by their place among the invented people: two of whom all registers say the same, one with a residence
/// permit, and one whose diploma nobody knows.
const PEOPLE: [u32; CANDIDATES] = [0, 10, 1, 4];

/// Returns who a candidate is.
pub(crate) fn person(candidate: usize) -> Person {
    Person::new(PEOPLE[candidate]).expect("an invented person")
}

/// Everybody, and the service that they use.
pub(crate) struct People {
    pub(crate) programme: Programme,
    pub(crate) machines: Rc<Machines>,
    pub(crate) witness: Rc<Witness>,
    /// What is stored, for whoever reads a captcha as only a person can.
    pub(crate) store: Store<Memory>,
    pub(crate) candidates: Vec<Rc<Somebody>>,
    pub(crate) reviewers: Vec<Rc<Somebody>>,
}

impl People {
    async fn ask(&self, wish: Wish<'_>, dice: &Dice) -> Option<Answer> {
        self.ask_as(wish, true, dice).await
    }

    async fn ask_unverified(&self, wish: Wish<'_>, dice: &Dice) -> Option<Answer> {
        self.ask_as(wish, false, dice).await
    }

    /// Asks, and asks again what has not been answered.
    async fn ask_as(&self, wish: Wish<'_>, is_verified: bool, dice: &Dice) -> Option<Answer> {
        let world = &self.machines.world;
        let mut last = None;
        for _ in 0..4 {
            let token = self.session(wish.who, is_verified, dice).await?;
            let mut headers = wish.headers.clone();
            headers.push(("authorization", format!("Bearer {token}")));
            let asked =
                Asked { method: wish.method, path: wish.path.clone(), headers, body: wish.body.clone() };
            let answer = self.machines.ask(asked, dice).await;
            if let Some(answer) = &answer {
                self.told(&wish, answer);
            }
            if answer.as_ref().is_some_and(|answer| answer.status == 401) {
                *wish.who.session.borrow_mut() = None;
                last = answer;
                continue;
            }
            if !is_unsure(answer.as_ref()) || dice.happens(200) {
                return answer;
            }
            last = answer;
            world.sleep(dice.between(SECOND, MINUTE)).await;
        }
        last
    }

    /// Returns the token of a session, which begins anew when it may have ended.
    async fn session(&self, who: &Somebody, is_verified: bool, dice: &Dice) -> Option<String> {
        let world = &self.machines.world;
        let known = who.session.borrow().clone();
        if let Some((token, since, was_verified)) = known
            && world.now() < since + 20 * MINUTE
            && (was_verified || !is_verified)
        {
            return Some(token);
        }
        for _ in 0..4 {
            if let Some(token) = self.machines.log_in(who.actor, is_verified, dice).await {
                *who.session.borrow_mut() = Some((token.clone(), world.now(), is_verified));
                return Some(token);
            }
            world.sleep(dice.between(SECOND, MINUTE)).await;
        }
        None
    }

    /// What somebody was told must be true, and fit for them.
    fn told(&self, wish: &Wish<'_>, answer: &Answer) {
        let code = answer.code();
        self.witness.hold("no request fails for a fault", answer.status != 500, || {
            format!("{} {}: {}", wish.method, wish.path, String::from_utf8_lossy(&answer.body))
        });
        if code == "window-closed" {
            let closes = self.witness.policy.closes().too_late;
            let right = closes <= self.machines.world.latest.get();
            self.witness.hold("nobody is refused before the cut-off", right, || wish.path.clone());
        }
        let is_problem = 400 <= answer.status;
        self.witness.hold("every refusal has a code", !is_problem || !code.is_empty(), || wish.path.clone());
        if let Some(case) = wish.path.strip_prefix("/api/cases/").and_then(|rest| rest.split('/').next()) {
            if let Some(etag) = answer.header("etag") {
                *wish.who.etag.borrow_mut() = Some(etag);
            }
            if answer.status < 300 && answer.header("etag").is_some() {
                drop(self.at_version(case, answer));
            }
        }
    }

    /// Returns what was seen of a case at the version that an answer names, which must have been committed.
    fn at_version(&self, case: &str, answer: &Answer) -> Option<(u64, Seen)> {
        let etag = answer.header("etag")?;
        let revision: u64 = etag.trim_matches('"').parse().ok()?;
        let seen = self.witness.seen(id(case), revision);
        let known = seen.is_some();
        self.witness.hold("every answered version was committed", known, || format!("{case} {etag}"));
        let (seen, shown) = (seen?, answer.json());
        if let Some(state) = shown["state"].as_str() {
            let same = state == seen.state;
            self.witness
                .hold("every answer shows what was committed", same, || format!("{case} {etag} {state}"));
        }
        Some((revision, seen))
    }
}

fn operator(path: &str) -> Asked {
    let headers = vec![("authorization", format!("Bearer {OPERATOR_SECRET}"))];
    Asked { method: "POST", path: path.to_owned(), headers, body: Bytes::new() }
}

/// Returns the record of a case by its address or id.
fn id(case: &str) -> RecordId {
    let id = case.rsplit('/').next().and_then(|id| id.parse().ok());
    id.map_or(RecordId::from_u128(0), edge::cases::record_id)
}
