//! One request from its head to its response. Nothing in here, nor in any handler, may panic or answer `Err`.

use std::cell::{Cell, RefCell};
use std::time::Instant;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::id::AccountId;
use domain::instant;
use http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{Method, Request, Response};
use store::{KeyValue, Store, Verdict};

use crate::body::Body;
use crate::caches::Caches;
use crate::context::{Context, Correlation};
use crate::locale::Locale;
use crate::log::{self, Ender, Sink};
use crate::outside::Outside;
use crate::problem::Problem;
use crate::settings::{Component, Settings};

/// The build under which the verdict on the store is kept.
pub const BUILD: &str = env!("CARGO_PKG_VERSION");

const CORRELATION: HeaderName = HeaderName::from_static("correlation-id");

/// Whether a component serves before the store has been shown to keep its promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// It serves nothing before.
    Verified,
    /// It is what verifies the store, or does not use it.
    Open,
}

/// What an instance of a component consists of.
pub struct Service<K> {
    pub(crate) component: Component,
    pub(crate) store: Store<K>,
    pub(crate) settings: Settings,
    pub(crate) caches: Caches,
    pub(crate) outside: Outside,
    is_verified: Cell<bool>,
    sink: Sink,
}

impl<K> std::fmt::Debug for Service<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Service({})", self.component.name)
    }
}

impl<K: KeyValue> Service<K> {
    /// Puts an instance together. `sink` takes the lines of the log.
    pub fn new(
        component: Component,
        store: Store<K>,
        settings: Settings,
        sink: impl Fn(&str) + 'static,
    ) -> Self {
        Self {
            component,
            store,
            settings,
            caches: Caches::default(),
            outside: Outside::none(),
            is_verified: Cell::new(false),
            sink: Box::new(sink),
        }
    }

    /// Gives the instance a way of sending requests to the outside.
    #[must_use]
    pub fn with_outside(self, outside: Outside) -> Self {
        Self { outside, ..self }
    }

    /// Answers `request`, whose head arrived at `now`.
    pub async fn respond(
        &self,
        mut request: Request<Body>,
        now: DateTime<Utc>,
        handle: impl AsyncFnOnce(Request<Body>, &Context<'_, K>) -> Result<Response<Bytes>, Problem>,
    ) -> Response<Bytes> {
        let begun = Instant::now();
        let method = request.method().clone();
        if method == Method::HEAD {
            // Exactly the headers of GET; the body is taken off below.
            *request.method_mut() = Method::GET;
        }
        let now = instant::truncate(now);
        // Without entropy nothing can be changed either, and the fault is logged under this name.
        let correlation = Correlation::new(self.store.entropy().draw().unwrap_or_default());
        let locale = Locale::of(request.headers());
        let rest = request.body_mut().rest();
        let cx = Context {
            now,
            locale,
            correlation,
            service: self,
            route: Cell::new("-"),
            refused: Cell::new(None),
            caller: Cell::new(None),
            login: RefCell::new(None),
        };
        let outcome = match self.check_gate().await {
            Ok(()) => handle(request, &cx).await,
            Err(problem) => {
                drop(request);
                Err(problem)
            }
        };
        let response = match outcome {
            Ok(response) => response,
            Err(problem) => {
                rest.drain().await;
                Self::refuse(&problem, &cx)
            }
        };
        let response = finish(response, &method, &cx.correlation);
        let account = cx.caller.get().map(|account| account.to_string());
        let event = log::Event::Served {
            method: log::method(&method),
            route: cx.route.get(),
            status: response.status().as_u16(),
            ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            code: cx.refused.get(),
            account: account.as_deref(),
            login: cx.login.take(),
        };
        (self.sink)(&line(&self.component, now, &cx.correlation, event));
        response
    }

    /// A good verdict is remembered; anything else is asked for again, so that the service opens by itself.
    async fn check_gate(&self) -> Result<(), Problem> {
        if self.component.gate == Gate::Open || self.is_verified.get() {
            return Ok(());
        }
        match self.store.verdict(BUILD).await? {
            Verdict::Good => {
                self.is_verified.set(true);
                Ok(())
            }
            Verdict::Broken(promise) => Err(Problem::store_not_verified(Some(promise))),
            Verdict::Untested => Err(Problem::store_not_verified(None)),
        }
    }

    /// Writes down for operators what has gone wrong.
    pub(crate) fn note_fault(&self, cx: &Context<'_, K>, code: &'static str, reason: &str) {
        (self.sink)(&line(&self.component, cx.now, &cx.correlation, log::Event::Fault { code, reason }));
    }

    /// Writes down who has looked at a picture.
    pub(crate) fn note_reading(&self, cx: &Context<'_, K>, case: &str, material: &str, reader: &str) {
        let event = log::Event::PictureRead { case, material, reader };
        (self.sink)(&line(&self.component, cx.now, &cx.correlation, event));
    }

    /// Writes down that a case was given out with all that is recorded of it.
    pub(crate) fn note_export(&self, cx: &Context<'_, K>, case: &str) {
        (self.sink)(&line(&self.component, cx.now, &cx.correlation, log::Event::CaseExported { case }));
    }

    /// Writes down that sessions of an account were ended, how many, and by whom.
    pub(crate) fn note_ending(&self, cx: &Context<'_, K>, account: AccountId, ended: usize, by: Ender) {
        let account = account.to_string();
        let event = log::Event::SessionsEnded { account: &account, ended, by };
        (self.sink)(&line(&self.component, cx.now, &cx.correlation, event));
    }

    fn refuse(problem: &Problem, cx: &Context<'_, K>) -> Response<Bytes> {
        cx.note_problem(problem);
        problem.response(cx.locale, cx.correlation.as_str())
    }
}

/// Answers for an instance that could not be put together.
#[cfg(target_family = "wasm")]
pub(crate) fn unready(
    component: &Component,
    now: DateTime<Utc>,
    request: &Request<Body>,
    reason: &str,
) -> Response<Bytes> {
    let problem = Problem::unavailable(reason);
    let correlation = Correlation::new(now.timestamp_millis().to_be_bytes());
    let event = log::Event::Fault { code: problem.code().name(), reason };
    crate::wasm::print(&line(component, now, &correlation, event));
    let response = problem.response(Locale::of(request.headers()), correlation.as_str());
    finish(response, request.method(), &correlation)
}

pub(crate) fn line(
    component: &Component,
    now: DateTime<Utc>,
    correlation: &Correlation,
    event: log::Event<'_>,
) -> String {
    let (at, component) = (instant::format(now), component.name);
    log::Line { at, component, correlation: correlation.as_str(), event }.write()
}

pub(crate) fn finish(
    mut response: Response<Bytes>,
    method: &Method,
    correlation: &Correlation,
) -> Response<Bytes> {
    let length = response.body().len();
    let has_length = method != Method::HEAD && !matches!(response.status().as_u16(), 204 | 304);
    if method == Method::HEAD {
        *response.body_mut() = Bytes::new();
    }
    let headers = response.headers_mut();
    if let Ok(correlation) = HeaderValue::from_str(correlation.as_str()) {
        headers.insert(CORRELATION, correlation);
    }
    if has_length {
        // Known here, and without it a host has to send the body in chunks.
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    // What is said to one person is kept by nobody on the way, unless a handler knows better.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // What people have uploaded is shown under an even stricter one.
    let policy = HeaderValue::from_static("default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
    // Under this one browsers name no origin with what a form sends, so pages with forms have another.
    headers.entry(REFERRER_POLICY).or_insert(HeaderValue::from_static("no-referrer"));
    response
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
