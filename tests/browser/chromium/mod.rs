//! Chromium, driven by the protocol of its developers' tools: some hundred lines instead of a library that has every command
//! of the protocol as a type, and takes minutes to compile.

pub(crate) mod elements;
pub(crate) mod keys;
pub(crate) mod page;
pub(crate) mod seen;
pub(crate) mod view;
mod wire;

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::{Child, Command};

use page::Page;
use view::View;
use wire::Wire;

/// What Chromium is started with.
const ARGUMENTS: [&str; 11] = [
    "--headless",
    "--remote-debugging-pipe",
    // Where tests run as root, its own sandbox refuses to. It opens pages of ours alone.
    "--no-sandbox",
    // Containers have little of the memory that it would use for pictures.
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    // Whatever it wants to know itself, it asks nobody.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/// The descriptors that it reads commands from, and writes answers to, are the third and the fourth.
const START: &str = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#;

/// A browser of its own, without a history. It ends when this is dropped.
pub(crate) struct Chromium {
    wire: Arc<Wire>,
    /// How it names itself to servers.
    agent: String,
    _child: Child,
    profile: TempDir,
}

impl Chromium {
    /// Starts it.
    pub(crate) async fn start() -> Self {
        let profile = TempDir::new().expect("there is room for a profile");
        let said = fs::File::create(profile.path().join("said")).expect("there is room for what it says");
        let mut command = Command::new("sh");
        command.args(["-c", START]).arg(program()).args(ARGUMENTS);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(said).kill_on_drop(true);
        let mut child = command.spawn().expect("there is a shell");
        let (to, from) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
        let wire = Wire::new(to, from);
        let version = wire.call(None, "Browser.getVersion", json!({})).await.unwrap_or_else(|error| {
            let said = fs::read_to_string(profile.path().join("said")).unwrap_or_default();
            panic!("{error}\n{said}")
        });
        let agent = version["userAgent"].as_str().expect("it has a name").to_owned();
        Self { wire, agent, _child: child, profile }
    }

    /// Opens a page for somebody who has never been here, and sees pages in this way. It may ask this origin alone.
    pub(crate) async fn open(&self, view: View, origin: &str) -> Page {
        let context = self.ask("Target.createBrowserContext", json!({})).await["browserContextId"].take();
        self.open_in(context, view, origin).await
    }

    /// Opens another page for the same person, who has both side by side.
    pub(crate) async fn beside(&self, page: &Page) -> Page {
        self.open_in(page.context.clone(), page.view, &page.origin).await
    }

    async fn open_in(&self, context: Value, view: View, origin: &str) -> Page {
        let target = json!({ "url": "about:blank", "browserContextId": context });
        let target = self.ask("Target.createTarget", target).await["targetId"].take();
        let attach = json!({ "targetId": target, "flatten": true });
        let session = self.ask("Target.attachToTarget", attach).await["sessionId"].take();
        let session = session.as_str().expect("a session").to_owned();
        Page::new(Arc::clone(&self.wire), session, context, view, origin, &self.agent).await
    }

    async fn ask(&self, method: &str, params: Value) -> Value {
        self.wire.call(None, method, params).await.unwrap_or_else(|error| panic!("{error}"))
    }

    /// A folder that goes with the browser, for files that somebody chooses.
    pub(crate) fn folder(&self) -> PathBuf {
        self.profile.path().to_owned()
    }
}

/// What to start.
pub(crate) fn program() -> PathBuf {
    PathBuf::from(std::env::var_os("MIAOPI_CHROMIUM").expect("`cargo xtask test browser` sets it"))
}
