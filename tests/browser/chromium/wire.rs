//! The protocol of the developers' tools: JSON messages, each ended by a zero byte, through two pipes.
//! <https://chromedevtools.github.io/devtools-protocol/>

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{ChildStdin, ChildStdout};
use tokio::sync::oneshot;

use super::seen::Seen;

/// A picture of a long page takes seconds while others compile.
const ANSWER_MAX: Duration = Duration::from_secs(60);

/// Both directions.
pub(crate) struct Wire {
    to: tokio::sync::Mutex<ChildStdin>,
    last: AtomicU64,
    listening: Mutex<Listening>,
}

#[derive(Default)]
struct Listening {
    /// Who waits for the answer to a command.
    commands: BTreeMap<u64, oneshot::Sender<Result<Value, String>>>,
    /// Who notes what happens in a session.
    sessions: BTreeMap<String, Arc<Seen>>,
    /// Whether nothing will be said any more.
    is_over: bool,
}

impl Wire {
    /// Listens from now on.
    pub(crate) fn new(to: ChildStdin, from: ChildStdout) -> Arc<Self> {
        let wire = Arc::new(Self {
            to: tokio::sync::Mutex::new(to),
            last: AtomicU64::new(0),
            listening: Mutex::default(),
        });
        let listener = Arc::clone(&wire);
        tokio::spawn(async move {
            let (mut from, mut message) = (BufReader::new(from), Vec::new());
            while matches!(from.read_until(0, &mut message).await, Ok(1..)) {
                if message.pop() == Some(0)
                    && let Ok(message) = serde_json::from_slice(&message)
                {
                    listener.hear(message);
                }
                message.clear();
            }
            // Whoever still waits hears that there is nobody any more.
            listener.with(|listening| {
                listening.commands.clear();
                listening.is_over = true;
            });
        });
        wire
    }

    /// Has what happens in a session noted.
    pub(crate) fn note(&self, session: &str, seen: Arc<Seen>) {
        self.with(|listening| listening.sessions.insert(session.to_owned(), seen));
    }

    /// Gives a command and waits for the answer.
    ///
    /// # Errors
    ///
    /// Says which command was refused, and why; or that there was no answer.
    pub(crate) async fn call(
        &self,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> Result<Value, String> {
        let id = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let (sender, receiver) = oneshot::channel();
        let is_over = self.with(|listening| {
            listening.commands.insert(id, sender);
            listening.is_over
        });
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let sent = async {
            let mut to = self.to.lock().await;
            to.write_all(&bytes).await?;
            to.flush().await
        };
        if is_over || sent.await.is_err() {
            return Err(format!("{method}: Chromium has ended"));
        }
        match tokio::time::timeout(ANSWER_MAX, receiver).await {
            Ok(Ok(answer)) => answer.map_err(|error| format!("{method}: {error}")),
            Ok(Err(_)) => Err(format!("{method}: Chromium has ended")),
            Err(_) => Err(format!("{method}: no answer within {ANSWER_MAX:?}")),
        }
    }

    fn hear(&self, mut message: Value) {
        if let Some(id) = message["id"].as_u64() {
            let answer = match message["error"]["message"].as_str() {
                Some(error) => Err(error.to_owned()),
                None => Ok(message["result"].take()),
            };
            if let Some(sender) = self.with(|listening| listening.commands.remove(&id)) {
                // Whoever has stopped waiting has said so.
                drop(sender.send(answer));
            }
            return;
        }
        let session = message["sessionId"].as_str().unwrap_or_default();
        if let Some(seen) = self.with(|listening| listening.sessions.get(session).cloned()) {
            seen.note(message["method"].as_str().unwrap_or_default(), &message["params"]);
        }
    }

    fn with<T>(&self, look: impl FnOnce(&mut Listening) -> T) -> T {
        look(&mut self.listening.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
