//! A page: going somewhere, waiting for what it shows, looking at it.

use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::seen::{Seen, Weight};
use super::view::{Scripts, View};
use super::wire::Wire;

/// For so long a page may take to show what is waited for, while others compile.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often it is looked at.
const GLANCE: Duration = Duration::from_millis(15);

/// What somebody is told who looks for something that is not there: enough to recognise the page.
const SHOWN_MAX: usize = 1500;

/// A page.
pub(crate) struct Page {
    wire: Arc<Wire>,
    session: String,
    seen: Arc<Seen>,
    /// What it shares with other pages of the same person: cookies, above all.
    pub(super) context: Value,
    pub(super) origin: String,
    /// How it is seen.
    pub(crate) view: View,
    /// What somebody has done in it so far.
    pub(crate) effort: Cell<Effort>,
}

/// What something takes of somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Effort {
    /// Clicks, or touches.
    pub(crate) clicks: u32,
    /// Fields that were filled in, each with the click that chooses it.
    pub(crate) fields: u32,
    /// Keys, in fields and elsewhere.
    pub(crate) keystrokes: u32,
}

/// What the way to the service is like.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Network {
    Good,
    /// A third-generation network at the edge of its reach, as Lighthouse has it: 400 kbit/s and 400 ms.
    Slow,
    Gone,
}

impl Page {
    pub(super) async fn new(
        wire: Arc<Wire>,
        session: String,
        context: Value,
        view: View,
        origin: &str,
        agent: &str,
    ) -> Self {
        let seen = Arc::new(Seen::new(origin));
        wire.note(&session, Arc::clone(&seen));
        let origin = origin.to_owned();
        let page = Self { wire, session, seen, context, origin, view, effort: Cell::default() };
        for domain in ["Page", "Network", "Runtime", "Log"] {
            page.ask(&format!("{domain}.enable"), json!({})).await;
        }
        let tree = page.ask("Page.getFrameTree", json!({})).await;
        page.seen.begin(tree["frameTree"]["frame"]["id"].as_str().expect("a frame"));
        page.ask("Page.setLifecycleEventsEnabled", json!({ "enabled": true })).await;
        page.ask_all(view.commands(agent)).await;
        page
    }

    /// Gives a command.
    ///
    /// # Panics
    ///
    /// If it is refused.
    pub(crate) async fn ask(&self, method: &str, params: Value) -> Value {
        self.try_ask(method, params).await.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Gives a command that can come too late, when the page has gone on meanwhile.
    ///
    /// # Errors
    ///
    /// Says why it was refused.
    pub(crate) async fn try_ask(&self, method: &str, params: Value) -> Result<Value, String> {
        self.wire.call(Some(&self.session), method, params).await
    }

    /// Opens a path, and waits until the document is there with all that it needs.
    pub(crate) async fn go(&self, path: &str) {
        let address = format!("{}{path}", self.origin);
        self.follow(async || {
            let answer = self.ask("Page.navigate", json!({ "url": address })).await;
            assert!(answer["errorText"].is_null(), "{address}: {}", answer["errorText"]);
        })
        .await;
    }

    /// Goes back, as by the button of the browser.
    pub(crate) async fn back(&self) {
        let history = self.ask("Page.getNavigationHistory", json!({})).await;
        let current = history["currentIndex"].as_u64().expect("a number") as usize;
        let entry = current.checked_sub(1).map(|before| &history["entries"][before]["id"]);
        let entry = json!({ "entryId": entry.expect("there is no way back") });
        self.follow(async || _ = self.ask("Page.navigateToHistoryEntry", entry).await).await;
    }

    /// Loads the document again.
    pub(crate) async fn reload(&self) {
        self.follow(async || _ = self.ask("Page.reload", json!({})).await).await;
    }

    /// Does something that leads to another document, and waits until that is there with all that it needs.
    pub(crate) async fn follow(&self, act: impl AsyncFnOnce()) {
        let before = self.seen.with(|state| state.documents);
        act().await;
        self.until("another document", async || {
            self.seen.with(|state| before < state.documents && state.is_settled())
        })
        .await;
    }

    /// Waits until the document is there with all that it has asked for.
    pub(crate) async fn settle(&self) {
        self.until("everything that it has asked for", async || self.seen.with(|state| state.is_settled()))
            .await;
    }

    /// Waits until this text can be read.
    pub(crate) async fn shows(&self, text: &str) {
        self.until(&format!("the text {text:?}"), async || self.text().await.contains(text)).await;
    }

    /// Waits until something holds of the page.
    ///
    /// # Panics
    ///
    /// If it does not come to hold, with what the page shows instead.
    pub(crate) async fn until(&self, what: &str, holds: impl AsyncFn() -> bool) {
        let begun = Instant::now();
        while !holds().await {
            if PATIENCE < begun.elapsed() {
                panic!("waited for {what} in vain {}", self.describe().await);
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Says where it is and what it shows, for whoever reads of a failure.
    pub(crate) async fn describe(&self) -> String {
        let shown: String = self.text().await.chars().take(SHOWN_MAX).collect();
        let complaints = self.seen.with(|state| state.complaints.join("\n"));
        format!("at {} as {}\n{complaints}\n---- it shows ----\n{shown}\n----", self.path().await, self.view)
    }

    /// Returns what can be read, or nothing while it loads.
    pub(crate) async fn text(&self) -> String {
        let text = self.try_evaluate("document.body ? document.body.innerText : ''").await;
        text.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Returns path and query of the address.
    pub(crate) async fn path(&self) -> String {
        let path = self.try_evaluate("location.pathname + location.search").await;
        path.ok().and_then(|path| path.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Returns the status of the document.
    pub(crate) fn status(&self) -> u64 {
        self.seen.with(|state| state.status())
    }

    /// Returns what the document weighs, with all that it needs.
    pub(crate) fn weight(&self) -> Weight {
        self.seen.with(|state| state.weight())
    }

    /// Takes away what the page has complained of so far: requests to other origins, errors and warnings on the console,
    /// violations of its policy of content.
    pub(crate) fn complaints(&self) -> Vec<String> {
        self.seen.with(|state| std::mem::take(&mut state.complaints))
    }

    /// Has the page work something out, scripts or not. A promise is waited for.
    ///
    /// # Panics
    ///
    /// If it cannot.
    pub(crate) async fn evaluate(&self, script: &str) -> Value {
        self.try_evaluate(script).await.unwrap_or_else(|error| panic!("{error}"))
    }

    async fn try_evaluate(&self, script: &str) -> Result<Value, String> {
        let wanted = json!({ "expression": script, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.try_ask("Runtime.evaluate", wanted).await?;
        match answer.get("exceptionDetails") {
            Some(details) => Err(format!("{} {}", details["text"], details["exception"]["description"])),
            None => Ok(answer["result"]["value"].take()),
        }
    }

    /// Works something out with scripts running, also where the page has none. Its own, which never ran, do not run now.
    pub(crate) async fn with_scripts<T>(&self, act: impl AsyncFnOnce() -> T) -> T {
        let switch = async |is_off: bool| {
            if self.view.scripts == Scripts::Off {
                self.ask("Emulation.setScriptExecutionDisabled", json!({ "value": is_off })).await;
            }
        };
        switch(false).await;
        let value = act().await;
        switch(true).await;
        value
    }

    /// Waits for a question that the browser asks on behalf of the page, and answers it. Returns what it says.
    pub(crate) async fn answer(&self, accept: bool) -> String {
        self.until("a question", async || self.seen.with(|state| state.dialog.is_some())).await;
        let question = self.seen.with(|state| state.dialog.take()).unwrap_or_default();
        self.ask("Page.handleJavaScriptDialog", json!({ "accept": accept })).await;
        question
    }

    /// Returns the value of a cookie, of those that no script can read, too.
    pub(crate) async fn cookie(&self, name: &str) -> Option<String> {
        let cookies = self.ask("Network.getCookies", json!({})).await;
        let cookie = cookies["cookies"].as_array()?.iter().find(|cookie| cookie["name"] == name)?;
        cookie["value"].as_str().map(str::to_owned)
    }

    /// Changes the way to the service.
    pub(crate) async fn network(&self, network: Network) {
        let (is_gone, latency_ms, bytes_per_second) = match network {
            Network::Good => (false, 0, -1),
            Network::Slow => (false, 400, 50_000),
            Network::Gone => (true, 0, 0),
        };
        let conditions = json!({
            "offline": is_gone,
            "latency": latency_ms,
            "downloadThroughput": bytes_per_second,
            "uploadThroughput": bytes_per_second,
        });
        self.ask("Network.emulateNetworkConditions", conditions).await;
    }

    /// Returns a picture of the whole page, below the lower edge of the screen, too.
    pub(crate) async fn picture(&self) -> Vec<u8> {
        let metrics = self.ask("Page.getLayoutMetrics", json!({})).await;
        let height = metrics["cssContentSize"]["height"].as_f64().unwrap_or_default().ceil() as u64;
        // On a screen of that height: the protocol's own way loses the size of text.
        self.ask_all(self.view.screen_of(height)).await;
        let picture =
            self.ask("Page.captureScreenshot", json!({ "format": "png", "optimizeForSpeed": true })).await;
        self.ask_all(self.view.screen_of(0)).await;
        STANDARD.decode(picture["data"].as_str().expect("data")).expect("base64")
    }

    async fn ask_all(&self, commands: Vec<(&'static str, Value)>) {
        for (command, params) in commands {
            self.ask(command, params).await;
        }
    }
}
