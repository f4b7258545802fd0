//! Somebody who is logged in, on a connection of their own.

use std::io;
use std::net::SocketAddr;

use bytes::Bytes;
use domain::digest::Digest;
use hyper::Method;
use serde_json::{Value, json};

use crate::deployment::{Deployment, ORIGIN, PROGRAMME};
use crate::http::{Answer, Client};

/// A grey card that shows nothing.
pub const CARD: &[u8] = include_bytes!("../kit/pictures/card.jpg");

/// Somebody who is logged in, on a connection of their own.
pub struct Person {
    /// The connection.
    pub client: Client,
    /// The value of `Authorization`.
    pub bearer: String,
    /// The value of `Cookie`.
    pub cookie: String,
    /// Where codes are sent to.
    pub telephone: String,
}

impl Person {
    /// Logs in as an invented candidate. Other tests have other people, since they may share a deployment.
    pub async fn candidate(deployment: &Deployment, name: &str) -> Self {
        Self::log_in(deployment, json!({ "account": name })).await
    }

    /// Logs in as an invented reviewer of Shenzhen.
    pub async fn reviewer(deployment: &Deployment, name: &str) -> Self {
        Self::reviewer_of(deployment, name, "440300").await
    }

    /// Logs in as an invented reviewer of this region.
    pub async fn reviewer_of(deployment: &Deployment, name: &str, region: &str) -> Self {
        Self::log_in(deployment, json!({ "account": name, "role": "reviewer", "region": region })).await
    }

    /// Logs in as an invented administrator of this region.
    pub async fn administrator_of(deployment: &Deployment, name: &str, region: &str) -> Self {
        Self::log_in(deployment, json!({ "account": name, "role": "administrator", "region": region })).await
    }

    async fn log_in(deployment: &Deployment, login: Value) -> Self {
        Self::try_log_in(deployment.address, login).await.expect("the service answers")
    }

    /// Logs in, as the sandbox takes it, at a service that may end at any moment.
    ///
    /// # Errors
    ///
    /// As [`Client::try_send`].
    pub async fn try_log_in(address: SocketAddr, login: Value) -> io::Result<Self> {
        let mut client = Client::try_connect(address).await?;
        let login = login.to_string();
        let headers = [("content-type", "application/json"), ("origin", ORIGIN)];
        let answer = client.try_call(Method::POST, "/sandbox/login", &headers, login).await?;
        assert_eq!(answer.status, 200, "{answer:?}");
        let token = answer.json()["token"].as_str().expect("a token").to_owned();
        let cookie = answer.header("set-cookie").split(';').next().expect("a cookie").to_owned();
        let telephone = answer.json()["telephone"].as_str().expect("a telephone").to_owned();
        Ok(Self { client, bearer: format!("Bearer {token}"), cookie, telephone })
    }

    /// Sends bytes as they are, with the bearer token and these headers besides.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Answer {
        self.try_send(method, path, headers, body).await.expect("the service answers")
    }

    /// Sends the same to a service that may end at any moment.
    ///
    /// # Errors
    ///
    /// As [`Client::try_send`].
    pub async fn try_send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> io::Result<Answer> {
        let mut all = vec![("authorization", self.bearer.as_str())];
        all.extend_from_slice(headers);
        self.client.try_call(method, path, &all, body).await
    }

    /// Hands in a small picture of everything that the category asks for. Returns the entity tag of the case afterwards.
    pub async fn hand_in(&mut self, case: &str) -> String {
        let list = self.ask(Method::GET, &format!("{case}/materials"), &[], Value::Null).await;
        let mut etag = list.header("etag").to_owned();
        for material in list.json()["materials"].as_array().expect("a list") {
            let path = format!("{case}/materials/{}", material["material"].as_str().expect("a name"));
            let answer = self.send(Method::PUT, &path, &[], CARD).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            answer.header("etag").clone_into(&mut etag);
        }
        etag
    }

    /// Asks with the bearer token and these headers besides.
    pub async fn ask(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: Value) -> Answer {
        self.try_ask(method, path, headers, body).await.expect("the service answers")
    }

    /// Asks the same of a service that may end at any moment.
    ///
    /// # Errors
    ///
    /// As [`Client::try_send`].
    pub async fn try_ask(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Value,
    ) -> io::Result<Answer> {
        let mut all = vec![("content-type", "application/json")];
        all.extend_from_slice(headers);
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.try_send(method, path, &all, body).await
    }

    /// Opens a case and returns its path and its entity tag.
    pub async fn open(&mut self, key: &str) -> (String, String) {
        let path = "/api/programmes/shenzhen-interview/cases";
        let answer = self.ask(Method::POST, path, &[("idempotency-key", key)], json!({})).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        (answer.header("location").to_owned(), answer.header("etag").to_owned())
    }

    /// Draws a captcha and does the work that stands in for reading it. Returns what a code is asked for with.
    pub async fn captcha(&mut self) -> Value {
        let answer = self.ask(Method::POST, "/api/identity/captcha", &[], Value::Null).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        work_out(&answer.json())
    }

    /// Asks for a code.
    pub async fn code(&mut self, key: &str) -> Answer {
        let body = self.captcha().await;
        self.ask(Method::POST, "/api/identity/codes", &[("idempotency-key", key)], body).await
    }

    /// Reads the messages on the telephone, the newest first.
    pub async fn messages(&mut self) -> Vec<String> {
        texts_in(&self.ask(Method::GET, &self.inbox(), &[], Value::Null).await.json())
    }

    /// Returns where the messages on the telephone are read.
    pub fn inbox(&self) -> String {
        format!("/sandbox/inbox/{}", self.telephone)
    }

    /// Reads the code in the newest message.
    pub async fn received(&mut self) -> String {
        let messages = self.messages().await;
        code_in(messages.first().expect("a message has arrived"))
    }

    /// Enters a code.
    pub async fn enter(&mut self, code: &str) -> Answer {
        let path = "/api/identity/verification";
        self.ask(Method::POST, path, &[], json!({ "code": code })).await
    }

    /// Verifies the telephone: from then on this session may file.
    pub async fn step_up(&mut self) {
        let sent = self.code("step up").await;
        assert_eq!(sent.status, 200, "{sent:?}");
        let code = self.received().await;
        let entered = self.enter(&code).await;
        assert_eq!(entered.status, 200, "{entered:?}");
    }

    /// Opens a case, verifies the telephone, fills it in as the invented person at this place, and hands in what its category
    /// asks for. Returns its path and its entity tag.
    pub async fn draft(&mut self, place: u32, category: &str) -> (String, String) {
        let case = self.fill_in(place, category).await;
        let etag = self.hand_in(&case).await;
        (case, etag)
    }

    /// The same without any picture. Returns its path.
    pub async fn fill_in(&mut self, place: u32, category: &str) -> String {
        let (case, first) = self.open("open").await;
        self.step_up().await;
        let draft = json!({ "category": category, "form": form(place), "confirmed": confirmed() });
        let edited = self.ask(Method::PUT, &format!("{case}/draft"), &[("if-match", &first)], draft).await;
        assert_eq!(edited.status, 200, "{edited:?}");
        case
    }

    /// Files a draft.
    pub async fn submit(&mut self, case: &str, etag: &str) -> Answer {
        let headers = [("if-match", etag), ("idempotency-key", "file")];
        self.ask(Method::POST, &format!("{case}/submission"), &headers, Value::Null).await
    }

    /// Claims a case, as a reviewer.
    pub async fn claim(&mut self, case: &str) -> Answer {
        self.ask(Method::PUT, &format!("{}/claim", review_of(case)), &[], Value::Null).await
    }

    /// Decides about a case that was claimed, as a reviewer.
    pub async fn decide(&mut self, case: &str, decision: Value) -> Answer {
        let path = format!("{}/decision", review_of(case));
        let key = decision.to_string().replace('"', "'");
        let key: String = key.chars().filter(char::is_ascii).collect();
        self.ask(Method::POST, &path, &[("idempotency-key", &key)], decision).await
    }
}

/// Returns the number of the telephone that the providers of the sandbox vouch for of the invented person at this place.
pub fn telephone_of(place: u32) -> String {
    people::Person::new(place).expect("there is somebody at this place").telephone()
}

/// Returns where reviewers find a case.
pub fn review_of(case: &str) -> String {
    case.replace("/api/cases/", "/api/reviews/")
}

/// Does the work that stands in for reading a captcha. Returns what a code is asked for with.
pub fn work_out(captcha: &Value) -> Value {
    json!({ "programme": PROGRAMME, "captcha": captcha["captcha"], "number": work(&captcha["work"]) })
}

/// Returns what an inbox shows, the newest first.
pub fn texts_in(inbox: &Value) -> Vec<String> {
    let messages = inbox["messages"].as_array().expect("messages").iter().rev();
    messages.map(|message| message["text"].as_str().expect("a text").to_owned()).collect()
}

/// Reads the code in a message.
pub fn code_in(text: &str) -> String {
    let mut runs = text.split(|character: char| !character.is_ascii_digit());
    runs.find(|run| 4 <= run.len()).expect("a code").to_owned()
}

/// Finds the number that a captcha looks for, as a browser does.
fn work(work: &Value) -> u64 {
    let text = |name: &str| work[name].as_str().expect("a text");
    let target = text("target").parse().expect("a digest");
    let fits = |number: &u64| Digest::of(format!("{}{number}", text("salt")).as_bytes()) == target;
    (0..=work["max"].as_u64().expect("a number")).find(fits).expect("there is such a number")
}

/// Returns what every candidate of the published policy confirms.
pub fn confirmed() -> Value {
    json!({
        "notice": true,
        "self-check": true,
        "service-agreement": true,
        "informed-consent": true,
        "candidate-commitment": true,
        "health-commitment": true,
    })
}

/// Returns the form as the invented person at this place fills it in.
pub fn form(place: u32) -> Value {
    let invented = people::Person::new(place).expect("there is somebody at this place");
    json!({
        "name": invented.name(),
        "document": { "kind": "resident-identity-card", "number": invented.number() },
        "telephone": "13800000000",
    })
}
