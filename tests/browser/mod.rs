//! The pages, as people use them: in Chromium, at the width of a telephone and of a desk, with scripts and without, in both
//! languages. Each state that a journey looks at has to be without a violation of axe's rules, without a complaint on the
//! console and without a request to anybody else, and is kept as a picture by `cargo xtask screenshots`.
//! `cargo xtask test browser` provides the browser, and what comes from npm.

mod administrators;
mod agree;
mod by_pages;
mod candidate;
mod chromium;
mod decided;
mod derived;
mod instruments;
mod interrupted;
mod keyboard;
mod lighthouse;
mod login;
mod look;
mod pocket;
mod reviewer;
mod upload;
mod without_scripts;

use std::cell::Cell;
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::ops::Deref;
use std::path::PathBuf;

use serde_json::json;
use tests::deployment::{Deployment, Plan, sandbox};
use tests::http::Client;
use tests::person::{Person, telephone_of};

use chromium::Chromium;
use chromium::page::Page;
use chromium::view::{Language, View};

/// A deployment with a clock that stands still, at an origin that browsers find, and a browser.
struct Site {
    deployment: Deployment,
    chromium: Chromium,
    origin: String,
}

impl Site {
    /// A site at which it is `instant`, such as `04-15T09:00:00.000` in China.
    async fn at(instant: &str) -> Self {
        Self::told(instant, &[]).await
    }

    /// The same, which is told something besides, or otherwise than the sandbox.
    async fn told(instant: &str, variables: &[(&str, &str)]) -> Self {
        // Given back at once: nobody else on the machine is given the same port so soon.
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.expect("there is a free port").port();
        let origin = format!("http://127.0.0.1:{port}");
        let variables = [&[("public_origin", origin.as_str())], variables].concat();
        let deployment = Deployment::start(Plan { port, variables: &variables, ..Plan::of(&sandbox()) });
        deployment.hold(instant).await;
        deployment.prepare(4).await;
        Self { deployment, chromium: Chromium::start().await, origin }
    }

    /// Somebody comes who has never been here.
    async fn visit(&self, journey: &'static str, view: View) -> Visit {
        Visit::new(self.chromium.open(view, &self.origin).await, journey, self.deployment.address)
    }

    /// A reviewer comes, who has logged in at the provider of the office.
    async fn reviewer(&self, view: View) -> Visit {
        self.staff("reviewer", view, "reviewer").await
    }

    /// Somebody of the office comes, who has logged in there by the line that begins with this.
    async fn staff(&self, journey: &'static str, view: View, line: &str) -> Visit {
        let visit = self.visit(journey, view).await;
        visit.go("/auth/login?realm=staff&return=/arrived").await;
        visit.follow_link(line).await;
        visit
    }

    /// Offers another programme, by the file of its policy.
    async fn offer(&self, policy: &str) {
        let publishing = json!({ "policy": policy, "partitions": 1 });
        let answer = self.deployment.operate("/internal/policies", publishing).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    /// Puts a file where somebody at the browser can choose it.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.chromium.folder().join(name);
        fs::write(&path, content).expect("there is room");
        path
    }

    /// The same person opens another window.
    async fn beside(&self, visit: &Visit) -> Visit {
        Visit::new(self.chromium.beside(visit).await, visit.journey, visit.service)
    }
}

/// One person's way through the pages.
struct Visit {
    page: Page,
    /// What it is called, which is the name of the folder of its pictures.
    journey: &'static str,
    /// How many states have been looked at.
    looks: Cell<u32>,
    /// Who it is, by their place in the list of invented people.
    place: Cell<u32>,
    /// Where the service is, for what is done beside the pages.
    service: SocketAddr,
}

impl Visit {
    fn new(page: Page, journey: &'static str, service: SocketAddr) -> Self {
        Self { page, journey, looks: Cell::default(), place: Cell::default(), service }
    }

    /// Returns what is written in the language of this visit.
    fn say<'a>(&self, chinese: &'a str, english: &'a str) -> &'a str {
        match self.view.language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    /// Logs in as the invented person at this place, and is where that leads.
    async fn log_in(&self, place: u32) {
        self.go("/auth/login?realm=candidate&return=/arrived").await;
        self.log_in_as(place).await;
    }

    /// Logs in at the provider of the sandbox, whose page is open, as the invented person at this place, without a second device.
    async fn log_in_as(&self, place: u32) {
        self.follow_link(self.say("个人登录", "Personal login")).await;
        self.go(&self.phone().await).await;
        self.be_recognised(place).await;
        self.follow_link(self.say("继续登录", "Go on with the login")).await;
        self.place.set(place);
    }

    /// Returns where the code leads that waits for a second device.
    async fn phone(&self) -> String {
        let address =
            self.evaluate("new URL(document.querySelector('a[target=_blank]').href).pathname").await;
        address.as_str().expect("there is a link beside the code").to_owned()
    }

    /// Has the face of the invented person at this place recognised, on the page of the second device.
    async fn be_recognised(&self, place: u32) {
        self.click(self.say("其他人员，序号：", "Somebody else, by number:")).await;
        self.fill(self.say("序号（0 至 9999）", "Number from 0 to 9999"), &place.to_string()).await;
        self.follow_link(self.say("人脸识别：通过", "The face is recognised")).await;
    }

    /// Returns whoever is logged in, for what they do beside the pages.
    async fn person(&self) -> Person {
        let token = self.cookie("__Host-session").await.expect("somebody is logged in");
        let (bearer, cookie) = (format!("Bearer {token}"), format!("__Host-session={token}"));
        let telephone = telephone_of(self.place.get());
        Person { client: Client::connect(self.service).await, bearer, cookie, telephone }
    }

    /// Prints what it has taken.
    fn end(self) {
        let effort = self.page.effort.get();
        println!(
            "counted: {}, {}: {} clicks, {} fields, {} keystrokes",
            self.journey, self.page.view, effort.clicks, effort.fields, effort.keystrokes
        );
    }
}

impl Deref for Visit {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}
