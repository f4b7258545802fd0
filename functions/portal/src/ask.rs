//! Asks the other functions, each by its name, as whoever is logged in.

use std::time::Duration;

use bytes::Bytes;
use edge::{Locale, Visit};
use http::header::{
    ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_MATCH, LOCATION, ORIGIN,
    SET_COOKIE,
};
use http::{HeaderMap, Method, Request, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::refusal::Refusal;

/// A case with everything recorded of it has some hundred kilobytes, and no answer that a page is made of has more.
const ANSWER_BYTES_MAX: usize = 1024 * 1024;

/// Filing asks registers for ten seconds. Whoever has no answer after this time is told so, and can look again.
const TIME_MAX: Duration = Duration::from_secs(25);

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// A function that pages are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Account,
    Application,
    AutoApproval,
    Groups,
    IdentityCheck,
    LoginCallback,
    ManualDecision,
    Programmes,
    Proposals,
    Rehearsals,
    Rosters,
    UploadValidation,
}

impl Function {
    /// Returns where it is asked within the application.
    const fn origin(self) -> &'static str {
        match self {
            Self::Account => "http://account.spin.internal",
            Self::Application => "http://application.spin.internal",
            Self::AutoApproval => "http://auto-approval.spin.internal",
            Self::Groups => "http://groups.spin.internal",
            Self::IdentityCheck => "http://identity-check.spin.internal",
            Self::LoginCallback => "http://login-callback.spin.internal",
            Self::ManualDecision => "http://manual-decision.spin.internal",
            Self::Programmes => "http://programmes.spin.internal",
            Self::Proposals => "http://proposals.spin.internal",
            Self::Rehearsals => "http://rehearsals.spin.internal",
            Self::Rosters => "http://rosters.spin.internal",
            Self::UploadValidation => "http://upload-validation.spin.internal",
        }
    }
}

/// Asks as one visitor.
pub(crate) struct Asker<'a> {
    pub(crate) visit: &'a Visit<'a>,
    pub(crate) locale: Locale,
    /// The token of the session, which the browser has as a cookie.
    pub(crate) token: Option<String>,
    /// The page that a form was sent from, once that is known to be one of ours.
    pub(crate) origin: Option<HeaderValue>,
}

/// What is asked.
pub(crate) struct Call {
    function: Function,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

/// What a function has said.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Call {
    pub(crate) fn new(function: Function, method: Method, path: String) -> Self {
        Self { function, method, path, headers: HeaderMap::new(), body: Bytes::new() }
    }

    pub(crate) fn get(function: Function, path: String) -> Self {
        Self::new(function, Method::GET, path)
    }

    /// Names the attempt, so that it happens once however often it is sent.
    pub(crate) fn once(self, key: &str) -> Self {
        self.with(IDEMPOTENCY_KEY, key)
    }

    /// Says what the change is based on.
    pub(crate) fn over(self, version: &str) -> Self {
        self.with(IF_MATCH, version)
    }

    pub(crate) fn json(self, body: &impl Serialize) -> Result<Self, Refusal> {
        let bytes = serde_json::to_vec(body).map_err(|_| Refusal::unanswered())?;
        Ok(self.with(CONTENT_TYPE, "application/json").body(bytes))
    }

    pub(crate) fn body(self, body: impl Into<Bytes>) -> Self {
        Self { body: body.into(), ..self }
    }

    /// A value that is no header's is left out, and the function says what is missing.
    pub(crate) fn with(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
        self
    }
}

impl Asker<'_> {
    /// Returns what a function shows.
    pub(crate) async fn show<T: DeserializeOwned>(
        &self,
        function: Function,
        path: String,
    ) -> Result<T, Refusal> {
        self.send(Call::get(function, path)).await?.read()
    }

    /// Sends `call`.
    ///
    /// # Errors
    ///
    /// Returns what the function refuses, or that it has not answered.
    pub(crate) async fn send(&self, call: Call) -> Result<Answer, Refusal> {
        let Call { function, method, path, headers, body } = call;
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() =
            format!("{}{path}", function.origin()).parse().map_err(|_| Refusal::no_such_page())?;
        *request.headers_mut() = headers;
        request.headers_mut().insert(ACCEPT_LANGUAGE, HeaderValue::from_static(self.locale.tag()));
        if let Some(token) = &self.token
            && let Ok(value) = HeaderValue::from_str(&format!("Bearer {token}"))
        {
            request.headers_mut().insert(AUTHORIZATION, value);
        }
        if let Some(origin) = &self.origin {
            request.headers_mut().insert(ORIGIN, origin.clone());
        }
        let response = self.visit.outside().open(request, TIME_MAX).await;
        let (head, mut body) = response.map_err(|_| Refusal::unanswered())?.into_parts();
        let body = body.read(ANSWER_BYTES_MAX, TIME_MAX).await.map_err(|_| Refusal::unanswered())?;
        let answer = Answer { status: head.status, headers: head.headers, body };
        if answer.status.is_success() { Ok(answer) } else { Err(Refusal::of(&answer)) }
    }
}

impl Answer {
    /// Reads the document.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        serde_json::from_slice(&self.body).map_err(|_| Refusal::unanswered())
    }

    /// Returns the version of what is shown.
    pub(crate) fn version(&self) -> String {
        self.header(&ETAG)
    }

    /// Returns where it leads.
    pub(crate) fn location(&self) -> String {
        self.header(&LOCATION)
    }

    /// Returns the cookies that the browser is to keep.
    pub(crate) fn cookies(&self) -> impl Iterator<Item = &HeaderValue> {
        self.headers.get_all(SET_COOKIE).iter()
    }

    fn header(&self, name: &HeaderName) -> String {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    }
}
