//! What happens in a page while somebody uses it: what it asks for, what it complains of, whether it has loaded.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

/// What happens in a page.
pub(crate) struct Seen {
    /// The only origin that a page may ask.
    origin: String,
    state: Mutex<State>,
}

/// What has happened so far.
#[derive(Default)]
pub(crate) struct State {
    /// The frame of the page itself.
    frame: String,
    /// The document that is shown, by the name of its loading.
    document: String,
    /// How many documents have been shown so far.
    pub(crate) documents: u64,
    /// The document whose `load` has fired.
    loaded: String,
    /// What has been asked for and has not arrived.
    in_flight: BTreeSet<String>,
    /// What has arrived.
    arrived: BTreeMap<String, Arrived>,
    /// What went wrong, in words.
    pub(crate) complaints: Vec<String>,
    /// What a dialog says that waits for an answer.
    pub(crate) dialog: Option<String>,
}

#[derive(Default)]
struct Arrived {
    /// The document that it belongs to.
    document: String,
    address: String,
    status: u64,
    bytes: u64,
}

/// How much a document and all that it needs have over the wire, headers included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weight {
    /// The document alone.
    pub(crate) document_bytes: u64,
    /// With everything that it has asked for so far.
    pub(crate) all_bytes: u64,
}

impl Seen {
    /// Notes nothing but requests to other origins, and what goes wrong.
    pub(crate) fn new(origin: &str) -> Self {
        Self { origin: origin.to_owned(), state: Mutex::default() }
    }

    /// Says which frame is the page itself.
    pub(crate) fn begin(&self, frame: &str) {
        self.with(|state| frame.clone_into(&mut state.frame));
    }

    /// Looks at it.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes an event.
    pub(crate) fn note(&self, event: &str, params: &Value) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let bytes = |value: &Value| value.as_f64().unwrap_or_default() as u64;
        self.with(|state| match event {
            "Network.requestWillBeSent" => {
                let (request, address) = (text(&params["requestId"]), text(&params["request"]["url"]));
                if !self.is_ours(&address) {
                    state.complaints.push(format!("asks somebody else: {address}"));
                }
                let redirected = &params["redirectResponse"]["encodedDataLength"];
                let arrived = state.arrived.entry(request.clone()).or_default();
                (arrived.document, arrived.address) = (text(&params["loaderId"]), address);
                arrived.bytes += bytes(redirected);
                state.in_flight.insert(request);
            }
            "Network.responseReceived" => {
                let arrived = state.arrived.entry(text(&params["requestId"])).or_default();
                arrived.status = params["response"]["status"].as_u64().unwrap_or_default();
            }
            "Network.loadingFinished" => {
                let request = text(&params["requestId"]);
                state.in_flight.remove(&request);
                state.arrived.entry(request).or_default().bytes += bytes(&params["encodedDataLength"]);
            }
            "Network.loadingFailed" => _ = state.in_flight.remove(&text(&params["requestId"])),
            "Page.frameNavigated" if params["frame"]["parentId"].is_null() => {
                state.document = text(&params["frame"]["loaderId"]);
                state.documents += 1;
                if params["type"] == "BackForwardCacheRestore" {
                    state.loaded.clone_from(&state.document);
                }
            }
            "Page.lifecycleEvent" if params["name"] == "load" && params["frameId"] == *state.frame => {
                state.loaded = text(&params["loaderId"]);
            }
            "Page.javascriptDialogOpening" => state.dialog = Some(text(&params["message"])),
            "Page.javascriptDialogClosed" => state.dialog = None,
            "Runtime.exceptionThrown" => {
                let details = &params["exceptionDetails"];
                state.complaints.push(format!("{} {}", details["text"], details["exception"]["description"]));
            }
            "Runtime.consoleAPICalled"
                if ["error", "warning", "assert"].contains(&params["type"].as_str().unwrap_or_default()) =>
            {
                state.complaints.push(format!("console: {}", params["args"]));
            }
            "Log.entryAdded" => state.complain(&params["entry"]),
            _ => {}
        });
    }

    fn is_ours(&self, address: &str) -> bool {
        let rest = address.strip_prefix(&self.origin);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            || ["data:", "blob:", "about:"].iter().any(|scheme| address.starts_with(scheme))
    }
}

impl State {
    /// Tells whether the document is there with all that it has asked for.
    pub(crate) fn is_settled(&self) -> bool {
        !self.document.is_empty()
            && self.loaded == self.document
            && !self.in_flight.iter().any(|request| self.concerns(request))
    }

    /// Tells whether a request is one of the document, or for the next one. Of those before, some never end.
    fn concerns(&self, request: &String) -> bool {
        let document = self.arrived.get(request).map(|arrived| &arrived.document);
        document.is_none_or(|document| *document == self.document || document == request)
    }

    /// The status of the document.
    pub(crate) fn status(&self) -> u64 {
        self.arrived.get(&self.document).map_or(0, |document| document.status)
    }

    /// What the document weighs.
    pub(crate) fn weight(&self) -> Weight {
        let document_bytes = self.arrived.get(&self.document).map_or(0, |document| document.bytes);
        let of_it = self.arrived.values().filter(|arrived| arrived.document == self.document);
        Weight { document_bytes, all_bytes: of_it.map(|arrived| arrived.bytes).sum() }
    }

    fn complain(&mut self, entry: &Value) {
        let (level, text) = (entry["level"].as_str(), entry["text"].as_str().unwrap_or_default());
        let address = entry["url"].as_str().unwrap_or_default();
        // A document that is refused is one that a scenario looks at; the console has it as something that is missing.
        let is_document = entry["source"] == "network"
            && self.arrived.iter().any(|(request, it)| *request == it.document && it.address == address);
        if matches!(level, Some("error" | "warning")) && !is_document {
            self.complaints.push(format!("console: {text} {address}"));
        }
    }
}
