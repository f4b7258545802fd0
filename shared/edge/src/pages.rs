//! Pages: requests that are answered without a store of one's own, by asking other functions.

use std::cell::Cell;
use std::time::Instant;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::instant;
use http::{HeaderMap, Method, Request, Response};

use crate::body::Body;
use crate::context::Correlation;
use crate::headers::one;
use crate::locale::Locale;
use crate::log::{self, Sink};
use crate::outside::Outside;
use crate::service::{finish, line};
use crate::settings::{Component, Settings};
use store::Entropy;

/// What an instance of a component consists of that has pages and no store.
pub struct Pages {
    component: Component,
    settings: Settings,
    outside: Outside,
    entropy: Entropy,
    sink: Sink,
}

/// One request's surroundings.
pub struct Visit<'a> {
    /// When the request's head arrived.
    pub now: DateTime<Utc>,
    /// The language that the browser asks for.
    pub locale: Locale,
    pages: &'a Pages,
    correlation: Correlation,
    route: Cell<&'static str>,
    refused: Cell<Option<&'static str>>,
}

impl Pages {
    /// Puts an instance together. `sink` takes the lines of the log.
    pub fn new(
        component: Component,
        settings: Settings,
        outside: Outside,
        entropy: Entropy,
        sink: impl Fn(&str) + 'static,
    ) -> Self {
        Self { component, settings, outside, entropy, sink: Box::new(sink) }
    }

    /// Answers `request`, whose head arrived at `now`.
    pub async fn respond(
        &self,
        mut request: Request<Body>,
        now: DateTime<Utc>,
        handle: impl AsyncFnOnce(Request<Body>, &Visit<'_>) -> Response<Bytes>,
    ) -> Response<Bytes> {
        let begun = Instant::now();
        let method = request.method().clone();
        if method == Method::HEAD {
            *request.method_mut() = Method::GET;
        }
        let rest = request.body_mut().rest();
        let visit = Visit {
            now: instant::truncate(now),
            locale: Locale::of(request.headers()),
            pages: self,
            correlation: Correlation::new(self.entropy.draw().unwrap_or_default()),
            route: Cell::new("-"),
            refused: Cell::new(None),
        };
        let response = handle(request, &visit).await;
        if response.status().is_client_error() {
            rest.drain().await;
        }
        let response = finish(response, &method, &visit.correlation);
        let event = log::Event::Served {
            method: log::method(&method),
            route: visit.route.get(),
            status: response.status().as_u16(),
            ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            code: visit.refused.get(),
            account: None,
            login: None,
        };
        (self.sink)(&line(&self.component, visit.now, &visit.correlation, event));
        response
    }
}

impl Visit<'_> {
    /// Notes which route was taken, for the log. It is a template: a path may be anything.
    pub fn enter(&self, route: &'static str) {
        self.route.set(route);
    }

    /// Notes why the page says no, for the log.
    pub fn note_refusal(&self, code: &'static str) {
        self.refused.set(Some(code));
    }

    /// Returns a variable that the component asked for.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.pages.settings.variable(name)
    }

    /// Returns the way of asking other functions.
    pub fn outside(&self) -> &Outside {
        &self.pages.outside
    }

    /// Names the request to whoever answers the telephone.
    pub fn reference(&self) -> &str {
        self.correlation.as_str()
    }

    /// Draws a name that nobody else has drawn. Without entropy there is none, and nothing can be sent by it.
    pub fn draw(&self) -> Option<u128> {
        self.pages.entropy.draw().ok().map(u128::from_be_bytes)
    }

    /// Tells whether the request was sent by a page of this service, where a browser could have been made to send it by
    /// others.
    pub fn is_from_own_page(&self, headers: &HeaderMap) -> bool {
        let own = self.pages.settings.public_origin();
        matches!(one(headers, &http::header::ORIGIN), Ok(Some(origin)) if origin == own && !own.is_empty())
    }
}

impl std::fmt::Debug for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pages({})", self.component.name)
    }
}

impl std::fmt::Debug for Visit<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Visit({})", self.reference())
    }
}
