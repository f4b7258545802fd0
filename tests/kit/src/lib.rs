//! A deployment in memory, for the tests of handlers: a store that counts its calls, people who are logged in, cases in
//! any state, registers that say what a test wants, and telephones.
#![expect(clippy::missing_panics_doc, reason = "a test kit panics where a test fails")]
#![expect(clippy::unwrap_used, reason = "a test kit panics where a test fails")]

mod answer;
mod counting;
pub mod described;
mod messages;
mod pictures;
mod registers;

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::account::VerifiedIdentity;
use domain::actor::{Actor, Role};
use domain::case::{
    Act, Blob, Case, Command, Draft, HandedIn, Held, MaterialEdit, Move, Objection, Objections, PictureId,
    Source, apply, decide, edit_draft, edit_materials,
};
use domain::check::{Entry, Register};
use domain::digest::Digest;
use domain::group::{Group, Groups};
use domain::id::{AccountId, CaseId, CommandId};
use domain::identity::{DocumentKind, IdentityDocument};
use domain::picture::Walker;
use domain::policy::Policy;
use domain::slug::ProgrammeId;
use edge::{BUILD, Body, Clock, Component, Context, Outside, Problem, Service, Settings, cases};
use futures::executor::block_on;
use http::{Request, Response};
use store::records::{AccountRecord, Attempt, CaseRecord, GroupsRecord, RosterRecord};
use store::{
    BlobId, Change, Collection, Content, End, Entropy, Facts, KeyRing, ListKeys as _, New, Part, Place,
    Publication, Seeding, Store, Stored, seeded,
};

pub use answer::Answer;
pub use counting::Counting;
pub use messages::{Delivery, Message, Messages};
pub use pictures::{CARD, PAPER, crc, jpeg_of};
pub use registers::{Registers, Reply};

/// The origin of the pages.
pub const ORIGIN: &str = "https://miaopi.example";
/// Two secrets of operators, of which either is good.
pub const OPERATOR_SECRETS: &str = "the old operator secret,the new operator secret";
/// The issuer of the unified identity platform.
pub const PLATFORM: &str = "https://platform.example/sandbox/identity/platform";
/// The issuer of the provider of the office.
pub const STAFF: &str = "https://office.example/sandbox/identity/staff";
/// Where a login may lead.
pub const RETURN_ADDRESSES: &str = "/auth/session, https://portal.example/cases";
/// The portals that are registered, the first with two secrets.
pub const PORTALS: &str = r#"[
    {"id": "city-hall", "name": {"zh": "市民服务网", "en": "City Hall"},
     "secrets": ["the-old-secret-of-city-hall", "the-new-secret-of-city-hall"],
     "addresses": ["https://portal.example/back", "https://portal.example/other?kind=login"]},
    {"id": "school", "name": {"zh": "师范学校", "en": "School"}, "secrets": ["the-secret-of-the-school"], "addresses": ["https://school.example/"]}
]"#;
/// An instant within the window of the published policy, on the day on which its clock starts.
pub const OPEN: &str = "2027-04-15T01:00:00.000Z";
/// The file of the published policy.
pub const POLICY: &[u8] = include_bytes!("../../../shared/policies/shenzhen-interview-2027.toml");

/// The file of a policy that derives categories, and an instant within its window.
pub const DERIVING: (&[u8], &str) =
    (include_bytes!("../../../shared/policies/wuhan-interview-2027.toml"), "2027-11-08T01:00:00.000Z");

const KEYS: &str = "1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
/// The number is a published example and belongs to nobody.
const NUMBER: &str = "11010519491231002X";

/// Returns the registration of somebody in their third year at a regular institution of the city that [`DERIVING`] is about, but
/// for what differs. What is empty is not there.
pub fn registered(differing: &[(&str, &str)]) -> Entry {
    let usual = [
        ("document-kind", "resident-identity-card"),
        ("enrolled", "yes"),
        ("grade", "3"),
        ("school-kind", "regular-higher-education"),
        ("school-place", "420100"),
        ("household", "420100"),
    ];
    let own = |name: &str| {
        differing.iter().chain(&usual).find(|(known, _)| *known == name).map(|(_, value)| *value)
    };
    Entry::new(Register::Roster, |name| Some(own(name).unwrap_or("甲")).filter(|value| !value.is_empty()))
        .unwrap()
}

/// What differs for somebody who is not enrolled.
pub const NOT_ENROLLED: [(&str, &str); 5] =
    [("enrolled", "no"), ("grade", ""), ("school", ""), ("school-kind", ""), ("school-place", "")];

/// A deployment in memory.
#[derive(Debug)]
pub struct Deployment {
    kv: Counting,
    ring: KeyRing,
    entropy: Entropy,
    /// The policy that is published.
    pub policy: Policy,
    /// What the roster has of whoever has an account here, who are all one person to it.
    registration: Option<Entry>,
    /// The registers outside.
    pub registers: Registers,
    /// The gateway for short messages outside.
    pub messages: Messages,
}

impl Default for Deployment {
    fn default() -> Self {
        Self::new()
    }
}

impl Deployment {
    /// Seeds a store, publishes the policy and verifies the store.
    pub fn new() -> Self {
        Self::of(POLICY)
    }

    /// The same under another policy.
    pub fn of(file: &[u8]) -> Self {
        let policy = Policy::parse(file).unwrap();
        let deployment = Self {
            kv: Counting::default(),
            ring: KeyRing::parse(KEYS).unwrap(),
            entropy: seeded(1),
            policy,
            registration: None,
            registers: Registers::default(),
            messages: Messages::default(),
        };
        block_on(async {
            let store = deployment.store();
            store.found(Seeding::First).await.unwrap();
            for collection in [
                edge::SESSIONS,
                edge::ACCOUNTS,
                edge::TELEPHONES,
                edge::PASSWORDS,
                "proposals",
                edge::groups::GROUPS,
                edge::acts::ACTS,
            ] {
                store.seed(collection, 1, Seeding::First).await.unwrap();
            }
            let publication = Publication { policy: &deployment.policy, file, partitions: 1 };
            store.publish(publication, Seeding::First).await.unwrap();
            store.self_test(BUILD).await.unwrap();
        });
        deployment
    }

    /// Returns the same deployment once more, with a store of its own: what is done to one is not seen in the other. Nothing that
    /// it draws was drawn by this one, and its registers and its gateway are as in the beginning.
    #[must_use]
    pub fn copy(&self, seed: u64) -> Self {
        let kv = Counting::default();
        kv.memory().restore(self.kv.memory().dump());
        Self {
            kv,
            ring: self.ring.clone(),
            entropy: seeded(seed),
            policy: self.policy.clone(),
            registration: self.registration.clone(),
            registers: Registers::default(),
            messages: Messages::default(),
        }
    }

    /// Returns an instance of a component. Each has caches of its own, as on a real host.
    pub fn service(&self, component: Component) -> Service<Counting> {
        self.service_logging(component, |_| {})
    }

    /// The same, whose lines of the log a test wants to see.
    pub fn service_logging(&self, component: Component, sink: impl Fn(&str) + 'static) -> Service<Counting> {
        let known = [
            (edge::OPERATOR_SECRETS, OPERATOR_SECRETS),
            (edge::REGISTERS_URL, registers::URL),
            (edge::REGISTERS_SECRET, registers::SECRET),
            ("sandbox", "true"),
            ("control", "http://control.example"),
            ("identity_issuer", PLATFORM),
            ("identity_client_id", "miaopi"),
            ("identity_client_secret", "the secret at the platform, in tests: %+/"),
            ("staff_issuer", STAFF),
            ("staff_client_id", "miaopi at the office"),
            ("staff_client_secret", "the secret at the office, in tests"),
            ("return_addresses", RETURN_ADDRESSES),
            ("portals", PORTALS),
            (edge::SMS_URL, messages::URL),
            (edge::SMS_SECRET, messages::SECRET),
        ];
        let variables: BTreeMap<&str, String> = known
            .into_iter()
            .filter(|(name, _)| component.variables.contains(name))
            .map(|(name, value)| (name, value.to_owned()))
            .collect();
        let settings = Settings::new(ORIGIN, variables);
        let service = Service::new(component, self.store(), settings, sink);
        service.with_outside(self.outside())
    }

    fn outside(&self) -> Outside {
        let (registers, messages) = (self.registers.clone(), self.messages.clone());
        let send = move |request: Request<Bytes>| {
            let is_message = request.uri().to_string().starts_with(messages::URL);
            let answer = if is_message { messages.answer(&request) } else { registers.answer(&request) };
            async move {
                match answer {
                    Some(answer) => answer,
                    None => std::future::pending().await,
                }
            }
        };
        // The time is over as soon as nobody has answered.
        Outside::new(send, Clock::new(|_| std::future::ready(())))
    }

    /// Returns the store behind all instances.
    pub fn store(&self) -> Store<Counting> {
        Store::new(self.kv.clone(), self.ring.clone(), self.entropy.clone())
    }

    /// Returns how many chunks of pictures lie in the store, named or not.
    pub fn chunks(&self) -> usize {
        let keys = block_on(self.kv.memory().keys()).unwrap();
        keys.iter().filter(|key| key.starts_with("chunk/")).count()
    }

    /// Returns what was asked of the store since the last time, as `get 2, swap 1`.
    pub fn calls(&self) -> String {
        self.kv.calls()
    }

    /// From now on requests that are answered at the same time meet at every call of the store.
    pub fn share(&self) {
        self.kv.share();
    }

    /// Opens a session and returns its token.
    pub fn log_in(&self, actor: Actor, now: &str) -> String {
        self.open_session(actor, false, now)
    }

    /// Opens a session in which the telephone has been verified, and returns its token.
    pub fn log_in_verified(&self, actor: Actor, now: &str) -> String {
        self.open_session(actor, true, now)
    }

    fn open_session(&self, actor: Actor, is_verified: bool, now: &str) -> String {
        let component = Component { name: "kit", gate: edge::Gate::Open, variables: &[] };
        let login = async |_: Request<Body>, cx: &Context<'_, Counting>| {
            let opened = cx.open_session(actor).await?;
            if is_verified {
                cx.verify_session(&opened.session, cx.now).await?;
            }
            Ok(Response::new(Bytes::from(opened.token)))
        };
        answer(&self.service(component), Request::new(Body::full("")), now, login).text
    }

    /// Opens the session of a candidate who has entered the password for this programme, and returns its token.
    pub fn log_in_by_password(&self, account: AccountId, programme: &str, now: &str) -> String {
        let component = Component { name: "kit", gate: edge::Gate::Open, variables: &[] };
        let login = async |_: Request<Body>, cx: &Context<'_, Counting>| {
            let opened = cx.open_session_by_password(account, &programme.parse().unwrap()).await?;
            Ok(Response::new(Bytes::from(opened.token)))
        };
        answer(&self.service(component), Request::new(Body::full("")), now, login).text
    }

    /// Has a registered portal open the session of a candidate who has come from it, and returns its token.
    pub fn log_in_through(&self, portal: &str, account: AccountId, now: &str) -> String {
        let component = Component { name: "kit", gate: edge::Gate::Open, variables: &[] };
        let login = async |_: Request<Body>, cx: &Context<'_, Counting>| {
            let bond = Digest::of(portal.as_bytes());
            let code = cx.give_code(account, bond).await?;
            let opened = cx.redeem_code(&code, bond, portal).await?;
            Ok(Response::new(Bytes::from(opened.token)))
        };
        answer(&self.service(component), Request::new(Body::full("")), now, login).text
    }

    /// Keeps an account of an invented person, whose mobile number the identity provider may know.
    pub fn account(&self, name: &str, telephone: Option<&str>) -> AccountId {
        self.account_of(identity(name, telephone), name.as_bytes())
    }

    /// Keeps an account of somebody, by what is unique about them here.
    pub fn account_of(&self, identity: VerifiedIdentity, unique: &[u8]) -> AccountId {
        block_on(async {
            let (store, command) = (self.store(), CommandId::from_u128(1));
            let accounts = store.collection(edge::ACCOUNTS).await.unwrap();
            let ledger = store.ledger(&accounts);
            let content = Some(AccountRecord::new(identity));
            let facts = Facts { state: 1, ..Facts::default() };
            let new = New { fingerprint: ledger.fingerprint(unique), facts, content, command };
            AccountId::from_u128(ledger.create(new).await.unwrap().line.id.as_u128())
        })
    }

    /// Keeps the groups of a region, which has none yet.
    pub fn group(&self, region: &str, groups: Groups) {
        block_on(async {
            let (store, command) = (self.store(), CommandId::from_u128(1));
            let collection = store.collection(edge::groups::GROUPS).await.unwrap();
            let fingerprint = edge::groups::fingerprint(&collection, region.parse().unwrap());
            let (facts, content) = (GroupsRecord::facts(), Some(GroupsRecord::new(groups)));
            store.ledger(&collection).create(New { fingerprint, facts, content, command }).await.unwrap();
        });
    }

    /// Imports what the roster has of whoever has an account here, who are all one person to it.
    pub fn import(&mut self, registration: Entry) {
        self.registration = Some(registration.clone());
        self.register(&self.policy, &identity("王小明", None).document, registration, None);
    }

    /// Publishes another policy beside the one that is published, and returns it.
    pub fn publish_beside(&self, file: &[u8]) -> Policy {
        let policy = Policy::parse(file).unwrap();
        let publication = Publication { policy: &policy, file, partitions: 1 };
        block_on(self.store().publish(publication, Seeding::First)).unwrap();
        policy
    }

    /// Imports what the roster of a season has of whoever holds this document, and where they can be written to.
    pub fn register(
        &self,
        policy: &Policy,
        document: &IdentityDocument,
        registration: Entry,
        email: Option<&str>,
    ) {
        block_on(async {
            let store = self.store();
            let name = store::roster(policy.programme(), policy.season());
            let roster = store.collection(&name).await.unwrap();
            let ledger = store.ledger(&roster);
            let fingerprint = ledger.fingerprint(&document.unique());
            let content = Some(RosterRecord::new(registration, email.map(|email| email.parse().unwrap())));
            let command = CommandId::from_u128(1);
            ledger.create(New { fingerprint, facts: Facts::default(), content, command }).await.unwrap();
        });
    }

    /// Opens a case for `owner`, which is its first version.
    pub fn open(&self, owner: AccountId, now: &str) -> CaseId {
        let now = domain::instant::parse(now).unwrap();
        let (applicant, registration) = (identity("王小明", Some("13800000000")), self.registration.clone());
        let act = Act::Open { owner, applicant, registration };
        let command = Command { id: CommandId::from_u128(1), actor: Actor::Candidate(owner), act };
        let events = decide(None, &command, &self.policy, now).unwrap();
        let case = apply(None, &events, &command, now).unwrap();
        let attempt = Attempt { command: command.id, request: Digest::of(b"kit") };
        block_on(async {
            let (store, collection) = (self.store(), self.cases().await);
            let ledger = store.ledger(&collection);
            let new = New {
                fingerprint: cases::fingerprint(&collection, owner),
                facts: CaseRecord::facts(&case, &self.policy, None),
                content: Some(CaseRecord::new(case, attempt)),
                command: command.id,
            };
            cases::case_id(ledger.create(new).await.unwrap().line.id)
        })
    }

    /// Opens a case for `owner` and fills in `draft`, which is its second version. Nothing is handed in.
    pub fn fill_in(&self, owner: AccountId, draft: Draft, now: &str) -> CaseId {
        let id = self.open(owner, now);
        self.edit(id, draft, now);
        id
    }

    /// Opens a case for `owner`, fills in `draft` and hands in what its category asks for, which is its second version.
    pub fn draft(&self, owner: AccountId, draft: Draft, now: &str) -> CaseId {
        let id = self.open(owner, now);
        self.complete(id, draft, now);
        id
    }

    /// Fills in `draft` and hands in what its category asks for, in one version.
    pub fn complete(&self, id: CaseId, draft: Draft, now: &str) {
        let now = domain::instant::parse(now).unwrap();
        self.change(id, |case| {
            let actor = Actor::Candidate(case.owner());
            let filled = edit_draft(case, draft, &actor, &self.policy, now).unwrap();
            handed_in(&filled, &actor, &self.policy, now)
        });
    }

    /// Fills in a draft, as a component would.
    pub fn edit(&self, id: CaseId, draft: Draft, now: &str) {
        let now = domain::instant::parse(now).unwrap();
        self.change(id, |case| {
            edit_draft(case, draft, &Actor::Candidate(case.owner()), &self.policy, now).unwrap()
        });
    }

    /// Commits what `edit` makes of a case, as a change that adds no event.
    fn change(&self, id: CaseId, edit: impl FnOnce(&Case) -> Case) {
        block_on(async {
            let (store, collection) = (self.store(), self.cases().await);
            let ledger = store.ledger(&collection);
            let loaded = ledger.load::<CaseRecord>(cases::record_id(id)).await.unwrap().unwrap();
            let case = edit(&loaded.record.case);
            let facts = CaseRecord::facts(&case, &self.policy, None);
            let content = Content::Replace(loaded.record.with_case(case));
            ledger.commit(loaded, Change { facts, content, command: None }).await.unwrap();
        });
    }

    /// Writes a part of one chunk, which nothing names yet.
    pub fn part(&self, id: CaseId, blob: u128) -> Part {
        block_on(async {
            let (store, collection) = (self.store(), self.cases().await);
            let loaded =
                store.ledger(&collection).load::<CaseRecord>(cases::record_id(id)).await.unwrap().unwrap();
            let place = Place { chunks_before: 0, end: End::Last };
            store.put_part(loaded.data_key(), BlobId(blob), place, CARD).await.unwrap()
        })
    }

    /// Changes the materials of a case, as a component would.
    pub fn edit_materials(&self, id: CaseId, edit: &MaterialEdit, now: &str) {
        let now = domain::instant::parse(now).unwrap();
        self.change(id, |case| {
            edit_materials(case, edit, &Actor::Candidate(case.owner()), &self.policy, now).unwrap()
        });
    }

    /// Hands in a picture of one chunk, in place of the one before.
    pub fn hand_in(&self, id: CaseId, material: &str, blob: u128, now: &str) {
        let part = self.part(id, blob);
        let picture: PictureId = material.parse().unwrap();
        let before = self.case(id).materials().held(&picture).unwrap().handed_in;
        let handed_in = HandedIn { sent: Digest::of(&blob.to_be_bytes()), ..before };
        let held = Held { handed_in, blob: Blob { id: blob, parts: vec![part.into()] }, upload: None };
        self.edit_materials(id, &MaterialEdit::Hold { picture, held }, now);
    }

    /// Forgets what has left a case, as a sweep does once it is deleted.
    pub fn tidy(&self, id: CaseId) {
        self.change(id, |case| case.with_swept(case.materials().left()));
    }

    /// Carries out a command on a case, as a component would.
    pub fn carry_out(&self, id: CaseId, command: &Command, now: &str) {
        let component = Component { name: "kit", gate: edge::Gate::Open, variables: &[] };
        let handle = async |_: Request<Body>, cx: &Context<'_, Counting>| {
            let collection = cases::any_collection(cx, id).await?;
            let ledger = cx.ledger(&collection);
            let loaded = ledger.load::<CaseRecord>(cases::record_id(id)).await?.ok_or_else(cases::unknown)?;
            cases::carry_out(cx, &collection, loaded, command, &self.policy).await?;
            Ok(Response::new(Bytes::new()))
        };
        let answer = answer(&self.service(component), Request::new(Body::full("")), now, handle);
        assert_eq!(answer.status, 200, "{}", answer.text);
    }

    /// Publishes another version of the published policy, in which each text is replaced by the other one.
    pub fn publish(&self, changes: &[(&str, &str)]) -> Policy {
        let file = changes.iter().fold(String::from_utf8_lossy(POLICY).into_owned(), |file, (from, to)| {
            assert!(file.contains(from), "{from}");
            file.replacen(from, to, 1)
        });
        self.publish_beside(file.as_bytes())
    }

    /// Moves a case to another version of the policy, as an operator does.
    pub fn move_to(&self, id: CaseId, to: &Policy, now: &str) {
        let reason = "更正".to_owned().try_into().unwrap();
        let moving = Move { id: CommandId::from_u128(900), actor: Actor::Operator, to, reason };
        let component = Component { name: "kit", gate: edge::Gate::Open, variables: &[] };
        let handle = async |_: Request<Body>, cx: &Context<'_, Counting>| {
            let collection = cases::any_collection(cx, id).await?;
            let ledger = cx.ledger(&collection);
            let loaded = ledger.load::<CaseRecord>(cases::record_id(id)).await?.ok_or_else(cases::unknown)?;
            cases::move_over(cx, &collection, loaded, &moving, &self.policy).await?;
            Ok(Response::new(Bytes::new()))
        };
        let answer = answer(&self.service(component), Request::new(Body::full("")), now, handle);
        assert_eq!(answer.status, 200, "{}", answer.text);
    }

    /// Returns a case as it is stored.
    pub fn case(&self, id: CaseId) -> Case {
        self.stored(id).record.case
    }

    /// Returns a case with its line.
    pub fn stored(&self, id: CaseId) -> Stored<CaseRecord> {
        block_on(async {
            let (store, collection) = (self.store(), self.cases().await);
            store.ledger(&collection).read(cases::record_id(id)).await.unwrap().unwrap()
        })
    }

    async fn cases(&self) -> Collection {
        let programme = self.store().programme(self.policy.programme().as_str()).await.unwrap().unwrap();
        self.store().collection(&programme.current().unwrap().collection).await.unwrap()
    }
}

/// Sends a request to an instance at `now`. The answer is one that is described.
pub fn answer(
    service: &Service<Counting>,
    request: Request<Body>,
    now: &str,
    handle: impl AsyncFnOnce(Request<Body>, &Context<'_, Counting>) -> Result<Response<Bytes>, Problem>,
) -> Answer {
    let now = domain::instant::parse(now).unwrap();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let answer = Answer::of(block_on(service.respond(request, now, handle)));
    described::check(&method, &path, answer.status, &answer.headers, &answer.body);
    answer
}

/// Returns a reviewer of Shenzhen.
pub fn reviewer(number: u128) -> Actor {
    reviewer_of(number, "440300")
}

/// Returns a reviewer of a region.
pub fn reviewer_of(number: u128, region: &str) -> Actor {
    let id = AccountId::from_u128(number);
    Actor::Staff { id, role: Role::Reviewer, region: region.parse().unwrap() }
}

/// Returns an administrator of a region.
pub fn administrator_of(number: u128, region: &str) -> Actor {
    let id = AccountId::from_u128(number);
    Actor::Staff { id, role: Role::Administrator, region: region.parse().unwrap() }
}

/// Returns a group of reviewers, who decide about these programmes.
pub fn group(programmes: &[&str], members: &[u128]) -> Group {
    let programmes: BTreeSet<ProgrammeId> = programmes.iter().map(|name| name.parse().unwrap()).collect();
    let members: BTreeSet<AccountId> = members.iter().map(|number| AccountId::from_u128(*number)).collect();
    Group {
        name: "审核组".to_owned().try_into().unwrap(),
        programmes: programmes.try_into().unwrap(),
        members: members.try_into().unwrap(),
    }
}

/// Returns the act of filing by somebody whose telephone was verified at `now`.
pub fn submit(now: &str) -> Act {
    Act::Submit { verified: domain::instant::parse(now).ok() }
}

/// Returns what a reviewer objects to, with a note.
pub fn objections(note: &str) -> Objections {
    let note = Some(note.to_owned().try_into().unwrap());
    Objections::try_from(vec![Objection { reason: "illegible".parse().unwrap(), material: None, note }])
        .unwrap()
}

/// Returns the case with everything that its category asks for. No bytes lie behind it: who wants them uploads them.
fn handed_in(case: &Case, actor: &Actor, policy: &Policy, now: DateTime<Utc>) -> Case {
    let mut walker = Walker::new(policy.pictures().unwrap());
    let mut kept = Vec::new();
    walker.feed(CARD, &mut kept).unwrap();
    // Not that of the card: a test that uploads it hands in another file.
    let (picture, sent) = (walker.finish().unwrap(), Digest::of(b"kit"));
    let category = case.draft_for(actor).unwrap().category.as_ref().and_then(|id| policy.category(id));
    category.into_iter().flat_map(|category| policy.materials_of(category)).fold(
        case.clone(),
        |case, material| {
            let source = Source::Uploaded;
            let handed_in = HandedIn { source, picture, sent, kept: Digest::of(&kept), at: now };
            let held = Held { handed_in, blob: Blob { id: 1, parts: Vec::new() }, upload: None };
            let edit = MaterialEdit::Hold { picture: material.id.clone().into(), held };
            edit_materials(&case, &edit, actor, policy, now).unwrap()
        },
    )
}

/// Returns what a login says of somebody. They all have one document, since only invented numbers may be used.
pub fn identity(name: &str, telephone: Option<&str>) -> VerifiedIdentity {
    let document = IdentityDocument::parse(DocumentKind::ResidentIdentityCard, NUMBER).unwrap();
    let telephone = telephone.map(|number| number.parse().unwrap());
    VerifiedIdentity { name: name.parse().unwrap(), document, telephone }
}

/// Returns a draft in which nothing is missing but the pictures.
pub fn filled(category: &str) -> Draft {
    let policy = Policy::parse(POLICY).unwrap();
    Draft {
        category: Some(category.parse().unwrap()),
        confirmed: policy.statements().iter().map(|statement| statement.id.clone()).collect(),
        ..Draft::of(&identity("王小明", Some("13800000000")))
    }
}
