//! What all pages have in common: their frame, their headers, and how they answer a form.

use askama::Template;
use bytes::Bytes;
use edge::{Locale, Visit};
use http::header::{
    CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue,
    LOCATION, REFERRER_POLICY, SET_COOKIE, VARY,
};
use http::{HeaderMap, Response, StatusCode};

use crate::assets;
use crate::cookies;
use crate::form::Form;
use crate::refusal::Refusal;
use crate::texts::common::Texts;

/// Everything comes from this very origin. Captchas are pictures within the page.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; \
    connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Whose page it is, which decides what its head offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Area {
    Candidates,
    Reviewers,
    Administrators,
}

/// What the frame of a page needs.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) t: &'static Texts,
    pub(crate) locale: Locale,
    pub(crate) area: Area,
    pub(crate) is_logged_in: bool,
    /// Whether that has just happened, which is said once (S1-25).
    pub(crate) has_arrived: bool,
    /// Where the visitor is, for coming back after having chosen a language.
    pub(crate) path: String,
    /// What stands behind the path and goes along, where a page is nothing without it.
    pub(crate) query: String,
    pub(crate) now: String,
}

impl Frame {
    pub(crate) fn new(visit: &Visit<'_>, headers: &HeaderMap, path: &str) -> Self {
        let locale = cookies::language(headers).unwrap_or(visit.locale);
        Self {
            t: Texts::of(locale),
            locale,
            area: Area::of(path),
            is_logged_in: edge::cookie(headers, edge::COOKIE).is_ok_and(|token| token.is_some()),
            has_arrived: cookies::has_arrived(headers),
            path: cookies::own_page(path).unwrap_or_else(|| "/".to_owned()),
            query: String::new(),
            now: domain::instant::format(visit.now),
        }
    }

    /// The same, of a page that is nothing without what stands behind its path.
    pub(crate) fn with_query(self, query: &Form) -> Self {
        Self { query: query.behind_path(), ..self }
    }

    pub(crate) fn lang(&self) -> &'static str {
        self.locale.tag()
    }

    /// The language that the page is not in.
    pub(crate) fn other_lang(&self) -> &'static str {
        self.other().tag()
    }

    pub(crate) fn other_name(&self) -> &'static str {
        self.other().pick("zh", "en")
    }

    fn other(&self) -> Locale {
        match self.locale {
            Locale::Chinese => Locale::English,
            Locale::English => Locale::Chinese,
        }
    }

    pub(crate) fn stylesheet(&self) -> String {
        assets::address("portal.css")
    }

    pub(crate) fn script(&self) -> String {
        assets::address("portal.js")
    }

    pub(crate) fn icon(&self) -> String {
        assets::address("icon.svg")
    }

    pub(crate) fn is_for_staff(&self) -> bool {
        self.area != Area::Candidates
    }
}

impl Area {
    fn of(path: &str) -> Self {
        match path.split('/').nth(1) {
            Some("reviews") => Self::Reviewers,
            Some("administration") => Self::Administrators,
            _ => Self::Candidates,
        }
    }
}

/// Renders a page.
pub(crate) fn render(
    status: StatusCode,
    locale: Locale,
    page: &impl Template,
) -> Result<Response<Bytes>, Refusal> {
    let text = page.render().map_err(|_| Refusal::unanswered())?;
    let mut response = Response::new(Bytes::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
    secure(headers);
    Ok(response)
}

/// Sends the browser on, after a form or a choice.
pub(crate) fn see_other(path: &str) -> Result<Response<Bytes>, Refusal> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let location = HeaderValue::from_str(path).map_err(|_| Refusal::no_such_page())?;
    response.headers_mut().insert(LOCATION, location);
    secure(response.headers_mut());
    Ok(response)
}

/// Tells whether it is a page that somebody reads.
pub(crate) fn is_page(response: &Response<Bytes>) -> bool {
    response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// Says that there is nothing, to a program.
pub(crate) fn nothing() -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Has the browser keep something.
pub(crate) fn with_cookie(mut response: Response<Bytes>, cookie: Option<HeaderValue>) -> Response<Bytes> {
    if let Some(cookie) = cookie {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn secure(headers: &mut HeaderMap) {
    const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
    const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
    const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    // With `no-referrer`, browsers would hide the origin of forms from this very service.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(OPENER, HeaderValue::from_static("same-origin"));
    headers.insert(RESOURCE, HeaderValue::from_static("same-origin"));
    headers.insert(PERMISSIONS, HeaderValue::from_static("camera=(), geolocation=(), microphone=()"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("accept-language, cookie"));
}
