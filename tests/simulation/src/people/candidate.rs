//! What candidates do. They repeat what has not been answered, under the same key.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::somebody::{Somebody, Wish};
use super::{People, id};
use crate::dice::Dice;
use crate::machines::Answer;
use crate::plan::Act;
use crate::programme::Programme;
use crate::witness::Seen;
use crate::world::micros_of;

impl People {
    /// Lets a candidate do something.
    pub(crate) async fn act(&self, candidate: usize, act: Act, dice: &Dice) {
        let who = &*self.candidates[candidate].clone();
        match act {
            Act::Open => self.open(who, dice).await,
            Act::AskCode => self.ask_code(who, dice).await,
            Act::EnterCode => self.enter_code(who, dice).await,
            Act::Edit
            | Act::HandIn(_)
            | Act::HandInParts(_)
            | Act::Remove(_)
            | Act::Discard
            | Act::Submit
            | Act::SubmitAtTheCutOff(_)
            | Act::Look
            | Act::ReadRegistration
            | Act::Correct => {
                match who.case() {
                    Some(case) => self.act_about(who, &case, act, dice).await,
                    // Whoever was on no roster yet tries again.
                    None if self.programme == Programme::Deriving => self.open(who, dice).await,
                    None => {}
                }
            }
        }
    }

    async fn act_about(&self, who: &Somebody, case: &str, act: Act, dice: &Dice) {
        match act {
            Act::Edit => self.edit(who, case, dice).await,
            Act::HandIn(place) => self.hand_in(who, case, place, dice).await,
            Act::HandInParts(place) => self.hand_in_parts(who, case, place, dice).await,
            Act::Remove(place) => {
                let Some(picture) = self.picture(who, case, place, dice).await else { return };
                self.ask(Wish::new(who, "DELETE", format!("{case}/materials/{picture}")), dice).await;
            }
            Act::Discard => {
                let wish = Wish::new(who, "DELETE", case.to_owned()).if_match();
                if let Some(answer) = self.ask(wish, dice).await
                    && answer.status == 204
                {
                    let gone = self.witness.is_over(id(case));
                    self.witness.hold("what was given up is gone", gone, || case.to_owned());
                    *who.case.borrow_mut() = None;
                    who.materials.borrow_mut().clear();
                    *who.round.borrow_mut() += 1;
                }
            }
            Act::Submit => self.submit(who, case, None, dice).await,
            Act::SubmitAtTheCutOff(beside) => self.submit(who, case, Some(beside), dice).await,
            Act::Look => drop(self.ask(Wish::new(who, "GET", case.to_owned()), dice).await),
            Act::ReadRegistration => {
                drop(self.ask(Wish::new(who, "POST", format!("{case}/registration")), dice).await);
            }
            Act::Correct => self.correct(who, case, dice).await,
            Act::Open | Act::AskCode | Act::EnterCode => {}
        }
    }

    async fn open(&self, who: &Somebody, dice: &Dice) {
        let (round, begun) = (*who.round.borrow(), self.machines.world.now());
        let wish = Wish::new(who, "POST", format!("/api/programmes/{}/cases", self.programme.id()))
            .json(&json!({}))
            .header("idempotency-key", format!("open {round}"));
        let Some(answer) = self.ask(wish, dice).await else { return };
        self.witness.check_refusal(&who.person.number(), begun, &answer);
        if answer.status == 201
            && let Some(case) = answer.header("location")
        {
            let stands = self.witness.case(id(&case)).is_some();
            self.witness.hold("an answered command stands", stands, || format!("opened {case}"));
            *who.case.borrow_mut() = Some(case);
            *who.etag.borrow_mut() = None;
        }
    }

    async fn edit(&self, who: &Somebody, case: &str, dice: &Dice) {
        let confirmed: Value = self
            .witness
            .policy
            .statements()
            .iter()
            .map(|statement| (statement.id.to_string(), Value::from(true)))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let mut draft = json!({ "form": who.form(), "confirmed": confirmed });
        match self.programme {
            Programme::Choosing => draft["category"] = who.category().into(),
            // Somebody would rather be in another category.
            Programme::Deriving if dice.happens(100) => draft["category"] = "residence-permit".into(),
            Programme::Deriving => {}
        }
        if dice.happens(300) {
            draft["form"]["email"] = format!("{:x}@example.org", dice.throw()).into();
        }
        let wish = Wish::new(who, "PUT", format!("{case}/draft")).json(&draft).if_match();
        let Some(answer) = self.ask(wish, dice).await else { return };
        if answer.status == 200 {
            let email = draft["form"]["email"].as_str();
            self.was_committed(case, &answer, |seen| seen.state == "draft" && seen.email.as_deref() == email);
        }
    }

    /// What was sent was committed under the version that was answered; or before it, if its answer was lost on the way and others
    /// have gone on from there.
    pub(super) fn was_committed(&self, case: &str, answer: &Answer, is_sent: impl Fn(&Seen) -> bool) {
        if let Some((revision, _)) = self.at_version(case, answer) {
            let stands = self.witness.was_seen(id(case), revision, is_sent);
            self.witness.hold("an answered command stands", stands, || format!("{case} at {revision}"));
        }
    }

    /// Files a case, so many milliseconds beside the cut-off if that is wanted.
    async fn submit(&self, who: &Somebody, case: &str, beside: Option<i64>, dice: &Dice) {
        let look = Wish::new(who, "GET", case.to_owned());
        self.ask(look, dice).await;
        if let Some(beside) = beside {
            let world = &self.machines.world;
            let when = micros_of(self.programme.closes()).saturating_add_signed(1_000 * beside);
            world.sleep(when.saturating_sub(world.now())).await;
        }
        let key = format!("file {}", who.round.borrow());
        let wish =
            Wish::new(who, "POST", format!("{case}/submission")).header("idempotency-key", key).if_match();
        let Some(answer) = self.ask(wish, dice).await else { return };
        if matches!(answer.status, 200 | 202) {
            let stands = self.witness.case(id(case)).is_some_and(|case| case.submitted().is_some());
            self.witness.hold("an answered command stands", stands, || format!("filed {case}"));
        }
    }

    async fn correct(&self, who: &Somebody, case: &str, dice: &Dice) {
        let round = *who.corrections.borrow();
        let wish = Wish::new(who, "POST", format!("{case}/correction"))
            .json(&json!({ "form": who.form() }))
            .header("idempotency-key", format!("correct {round}"));
        let Some(answer) = self.ask(wish, dice).await else { return };
        if answer.status == 200 {
            *who.corrections.borrow_mut() += 1;
        }
    }

    async fn ask_code(&self, who: &Somebody, dice: &Dice) {
        let wish = Wish::new(who, "POST", "/api/identity/captcha".to_owned());
        let Some(answer) = self.ask_unverified(wish, dice).await else { return };
        let Some(captcha) = answer.json()["captcha"].as_str().map(str::to_owned) else { return };
        let Some(number) = self.read_captcha(&captcha) else { return };
        let number = if dice.happens(50) { number + 1 } else { number };
        let body = json!({ "programme": self.programme.id(), "captcha": captcha, "number": number });
        let wish = Wish::new(who, "POST", "/api/identity/codes".to_owned())
            .json(&body)
            .header("idempotency-key", format!("code {:x}", dice.throw()));
        let Some(answer) = self.ask_unverified(wish, dice).await else { return };
        // Where calls go wrong, the one that gives the code back may, and the code is free again a little later.
        if answer.code() == "message-not-sent" && self.machines.world.trouble.get() == 0 {
            let given_back = self.witness.unsettled(&who.telephone) == 0;
            self.witness.hold("no code is lost to an outage", given_back, || who.telephone.clone());
        }
    }

    async fn enter_code(&self, who: &Somebody, dice: &Dice) {
        let arrived = self.machines.outside.arrived.borrow().clone();
        let newest = arrived.iter().rev().find(|a| a.to == who.telephone && a.text.starts_with("验证码"));
        let Some(newest) = newest else { return };
        let digits: String = newest.text.chars().filter(char::is_ascii_digit).take(6).collect();
        let code = if dice.happens(200) { "000000".to_owned() } else { digits };
        let wish =
            Wish::new(who, "POST", "/api/identity/verification".to_owned()).json(&json!({ "code": code }));
        self.ask_unverified(wish, dice).await;
    }

    /// Reads a captcha as a person reads its letters: the work that stands in for it takes too long for so many.
    fn read_captcha(&self, captcha: &str) -> Option<u32> {
        let sealed = URL_SAFE_NO_PAD.decode(captcha).ok()?;
        let plain = self.store.open_from_browser("captcha", &sealed).ok()?;
        plain.get(40..44)?.try_into().ok().map(u32::from_be_bytes)
    }
}
