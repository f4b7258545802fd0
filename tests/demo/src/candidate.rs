//! A candidate: what they do, and what they read.

use std::io;

use hyper::Method;
use people::Part;
use serde_json::{Value, json};
use tests::browser::Browser;
use tests::deployment::Deployment;
use tests::http::Answer;
use tests::person::{Person, confirmed, telephone_of};

use crate::page::Page;
use crate::pictures::picture;
use crate::reading::{Reading, read};
use crate::row::{Row, keep};
use crate::window::Act;

/// What is read of a case.
const CASE: [(&str, &str); 9] = [
    ("state", "/state"),
    ("message", "/message/zh"),
    ("closes", "/closes"),
    ("due", "/due"),
    ("objection", "/objections/0/text/zh"),
    ("note", "/objections/0/note"),
    ("registration", "/registration/name/zh"),
    ("late", "/registration/message/zh"),
    ("pay before", "/registration/pay_before"),
];

/// What is read of a picture that was handed in, or of a refusal.
const PICTURE: [(&str, &str); 7] = [
    ("material", "/material"),
    ("source", "/source"),
    ("type", "/media_type"),
    ("bytes sent", "/bytes_sent"),
    ("bytes kept", "/bytes"),
    ("refused", "/title"),
    ("why", "/detail"),
];

/// What is read of the registration on the examination site.
const REGISTRATION: [(&str, &str); 4] =
    [("registration", "/name/zh"), ("due", "/due"), ("pay before", "/pay_before"), ("late", "/message/zh")];

/// A candidate.
pub(crate) struct Candidate {
    pub(crate) part: &'static Part,
    /// What was read of them.
    pub(crate) row: Row,
    /// Their case, once they have opened one.
    pub(crate) case: Option<Case>,
    /// How many messages they have read.
    messages: usize,
}

/// What a candidate knows of their case.
pub(crate) struct Case {
    pub(crate) path: String,
    etag: String,
    /// What they fill in.
    form: Value,
}

impl Candidate {
    pub(crate) fn new(part: &'static Part) -> Self {
        Self { part, row: Row::new(part.row), case: None, messages: 0 }
    }

    /// Logs in at the identity platform, which vouches for a telephone of their own.
    async fn log_in(&self, deployment: &Deployment) -> Person {
        let mut browser = Browser::new(deployment);
        let answer = browser.log_in("realm=candidate", &format!("person={}", self.part.place)).await;
        assert_eq!(answer.status, 303, "{answer:?}");
        browser.person().await
    }

    /// Does something that candidates do.
    pub(crate) async fn act(
        &mut self,
        act: Act,
        deployment: &Deployment,
        programme: &Value,
        page: &mut Page<'_>,
    ) -> io::Result<()> {
        match act {
            Act::Draft => self.draft(deployment, page).await,
            Act::File => self.file(deployment, page).await,
            Act::Correct => self.correct(deployment, page).await,
            Act::Look => self.look(deployment, programme, page).await,
            Act::AskTheSite => self.ask_the_site(deployment, page).await,
            Act::Pay => {
                deployment.on_the_site(self.part.place, "paid").await;
                self.ask_the_site(deployment, page).await
            }
        }
    }

    /// Opens a case, fills it in and hands in what its category asks for, without filing it.
    async fn draft(&mut self, deployment: &Deployment, page: &mut Page<'_>) -> io::Result<()> {
        let mut person = self.log_in(deployment).await;
        let (path, etag) = person.open("open").await;
        let opened = person.ask(Method::GET, &path, &[], Value::Null).await.json();
        let form = opened["draft"]["form"].clone();
        self.row.name = Reading::of("name", &form, "/name");
        self.line(page, &read(&opened, &CASE))?;
        let draft = json!({ "category": self.part.category, "form": form, "confirmed": confirmed() });
        let edited = person.ask(Method::PUT, &format!("{path}/draft"), &[("if-match", &etag)], draft).await;
        assert_eq!(edited.status, 200, "{edited:?}");
        self.case = Some(Case { path, etag, form });
        self.hand_in(&mut person, page).await
    }

    /// Files the case, which is drafted first if there is none.
    async fn file(&mut self, deployment: &Deployment, page: &mut Page<'_>) -> io::Result<()> {
        if self.case.is_none() {
            self.draft(deployment, page).await?;
        }
        let mut person = self.log_in(deployment).await;
        person.step_up().await;
        self.read_messages(deployment, page).await?;
        let Case { path, etag, .. } = self.case();
        if let Some((register, script)) = self.part.otherwise {
            let script = serde_json::from_str(script).expect("a script is JSON");
            deployment.direct(&format!("registers/{register}/script"), script).await;
        }
        let answer = person.submit(path, etag).await.json();
        if let Some((register, _)) = self.part.otherwise {
            deployment.direct(&format!("registers/{register}/script"), json!({})).await;
        }
        keep(&mut self.row.filed, Reading::of("filed", &answer, "/message/zh"));
        self.line(
            page,
            &read(&answer, &[("filed", "/message/zh"), ("refused", "/title"), ("why", "/detail")]),
        )
    }

    /// Photographs anew what was objected to, and corrects the case.
    async fn correct(&mut self, deployment: &Deployment, page: &mut Page<'_>) -> io::Result<()> {
        let mut person = self.log_in(deployment).await;
        let Case { path, form, .. } = self.case();
        let returned = person.ask(Method::GET, path, &[], Value::Null).await.json();
        for objection in returned["objections"].as_array().expect("objections") {
            if let Some(material) = objection["material"].as_str() {
                let path = format!("{path}/materials/{material}");
                let answer = person.send(Method::PUT, &path, &[], picture(material)).await;
                self.line(page, &read(&answer.json(), &PICTURE))?;
            }
        }
        let headers = [("idempotency-key", "correct")];
        let body = json!({ "form": form });
        let answer = person.ask(Method::POST, &format!("{path}/correction"), &headers, body).await.json();
        self.line(
            page,
            &read(
                &answer,
                &[("corrected", "/message/zh"), ("due", "/due"), ("refused", "/title"), ("why", "/detail")],
            ),
        )
    }

    /// Looks at the case.
    async fn look(
        &mut self,
        deployment: &Deployment,
        programme: &Value,
        page: &mut Page<'_>,
    ) -> io::Result<()> {
        let path = self.case().path.clone();
        let case = self.log_in(deployment).await.ask(Method::GET, &path, &[], Value::Null).await.json();
        self.row.take(&case, programme);
        self.line(page, &read(&case, &CASE))
    }

    /// Asks where the registration on the examination site is.
    async fn ask_the_site(&mut self, deployment: &Deployment, page: &mut Page<'_>) -> io::Result<()> {
        let path = format!("{}/registration", self.case().path);
        let answer = self.log_in(deployment).await.ask(Method::POST, &path, &[], Value::Null).await;
        self.line(page, &read(&answer.json(), &REGISTRATION))
    }

    /// Reads the messages that have arrived since. Returns the newest of them.
    pub(crate) async fn read_messages(
        &mut self,
        deployment: &Deployment,
        page: &mut Page<'_>,
    ) -> io::Result<Option<Reading>> {
        let path = format!("/sandbox/inbox/{}", telephone_of(self.part.place));
        let inbox = deployment.client().await.call(Method::GET, &path, &[], "").await.json();
        let messages = inbox["messages"].as_array().expect("messages");
        let mut newest = None;
        for message in &messages[self.messages..] {
            newest = Reading::of("SMS", message, "/text");
            self.line(page, newest.as_slice())?;
        }
        self.messages = messages.len();
        Ok(newest)
    }

    /// Hands in what the category asks for: the certificate if there is one to be obtained, else a photograph.
    async fn hand_in(&mut self, person: &mut Person, page: &mut Page<'_>) -> io::Result<()> {
        let path = format!("{}/materials", self.case().path);
        let list = person.ask(Method::GET, &path, &[], Value::Null).await.json();
        for item in list["materials"].as_array().expect("a list") {
            let material = item["material"].as_str().expect("a name");
            let path = format!("{path}/{material}");
            if self.part.obtains && item["has_certificate"] == true {
                let obtained = person.send(Method::POST, &format!("{path}/certificate"), &[], "").await;
                self.handed_in(&obtained, page)?;
                if obtained.status.is_success() {
                    continue;
                }
            }
            let answer = person.send(Method::PUT, &path, &[], picture(material)).await;
            self.handed_in(&answer, page)?;
        }
        Ok(())
    }

    fn handed_in(&mut self, answer: &Answer, page: &mut Page<'_>) -> io::Result<()> {
        if let (true, Some(case)) = (answer.status.is_success(), &mut self.case) {
            answer.header("etag").clone_into(&mut case.etag);
        }
        self.line(page, &read(&answer.json(), &PICTURE))
    }

    /// Returns the case. Whoever plays has opened one before anything else is done about it.
    pub(crate) fn case(&self) -> &Case {
        self.case.as_ref().unwrap_or_else(|| panic!("{} has opened no case", self.part.row))
    }

    fn line(&self, page: &mut Page<'_>, readings: &[Reading]) -> io::Result<()> {
        page.line(self.part.row, self.row.name.as_ref().expect("they have read their name"), readings)
    }
}
