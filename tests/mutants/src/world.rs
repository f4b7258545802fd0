//! A deployment in memory under some policy, and what everybody in it was told.

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use domain::account::VerifiedIdentity;
use domain::actor::Actor;
use domain::case::{Command, Draft};
use domain::id::{AccountId, CaseId, CommandId};
use domain::identity::{DocumentKind, IdentityDocument};
use domain::instant;
use edge::Body;
use http::Request;
use kit::{Answer, Deployment};
use people::Person;
use serde_json::{Value, json};

use crate::season::{COLUMNS, Role, Season};

/// A deployment in memory, and what everybody in it was told.
pub(crate) struct World<'a> {
    pub(crate) season: &'a Season<'a>,
    pub(crate) deployment: Deployment,
    pub(crate) told: Vec<String>,
    session: Option<String>,
    /// How many have come.
    came: u32,
}

/// Somebody who has come.
pub(crate) struct Somebody {
    pub(crate) account: AccountId,
    identity: VerifiedIdentity,
    category: Option<&'static str>,
}

/// Somebody who asks.
pub(crate) enum Who {
    Anybody,
    Operator,
    Candidate(AccountId),
    /// The candidate who has logged in last, in that same session.
    Session,
    Reviewer,
}

/// What somebody sends, and what as.
struct Sent<'b> {
    body: &'b [u8],
    media_type: &'static str,
    language: &'static str,
}

impl<'a> World<'a> {
    pub(crate) fn new(season: &'a Season<'a>, file: &[u8]) -> Self {
        Self { season, deployment: Deployment::of(file), told: Vec::new(), session: None, came: 0 }
    }

    /// Returns the places of all who may come.
    pub(crate) const fn roles(&self) -> std::ops::Range<usize> {
        0..self.season.set.roles.len()
    }

    pub(crate) fn programme(&self) -> String {
        format!("/api/programmes/{}", self.season.policy.programme())
    }

    /// Lets somebody new come. Where categories are derived, the office has imported their registration.
    pub(crate) fn somebody(&mut self, role: usize) -> Somebody {
        self.came += 1;
        match &self.season.set.roles[role] {
            Role::Choosing(category, _) => {
                let identity = kit::identity("王小明", Some("13800000000"));
                let account = self.deployment.account_of(identity.clone(), &self.came.to_be_bytes());
                Somebody { account, identity, category: Some(category) }
            }
            Role::Registered(row) => {
                let identity = self.invented(row);
                let account = self.deployment.account_of(identity.clone(), &identity.unique());
                self.import(row, &identity);
                Somebody { account, identity, category: None }
            }
        }
    }

    /// Somebody whose document is of the kind that their row begins with.
    fn invented(&self, row: &str) -> VerifiedIdentity {
        let person = Person::new(self.came).expect("fewer come than there are");
        let kind = DocumentKind::ALL.into_iter().find(|kind| row.starts_with(kind.name()));
        let kind = kind.expect("a row begins with the kind of a document");
        let number = match kind {
            DocumentKind::ResidentIdentityCard | DocumentKind::ResidencePermitHkMoTw => person.number(),
            DocumentKind::MainlandTravelPermitHkMo => format!("H{:08}", self.came),
            DocumentKind::MainlandTravelPermitTaiwan => format!("{:08}", self.came),
        };
        VerifiedIdentity {
            name: person.name().parse().expect("a name"),
            document: IdentityDocument::parse(kind, &number).expect("a document"),
            telephone: "13800000000".parse().ok(),
        }
    }

    fn import(&mut self, row: &str, identity: &VerifiedIdentity) {
        let (kind, rest) = row.split_once(',').expect("a row has several columns");
        let header =
            COLUMNS.join(",").replacen("document-kind", "name,document-kind,document-number,email", 1);
        let (name, number, email) = (identity.name.as_str(), identity.document.number(), email(identity));
        let roster = format!("{header}\n{name},{kind},{number},{email},{rest}\n");
        let policy = &self.season.policy;
        let path = format!("/internal/rosters/{}/{}", policy.programme(), policy.season());
        let sent = Sent { body: roster.as_bytes(), media_type: "text/csv", language: "zh" };
        self.call(&Who::Operator, "POST", &path, &sent, policy.opens() - TimeDelta::hours(1));
    }

    /// A candidate logs in, and has verified nothing yet.
    pub(crate) fn log_in(&mut self, candidate: AccountId, now: DateTime<Utc>) {
        self.session = Some(self.deployment.log_in(Actor::Candidate(candidate), &instant::format(now)));
    }

    /// Somebody asks the component that the path belongs to, as in `spin.toml`, and what they are told is noted.
    pub(crate) fn ask(
        &mut self,
        who: &Who,
        method: &str,
        path: &str,
        body: &Value,
        now: DateTime<Utc>,
    ) -> Answer {
        let text = if body.is_null() { String::new() } else { body.to_string() };
        let sent = Sent { body: text.as_bytes(), media_type: "application/json", language: "zh" };
        self.call(who, method, path, &sent, now)
    }

    /// Somebody asks who reads English.
    pub(crate) fn ask_in_english(
        &mut self,
        who: &Who,
        method: &str,
        path: &str,
        body: &Value,
        now: DateTime<Utc>,
    ) {
        let body = body.to_string();
        self.call(
            who,
            method,
            path,
            &Sent { body: body.as_bytes(), media_type: "application/json", language: "en" },
            now,
        );
    }

    /// Somebody sends a picture, or nothing.
    pub(crate) fn send(&mut self, who: &Who, method: &str, path: &str, body: &[u8], now: DateTime<Utc>) {
        self.call(who, method, path, &Sent { body, media_type: "image/jpeg", language: "zh" }, now);
    }

    fn call(&mut self, who: &Who, method: &str, path: &str, sent: &Sent<'_>, now: DateTime<Utc>) -> Answer {
        let now = &instant::format(now);
        let mut request = Request::builder().method(method).uri(path);
        request = request.header("content-type", sent.media_type).header("accept-language", sent.language);
        request = request.header("if-match", "*").header("origin", kit::ORIGIN);
        let key = sent.body.iter().filter(|byte| byte.is_ascii_alphanumeric()).take(64);
        let key: String = key.map(|byte| char::from(*byte)).collect();
        request = request.header("idempotency-key", format!("{method}{key}"));
        let token = match who {
            Who::Anybody => None,
            Who::Operator => Some("the new operator secret".to_owned()),
            Who::Candidate(account) => Some(self.deployment.log_in_verified(Actor::Candidate(*account), now)),
            Who::Session => self.session.clone(),
            Who::Reviewer => {
                let region = self.season.policy.region().to_string();
                Some(self.deployment.log_in(kit::reviewer_of(1_000, &region), now))
            }
        };
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.body(Body::full(Bytes::copy_from_slice(sent.body))).expect("a request");
        let answer = self.route(path, request, now);
        let hash = self.deployment.policy.hash().to_string();
        self.told.push(format!(
            "{now} {method} {path}: {} {}",
            answer.status,
            answer.text.replace(&hash, "")
        ));
        answer
    }

    fn route(&self, path: &str, request: Request<Body>, now: &str) -> Answer {
        let deployment = &self.deployment;
        if path.starts_with("/api/programmes") {
            kit::answer(&deployment.service(programmes::COMPONENT), request, now, programmes::handle)
        } else if path.starts_with("/api/account") {
            kit::answer(&deployment.service(account::COMPONENT), request, now, account::handle)
        } else if path.starts_with("/api/identity") {
            kit::answer(&deployment.service(identity_check::COMPONENT), request, now, identity_check::handle)
        } else if path.starts_with("/api/reviews") {
            kit::answer(
                &deployment.service(manual_decision::COMPONENT),
                request,
                now,
                manual_decision::handle,
            )
        } else if path.starts_with("/internal/sweep") {
            kit::answer(&deployment.service(deadline_sweep::COMPONENT), request, now, deadline_sweep::handle)
        } else if path.starts_with("/internal/rosters") {
            kit::answer(&deployment.service(rosters::COMPONENT), request, now, rosters::handle)
        } else if path.contains("/materials") {
            let service = deployment.service(upload_validation::COMPONENT);
            kit::answer(&service, request, now, upload_validation::handle)
        } else if path.ends_with("/submission") || path.ends_with("/registration") {
            kit::answer(&deployment.service(auto_approval::COMPONENT), request, now, auto_approval::handle)
        } else {
            kit::answer(&deployment.service(application::COMPONENT), request, now, application::handle)
        }
    }

    /// Somebody opens a case, and looks at it. Whoever has none reads why in both languages.
    pub(crate) fn open(&mut self, somebody: &Somebody, now: DateTime<Utc>) -> Option<String> {
        let (who, path) = (Who::Candidate(somebody.account), format!("{}/cases", self.programme()));
        let answer = self.ask(&who, "POST", &path, &json!({}), now);
        if answer.status != 201 {
            self.ask_in_english(&who, "POST", &path, &json!({}), now);
            return None;
        }
        let case = format!("/api/cases/{}", answer.json()["case"].as_str().expect("a case has an id"));
        self.look(somebody, &case, now);
        Some(case)
    }

    /// A candidate has filled everything in.
    pub(crate) fn draft(&mut self, somebody: &Somebody, now: DateTime<Utc>) -> String {
        let case = self.open(somebody, now).expect("whoever files has a category");
        let statements = self.deployment.policy.statements().iter();
        let draft = Draft {
            category: somebody.category.and_then(|category| category.parse().ok()),
            confirmed: statements.map(|statement| statement.id.clone()).collect(),
            ..Draft::of(&somebody.identity)
        };
        self.deployment.complete(id(&case), draft, &instant::format(now));
        case
    }

    /// A candidate fills everything in and files it.
    pub(crate) fn file(&mut self, somebody: &Somebody, now: DateTime<Utc>) -> String {
        let case = self.draft(somebody, now);
        let path = format!("{case}/submission");
        self.ask(&Who::Candidate(somebody.account), "POST", &path, &Value::Null, now);
        case
    }

    /// A candidate files, and whoever was to ask the registers has died.
    pub(crate) fn submit(&self, somebody: &Somebody, case: &str, now: DateTime<Utc>) {
        let (actor, now) = (Actor::Candidate(somebody.account), instant::format(now));
        let command = Command { id: CommandId::from_u128(7), actor, act: kit::submit(&now) };
        self.deployment.carry_out(id(case), &command, &now);
    }

    /// Shows a case to its candidate.
    pub(crate) fn look(&mut self, somebody: &Somebody, case: &str, now: DateTime<Utc>) {
        self.ask(&Who::Candidate(somebody.account), "GET", case, &Value::Null, now);
    }

    /// A reviewer claims a case and decides about it.
    pub(crate) fn decide(
        &mut self,
        case: &str,
        outcome: &str,
        corrections: u8,
        items: &Value,
        now: DateTime<Utc>,
    ) {
        let review = case.replace("/api/cases/", "/api/reviews/");
        self.ask(&Who::Reviewer, "GET", &review, &Value::Null, now);
        self.ask(&Who::Reviewer, "PUT", &format!("{review}/claim"), &Value::Null, now);
        let decision = match items {
            Value::Null => json!({ "outcome": outcome, "corrections": corrections }),
            items => json!({ "outcome": outcome, "corrections": corrections, "items": items }),
        };
        self.ask(&Who::Reviewer, "POST", &format!("{review}/decision"), &decision, now);
    }

    /// A candidate corrects a case with the form as it was.
    pub(crate) fn correct(&mut self, somebody: &Somebody, case: &str, now: DateTime<Utc>) {
        let body = json!({ "form": somebody.form() });
        let path = format!("{case}/correction");
        self.ask(&Who::Candidate(somebody.account), "POST", &path, &body, now);
    }

    /// The scheduler calls, and what arrives at telephones is noted.
    pub(crate) fn sweep(&mut self, now: DateTime<Utc>) {
        let report = self.ask(&Who::Operator, "POST", "/internal/sweep", &Value::Null, now);
        assert_eq!(report.status, 200, "{}", report.text);
        let arrived = self.deployment.messages.arrived();
        let now = instant::format(now);
        self.told.extend(arrived.into_iter().map(|message| format!("{now} SMS: {}", message.text)));
    }
}

impl Somebody {
    /// The form as they fill it in.
    fn form(&self) -> Value {
        let VerifiedIdentity { name, document, telephone } = &self.identity;
        json!({
            "name": name.as_str(),
            "document": { "kind": document.kind().name(), "number": document.number() },
            "telephone": telephone.as_ref().map(|telephone| telephone.as_str()),
        })
    }

    /// The number of their document.
    pub(crate) fn number(&self) -> &str {
        self.identity.document.number()
    }

    /// Where they can be written to, by their registration.
    pub(crate) fn email(&self) -> String {
        email(&self.identity)
    }

    /// A draft with nothing but the form, and the category where they choose one.
    pub(crate) fn draft(&self) -> Value {
        let mut draft = json!({ "form": self.form() });
        if let Some(category) = self.category {
            draft["category"] = category.into();
        }
        draft
    }
}

fn email(identity: &VerifiedIdentity) -> String {
    format!("candidate-{}@example.org", identity.document.number())
}

fn id(case: &str) -> CaseId {
    case.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an address ends in an id")
}
