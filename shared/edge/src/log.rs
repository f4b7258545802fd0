//! Logs: one JSON document a line, with identifiers of requests and never anything personal.

use http::Method;
use serde::Serialize;

/// Where lines go.
pub(crate) type Sink = Box<dyn Fn(&str)>;

/// What a line of the log is about.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub(crate) enum Event<'a> {
    /// A request was answered.
    Served {
        method: &'a str,
        /// The template and not the path: a path may be anything.
        route: &'static str,
        status: u16,
        ms: u64,
        /// Why it was refused.
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<&'static str>,
        /// Whose session it was, or who has just logged in.
        #[serde(skip_serializing_if = "Option::is_none")]
        account: Option<&'a str>,
        /// The login that it belonged to.
        #[serde(skip_serializing_if = "Option::is_none")]
        login: Option<Login>,
    },
    /// Sessions of an account were ended by somebody who was not in them.
    SessionsEnded { account: &'a str, ended: usize, by: Ender },
    /// A member of staff has looked at a picture.
    PictureRead { case: &'a str, material: &'a str, reader: &'a str },
    /// An operator was given a case with all that is recorded of it.
    CaseExported { case: &'a str },
    /// Something failed. The response carries the correlation as its reference.
    Fault { code: &'static str, reason: &'a str },
}

/// Where somebody logs in, and how they were recognised there. Nothing of it is personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Login {
    /// Which provider is asked.
    pub realm: &'static str,
    /// The id of the portal that it is for, if it is for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portal: Option<String>,
    /// The class that the provider puts the way into (OpenID Connect Core 1.0, section 2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// The ways, such as those of RFC 8176.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<String>,
}

/// Who has ended sessions.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ender {
    /// Whose sessions they were.
    Person,
    /// An operator.
    Operator,
}

/// A line of the log.
#[derive(Serialize)]
pub(crate) struct Line<'a> {
    /// When the request arrived.
    pub(crate) at: String,
    pub(crate) component: &'static str,
    pub(crate) correlation: &'a str,
    #[serde(flatten)]
    pub(crate) event: Event<'a>,
}

impl Line<'_> {
    pub(crate) fn write(&self) -> String {
        // A line of texts and numbers can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// An unknown method is a text of the caller's.
pub(crate) fn method(method: &Method) -> &str {
    const KNOWN: [Method; 9] = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
        Method::TRACE,
        Method::CONNECT,
    ];
    if KNOWN.contains(method) { method.as_str() } else { "other" }
}
