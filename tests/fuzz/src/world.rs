//! A deployment in memory with people and cases, which is made once and copied for each input; and what must hold of every
//! answer and of what is stored.

use std::cell::RefCell;
use std::rc::Rc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::Actor;
use domain::case::{Act, Command};
use domain::id::{AccountId, CaseId, CommandId};
use domain::instant;
use edge::{Body, Code, Outside, cases};
use futures::executor::block_on;
use http::Request;
use kit::{Answer, Deployment, OPEN, filled};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use store::records::{
    AccountRecord, ActRecord, CaseRecord, GroupsRecord, PasswordRecord, ProposalRecord, RosterRecord,
    TelephoneRecord,
};
use store::{Collection, InvalidBody, PartId, Record};

use crate::script::{Asked, Words};

/// The number that everybody's document has.
pub(crate) const NUMBER: &str = "11010519491231002X";
/// Where everybody's telephone is called.
pub(crate) const TELEPHONE: &str = "13800000000";
/// What everybody is called to registers.
pub(crate) const NAME: &str = "王小明";

/// What somebody on a roster logs in with for the first time.
pub(crate) const EMAIL: &str = "xiaoming@example.org";

const PEOPLE: [&str; 5] = ["王小明", "李晓红", "张志强", "刘丽华", "陈佳琪"];

/// Whoever can be somebody in a request.
const CALLERS: [&str; 11] = [
    "anna",
    "bela",
    "clara",
    "dora",
    "ella",
    "new",
    "reviewer",
    "administrator",
    "second-administrator",
    "operator",
    "entered",
];

/// A deployment, and what is needed to ask something of it.
pub(crate) struct World {
    pub(crate) deployment: Deployment,
    pub(crate) words: Words,
    pub(crate) now: DateTime<Utc>,
    outside: Option<Outside>,
    log: Rc<RefCell<Vec<String>>>,
}

thread_local! {
    static FIRST: World = World::new();
}

impl World {
    /// Returns a fresh copy of the world.
    pub(crate) fn copy() -> Self {
        FIRST.with(|first| first.again(2))
    }

    /// Returns a copy of this world, which draws something else than this one has drawn.
    pub(crate) fn again(&self, seed: u64) -> Self {
        Self {
            deployment: self.deployment.copy(seed),
            words: self.words.clone(),
            now: self.now,
            outside: self.outside.clone(),
            log: Rc::default(),
        }
    }

    /// Anna has a draft that can be filed, Bela's case is under review, Clara's is returned, Dora's is approved, and Ella has none.
    fn new() -> Self {
        let deployment = Deployment::new();
        let people: Vec<AccountId> =
            PEOPLE.iter().map(|name| deployment.account(name, Some(TELEPHONE))).collect();
        let [anna, bela, clara, dora, ella] = people[..] else { unreachable!("there are five") };
        let mut world = Self {
            deployment,
            words: Words::default(),
            now: instant::parse(OPEN).unwrap(),
            outside: None,
            log: Rc::default(),
        };
        world.cases(anna, bela, clara, dora);
        for (word, account) in
            [("anna", anna), ("bela", bela), ("clara", clara), ("dora", dora), ("ella", ella)]
        {
            world.words.set(word, world.deployment.log_in_verified(Actor::Candidate(account), OPEN));
        }
        world.words.set("new", world.deployment.log_in(Actor::Candidate(anna), OPEN));
        let reviewer = world.deployment.account("赵敏", None);
        world.words.set("member", reviewer.to_string());
        world.words.set("reviewer", world.deployment.log_in(kit::reviewer(reviewer.as_u128()), OPEN));
        for (word, number) in [("administrator", 2_000), ("second-administrator", 2_001)] {
            let actor = kit::administrator_of(number, "440300");
            world.words.set(word, world.deployment.log_in(actor, OPEN));
        }
        let file = json!(std::str::from_utf8(kit::POLICY).unwrap()).to_string();
        world.words.set("policy", file.trim_matches('"').to_owned());
        world.words.set("operator", "the new operator secret".to_owned());
        world.captcha();
        world.roster();
        world
    }

    fn cases(&mut self, anna: AccountId, bela: AccountId, clara: AccountId, dora: AccountId) {
        let draft = self.deployment.draft(anna, filled("local-household"), OPEN);
        let review = self.deployment.draft(bela, filled("hong-kong-macao-taiwan"), OPEN);
        let returned = self.deployment.draft(clara, filled("hong-kong-macao-taiwan"), OPEN);
        let approved = self.deployment.draft(dora, filled("hong-kong-macao-taiwan"), OPEN);
        let act = |id: CaseId, number: u128, actor, act| {
            self.deployment.carry_out(id, &Command { id: CommandId::from_u128(number), actor, act }, OPEN);
        };
        for (id, owner) in [(review, bela), (returned, clara), (approved, dora)] {
            act(id, 7, Actor::Candidate(owner), kit::submit(OPEN));
        }
        act(returned, 8, kit::reviewer(1_000), Act::Return { objections: kit::objections("看不清") });
        act(approved, 8, kit::reviewer(1_000), Act::Pass);
        for (word, id) in
            [("draft", draft), ("review", review), ("returned", returned), ("approved", approved)]
        {
            self.words.set(word, id.to_string());
        }
    }

    /// Somebody is on the roster of another city, where candidates log in by number and password.
    fn roster(&mut self) {
        let policy = self.deployment.publish_beside(kit::DERIVING.0);
        let document = kit::identity(NAME, None).document;
        self.deployment.register(&policy, &document, kit::registered(&[("name", NAME)]), Some(EMAIL));
        self.words.set("email", EMAIL.to_owned());
    }

    /// Draws a captcha and does its work, so that it need not be done for every input.
    fn captcha(&mut self) {
        let drawn =
            self.ask(request("POST", "/api/identity/captcha", "new", &self.words, &Value::Null)).unwrap();
        let drawn = drawn.json();
        let work = &drawn["work"];
        let (salt, target) = (work["salt"].as_str().unwrap(), work["target"].as_str().unwrap());
        let max = u32::try_from(work["max"].as_u64().unwrap()).unwrap();
        let hashes = |number: &u32| hex(&Sha256::digest(format!("{salt}{number}"))) == target;
        let number = (0..=max).find(hashes).expect("there is a number");
        self.words.set("captcha", drawn["captcha"].as_str().unwrap().to_owned());
        self.words.set("number", number.to_string());
    }

    /// Sends a file to an address of operators.
    pub(crate) fn send_file(&mut self, path: &str, media_type: &str, bytes: &[u8]) -> Answer {
        let request =
            Request::post(path).header("authorization", format!("Bearer {}", self.words.get("operator")));
        let request = request.header("content-type", media_type).body(Body::full(bytes.to_vec())).unwrap();
        self.ask(request).expect("an address of the administration")
    }

    /// Puts somebody else outside.
    pub(crate) fn set_outside(&mut self, outside: Outside) {
        self.outside = Some(outside);
    }

    /// Asks what was written, and looks at the answer. Of what belongs to no component, nothing is asked.
    pub(crate) fn play(&mut self, asked: Asked) -> Option<Answer> {
        let Asked { who, minutes, mut request } = asked;
        self.now += TimeDelta::minutes(minutes.into());
        let token = self.words.get(&who);
        if CALLERS.contains(&who.as_str())
            && let Ok(value) = format!("Bearer {token}").parse()
        {
            request.headers_mut().append("authorization", value);
        }
        let answer = self.ask(request)?;
        self.remember(&answer);
        Some(answer)
    }

    /// What an answer tells can be said in the next request.
    fn remember(&mut self, answer: &Answer) {
        let header = |name: &str| Some(answer.headers.get(name)?.to_str().ok()?.to_owned());
        if let Some(etag) = header("etag") {
            self.words.set("etag", etag);
        }
        if let Some(id) = header("location").and_then(|at| at.rsplit('/').next().map(str::to_owned)) {
            self.words.set("upload", id);
        }
        let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
        let session = format!("{}=", edge::COOKIE);
        let mut tokens = cookies.filter_map(|cookie| cookie.strip_prefix(&session)?.split(';').next());
        if let Some(token) = tokens.rfind(|token| !token.is_empty()) {
            self.words.set("entered", token.to_owned());
        }
        if let Some(message) = self.deployment.messages.arrived().pop() {
            let mut runs = message.text.split(|character: char| !character.is_ascii_digit());
            if let Some(code) = runs.find(|run| run.len() == 6) {
                self.words.set("sms", code.to_owned());
            }
        }
    }

    fn ask(&self, request: Request<Body>) -> Option<Answer> {
        let (path, method) = (request.uri().path().to_owned(), request.method().clone());
        let now = instant::format(self.now);
        macro_rules! on {
            ($component:ident) => {{
                let log = Rc::clone(&self.log);
                let service = self.deployment.service_logging($component::COMPONENT, move |line| {
                    log.borrow_mut().push(line.to_owned());
                });
                let service = match &self.outside {
                    Some(outside) => service.with_outside(outside.clone()),
                    None => service,
                };
                kit::answer(&service, request, &now, $component::handle)
            }};
        }
        // As `spin.toml` has it.
        let answer = match edge::segments(&path).as_slice() {
            ["auth", ..] => on!(login_callback),
            ["api", "account", ..] => on!(account),
            ["api", "programmes", ..] => on!(programmes),
            ["api", "openapi.json"] => on!(interface),
            ["api", "identity", ..] => on!(identity_check),
            ["api", "reviews", ..] => on!(manual_decision),
            ["api", "cases", _, "materials", ..] => on!(upload_validation),
            ["api", "cases", _, "submission" | "registration"] => on!(auto_approval),
            ["api", "cases", ..] => on!(application),
            ["api", "administration", "rosters", ..] | ["internal", "rosters", ..] => on!(rosters),
            ["api", "administration", "groups", ..] => on!(groups),
            ["api", "administration", "rehearsals"] => on!(rehearsals),
            ["api", "administration", ..] => on!(proposals),
            ["internal", "deployment" | "policies"]
            | ["internal", "acts", ..]
            | ["internal", "keys", "rotation"]
            | ["internal", "accounts", _, "sessions"]
            | ["internal", "passwords", "reset"] => on!(administration),
            ["internal", "programmes", _, "seasons", _, "moves"] | ["internal", "cases", _, "record"] => {
                on!(casework)
            }
            ["internal", "sweep" | "metrics"] => on!(deadline_sweep),
            _ => return None,
        };
        look_at(&answer, method == http::Method::HEAD);
        for line in self.log.take() {
            self.look_at_line(&line);
        }
        Some(answer)
    }

    /// A line of the log is one document, and nothing in it is personal or opens anything.
    fn look_at_line(&self, line: &str) {
        assert!(serde_json::from_str::<Value>(line).is_ok() && !line.contains('\n'), "{line}");
        let tokens = CALLERS.map(|who| self.words.get(who));
        let secret =
            tokens.into_iter().filter(|token| !token.is_empty()).chain([NUMBER, TELEPHONE, NAME, EMAIL]);
        for secret in secret {
            assert!(!line.contains(secret), "the log tells {secret}: {line}");
        }
    }

    /// Everything that is stored can be read, holds together and is named by something.
    pub(crate) fn look_at_store(&self) {
        let report = block_on(self.deployment.store().verify(&inspect)).expect("the store can be read");
        assert!(report.faults.is_empty(), "{:?}", report.faults);
        assert!(report.garbage.is_empty(), "nothing names {:?}", report.garbage);
    }
}

/// Reads a body as its collection has it.
fn inspect(collection: &Collection, body: &[u8]) -> Result<Vec<(PartId, u32)>, InvalidBody> {
    fn read<R: Record>(body: &[u8]) -> Result<R, InvalidBody> {
        let record = R::decode(body)?;
        assert!(record.encode()? == body, "a record is stored in another form than it is written in");
        Ok(record)
    }
    match collection.name.as_str() {
        edge::ACCOUNTS => read::<AccountRecord>(body).map(|record| record.chunks()),
        edge::PASSWORDS => read::<PasswordRecord>(body).map(|record| record.chunks()),
        edge::TELEPHONES => read::<TelephoneRecord>(body).map(|record| record.chunks()),
        proposals::PROPOSALS => read::<ProposalRecord>(body).map(|record| record.chunks()),
        edge::groups::GROUPS => read::<GroupsRecord>(body).map(|record| record.chunks()),
        edge::acts::ACTS => read::<ActRecord>(body).map(|record| record.chunks()),
        name if name.starts_with(cases::COLLECTIONS) => {
            let record = read::<CaseRecord>(body)?;
            assert_eq!(record.case.verify_chain(), Ok(()));
            Ok(record.chunks())
        }
        name if name.starts_with("roster/") => read::<RosterRecord>(body).map(|record| record.chunks()),
        _ => Err(InvalidBody),
    }
}

/// Every answer has what each has, and every refusal is a problem of the table, with all of its words.
fn look_at(answer: &Answer, is_head: bool) {
    let header = |name: &str| answer.headers.get(name).map(|value| value.to_str().unwrap_or("not a text"));
    assert!(answer.status != 500, "{}", answer.text);
    for name in ["correlation-id", "cache-control", "content-security-policy", "x-content-type-options"] {
        assert!(header(name).is_some(), "{name} is missing");
    }
    if is_head {
        return assert!(answer.body.is_empty());
    }
    if let Some(length) = header("content-length") {
        assert_eq!(length, answer.body.len().to_string());
    }
    if answer.status < 400 {
        return;
    }
    let problem = answer.json();
    let text = |name: &str| problem[name].as_str().unwrap_or_default();
    let code = Code::ALL.iter().find(|code| code.name() == text("code")).expect("a code of the table");
    assert_eq!((code.status().as_u16(), &problem["status"]), (answer.status, &json!(answer.status)));
    assert_eq!(text("type"), format!("urn:miaopi:problem:{}", code.name()));
    assert!(!text("title").is_empty() && !text("detail").is_empty(), "{}", answer.text);
    assert!(!text("detail").contains(['{', '}']), "a word is missing: {}", answer.text);
    let is_oauth = problem["error"].is_string();
    let media_type = if is_oauth { "application/json" } else { "application/problem+json" };
    assert_eq!(header("content-type"), Some(media_type));
}

/// Returns a request of somebody with a body of JSON.
pub(crate) fn request(method: &str, path: &str, who: &str, words: &Words, body: &Value) -> Request<Body> {
    let path = String::from_utf8(words.fill(path.as_bytes())).unwrap();
    let request = Request::builder().method(method).uri(path);
    let request = request.header("authorization", format!("Bearer {}", words.get(who)));
    let request = request.header("content-type", "application/json").header("idempotency-key", "fuzz");
    let body = if body.is_null() { String::new() } else { body.to_string() };
    request.header("if-match", "*").body(Body::full(body)).unwrap()
}

impl World {
    /// Asks for something that is the same for every input.
    pub(crate) fn send(&mut self, method: &str, path: &str, who: &str, body: &Value) -> Answer {
        let answer = self.ask(request(method, path, who, &self.words, body)).unwrap();
        self.remember(&answer);
        answer
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
