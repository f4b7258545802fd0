//! What people do, step by step, and what they are told. They repeat what has not been answered, under the same key.

use std::cell::RefCell;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use domain::actor::{Actor, Role};
use domain::id::AccountId;
use people::Person;
use serde_json::{Value, json};
use store::{Memory, RecordId, Store};

use crate::dice::Dice;
use crate::machines::{Answer, Asked, Machines, OPERATOR_SECRET, is_unsure};
use crate::plan::{Act, CLOSES, Outcome};
use crate::witness::{Seen, Witness};
use crate::world::{MINUTE, Micros, SECOND, micros_of};

const PROGRAMME: &str = "shenzhen-interview";

/// The materials of somebody whose household is in Shenzhen, and of somebody with a permit.
const MATERIALS: [[&str; 3]; 2] =
    [["identity-card", "household-register", "diploma"], ["identity-card", "residence-permit", "diploma"]];

/// Somebody with a telephone or a computer.
pub(crate) struct Somebody {
    pub(crate) actor: Actor,
    person: Person,
    telephone: String,
    /// A candidate opens another case once the one before is given up.
    round: RefCell<u32>,
    session: RefCell<Option<(String, Micros, bool)>>,
    case: RefCell<Option<String>>,
    etag: RefCell<Option<String>>,
    corrections: RefCell<u32>,
}

/// Everybody, and the service that they use.
pub(crate) struct People {
    pub(crate) machines: Rc<Machines>,
    pub(crate) witness: Rc<Witness>,
    /// What is stored, for whoever reads a captcha as only a person can.
    pub(crate) store: Store<Memory>,
    pub(crate) candidates: Vec<Rc<Somebody>>,
    pub(crate) reviewers: Vec<Rc<Somebody>>,
}

impl Somebody {
    pub(crate) fn candidate(account: AccountId, person: Person, telephone: String) -> Rc<Self> {
        Rc::new(Self {
            actor: Actor::Candidate(account),
            person,
            telephone,
            round: RefCell::default(),
            session: RefCell::default(),
            case: RefCell::default(),
            etag: RefCell::default(),
            corrections: RefCell::default(),
        })
    }

    /// The same person at work, who may be a candidate as well.
    pub(crate) fn reviewer(account: AccountId, person: Person) -> Rc<Self> {
        let region = "440300".parse().expect("a region");
        Rc::new(Self {
            actor: Actor::Staff { id: account, role: Role::Reviewer, region },
            person,
            telephone: String::new(),
            round: RefCell::default(),
            session: RefCell::default(),
            case: RefCell::default(),
            etag: RefCell::default(),
            corrections: RefCell::default(),
        })
    }

    fn form(&self) -> Value {
        json!({
            "name": self.person.name(),
            "document": { "kind": "resident-identity-card", "number": self.person.number() },
            "telephone": self.telephone,
        })
    }

    fn category(&self) -> &'static str {
        if self.lives_here() { "local-household" } else { "other-household" }
    }

    fn lives_here(&self) -> bool {
        self.person.kind() != people::Kind::WithPermit
    }

    fn material(&self, place: usize) -> &'static str {
        MATERIALS[usize::from(!self.lives_here())][place % 3]
    }

    fn case(&self) -> Option<String> {
        self.case.borrow().clone()
    }
}

/// What somebody wants to ask.
struct Wish<'a> {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Bytes,
    who: &'a Somebody,
}

impl<'a> Wish<'a> {
    fn new(who: &'a Somebody, method: &'static str, path: String) -> Self {
        Self { method, path, headers: Vec::new(), body: Bytes::new(), who }
    }

    fn json(self, body: &Value) -> Self {
        let mut headers = self.headers;
        headers.push(("content-type", "application/json".to_owned()));
        Self { headers, body: Bytes::from(body.to_string()), ..self }
    }

    fn bytes(self, body: impl Into<Bytes>) -> Self {
        Self { body: body.into(), ..self }
    }

    fn header(self, name: &'static str, value: impl Into<String>) -> Self {
        let mut headers = self.headers;
        headers.push((name, value.into()));
        Self { headers, ..self }
    }

    /// Under the version that was read last, or whatever is there.
    fn if_match(self) -> Self {
        let etag = self.who.etag.borrow().clone().unwrap_or_else(|| "*".to_owned());
        self.header("if-match", etag)
    }
}

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
                if let Some(case) = who.case() {
                    self.act_about(who, &case, act, dice).await;
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
                let path = format!("{case}/materials/{}", who.material(place));
                self.ask(Wish::new(who, "DELETE", path), dice).await;
            }
            Act::Discard => {
                let wish = Wish::new(who, "DELETE", case.to_owned()).if_match();
                if let Some(answer) = self.ask(wish, dice).await
                    && answer.status == 204
                {
                    let gone = self.witness.is_over(id(case));
                    self.witness.hold("what was given up is gone", gone, || case.to_owned());
                    *who.case.borrow_mut() = None;
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
        let round = *who.round.borrow();
        let wish = Wish::new(who, "POST", format!("/api/programmes/{PROGRAMME}/cases"))
            .json(&json!({}))
            .header("idempotency-key", format!("open {round}"));
        let Some(answer) = self.ask(wish, dice).await else { return };
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
        let mut draft = json!({ "category": who.category(), "form": who.form(), "confirmed": confirmed });
        if dice.happens(300) {
            draft["form"]["email"] = format!("{:x}@example.org", dice.throw()).into();
        }
        let wish = Wish::new(who, "PUT", format!("{case}/draft")).json(&draft).if_match();
        let Some(answer) = self.ask(wish, dice).await else { return };
        if answer.status == 200
            && let Some(seen) = self.at_version(case, &answer)
        {
            // Exactly what was sent was committed under the version that was answered.
            let stands = seen.state == "draft" && seen.email.as_deref() == draft["form"]["email"].as_str();
            self.witness.hold("an answered command stands", stands, || format!("edited {case}"));
        }
    }

    async fn hand_in(&self, who: &Somebody, case: &str, place: usize, dice: &Dice) {
        let path = format!("{case}/materials/{}", who.material(place));
        let picture = *dice.pick(&[kit::CARD, kit::PAPER]);
        let answer = self.ask(Wish::new(who, "PUT", path).bytes(picture), dice).await;
        self.handed_in(who, case, place, answer.as_ref());
    }

    async fn hand_in_parts(&self, who: &Somebody, case: &str, place: usize, dice: &Dice) {
        let path = format!("{case}/materials/{}/uploads", who.material(place));
        let key = format!("upload {:x}", dice.throw());
        let size = kit::CARD.len();
        let wish = Wish::new(who, "POST", path.clone())
            .json(&json!({ "size": size }))
            .header("idempotency-key", key);
        let Some(answer) = self.ask(wish, dice).await.filter(|answer| answer.status < 300) else { return };
        let Some(upload) = answer.json()["upload"].as_str().map(str::to_owned) else { return };
        let half = size / 2;
        for (offset, part) in [(0, &kit::CARD[..half]), (half, &kit::CARD[half..])] {
            let wish = Wish::new(who, "PATCH", format!("{path}/{upload}"))
                .header("upload-offset", offset.to_string())
                .bytes(part);
            self.ask(wish, dice).await;
            self.machines.world.sleep(dice.below(10 * MINUTE)).await;
        }
        let wish = Wish::new(who, "POST", format!("{path}/{upload}/completion"));
        let answer = self.ask(wish, dice).await;
        self.handed_in(who, case, place, answer.as_ref());
    }

    /// A picture that was taken was there in the version that was answered.
    fn handed_in(&self, who: &Somebody, case: &str, place: usize, answer: Option<&Answer>) {
        let Some(answer) = answer.filter(|answer| answer.status == 200) else { return };
        if let Some(seen) = self.at_version(case, answer) {
            let material = who.material(place);
            let stands = seen.materials.contains(material);
            self.witness.hold("an answered command stands", stands, || format!("{material} of {case}"));
        }
    }

    /// Files a case, so many milliseconds beside the cut-off if that is wanted.
    async fn submit(&self, who: &Somebody, case: &str, beside: Option<i64>, dice: &Dice) {
        let look = Wish::new(who, "GET", case.to_owned());
        self.ask(look, dice).await;
        if let Some(beside) = beside {
            let world = &self.machines.world;
            let when = micros_of(CLOSES).saturating_add_signed(1_000 * beside);
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
        let body = json!({ "programme": PROGRAMME, "captcha": captcha, "number": number });
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
        let who = Somebody::reviewer(account, candidate.person);
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
            Outcome::Reject => ("reject", json!([{ "reason": "conditions-not-met" }])),
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
    fn at_version(&self, case: &str, answer: &Answer) -> Option<Seen> {
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
        Some(seen)
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
