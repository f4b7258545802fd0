//! A page, and what else is answered to a browser.

use askama::Template;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::calendar::Civil;
use edge::{Locale, Problem};
use http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue,
    LOCATION, REFERRER_POLICY, VARY,
};
use http::{HeaderMap, Response, StatusCode};

use crate::{AGAIN_PATH, ICON_PATH, STYLE_PATH};

/// Nothing is loaded but the stylesheet and the icon, nothing is run, and forms go nowhere else.
const CONTENT_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                              base-uri 'none'; frame-ancestors 'none'";

/// The same, but for the script of a page that waits for something, and for what that asks.
const WAITING_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                              base-uri 'none'; frame-ancestors 'none'; script-src 'self'; connect-src 'self'";

/// A page around its content.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The language of its reader.
    pub locale: Locale,
    /// What it is called: in its heading, and in the browser.
    pub title: &'a str,
    /// Every how many seconds the browser is to ask by itself whether there is something else to read. Without scripts it does not, so
    /// such a page has a link as well.
    pub again_after: Option<u8>,
}

#[derive(Template)]
#[template(path = "page.html")]
struct Frame<'a> {
    locale: Locale,
    title: &'a str,
    again_after: Option<u8>,
    content: &'a str,
}

impl<'a> Page<'a> {
    /// Returns a page that stays as it is until its reader does something.
    pub const fn new(locale: Locale, title: &'a str) -> Self {
        Self { locale, title, again_after: None }
    }

    /// Renders it around `content`.
    ///
    /// # Errors
    ///
    /// Returns a fault if either cannot be written.
    pub fn render(&self, content: &impl Template) -> Result<Response<Bytes>, Problem> {
        let content = content.render().map_err(Problem::fault)?;
        let Self { locale, title, again_after } = *self;
        let page = Frame { locale, title, again_after, content: &content }.render();
        let mut response = Response::new(Bytes::from(page.map_err(Problem::fault)?));
        *response.status_mut() = StatusCode::OK;
        let policy = if again_after.is_some() { WAITING_POLICY } else { CONTENT_POLICY };
        let headers: [(HeaderName, &'static str); 5] = [
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            (CONTENT_LANGUAGE, locale.tag()),
            (VARY, "Accept, Accept-Language"),
            (CONTENT_SECURITY_POLICY, policy),
            // Forms have to name their origin, which the stricter one of all other answers would take from them.
            (REFERRER_POLICY, "same-origin"),
        ];
        let answer =
            |response, (name, value)| edge::with_header(response, name, HeaderValue::from_static(value));
        Ok(headers.into_iter().fold(response, answer))
    }
}

/// Sends the browser on, by GET.
///
/// # Errors
///
/// Returns a fault if the address cannot stand in a header.
pub fn go(address: &str) -> Result<Response<Bytes>, Problem> {
    let location = HeaderValue::from_str(address).map_err(Problem::fault)?;
    Ok(edge::with_header(edge::empty(StatusCode::SEE_OTHER), LOCATION, location))
}

/// Answers with a file that is the same for everybody. It is asked for again after a minute, since a newer build may have another.
pub fn asset(media_type: &'static str, text: &'static str) -> Response<Bytes> {
    let response = Response::new(Bytes::from_static(text.as_bytes()));
    let response = edge::with_header(response, CONTENT_TYPE, HeaderValue::from_static(media_type));
    edge::with_header(response, CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"))
}

/// Writes an instant as the clocks of people in China show it, to the second.
pub fn beijing(instant: DateTime<Utc>) -> String {
    let second = DateTime::from_timestamp(instant.timestamp(), 0).unwrap_or(instant);
    Civil::Time(second).to_string().replace('T', " ")
}

/// Tells whether it is a browser that asks for a page to be read. Programs name JSON, or nothing in particular.
pub fn wants_page(headers: &HeaderMap) -> bool {
    let values = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let types =
        values.flat_map(|value| value.split(',')).map(|range| range.split(';').next().unwrap_or_default());
    types.map(str::trim).any(|essence| essence.eq_ignore_ascii_case("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Template)]
    #[template(source = "<p>{{ said }}</p>", ext = "html")]
    struct Said<'a> {
        said: &'a str,
    }

    fn rendered(page: Page<'_>, said: &str) -> (HeaderMap, String) {
        let (head, body) = page.render(&Said { said }).unwrap().into_parts();
        (head.headers, String::from_utf8(body.to_vec()).unwrap())
    }

    #[test]
    fn what_somebody_has_written_stays_text() {
        let (_, page) = rendered(Page::new(Locale::Chinese, "<b>"), "</p><script>alert(1)</script>");
        assert!(!page.contains("<script") && !page.contains("<b>"), "{page}");
        assert!(page.contains("&#60;script&#62;"), "{page}");
    }

    #[test]
    fn a_page_is_in_one_language_and_says_in_which() {
        for (locale, tag, word) in
            [(Locale::Chinese, "zh-CN", "演示环境"), (Locale::English, "en", "Sandbox")]
        {
            let (headers, page) = rendered(Page::new(locale, ""), "");
            assert_eq!(headers[CONTENT_LANGUAGE], tag);
            assert!(page.contains(&format!("<html lang=\"{tag}\">")) && page.contains(word), "{page}");
        }
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere_and_nothing_is_written_into_the_page_that_a_policy_would_have_to_allow()
     {
        for (again_after, scripts) in [(None, 0), (Some(3), 1)] {
            let page = Page { again_after, ..Page::new(Locale::English, "") };
            let (headers, page) = rendered(page, "");
            let policy = headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(!policy.contains("unsafe"), "{policy}");
            assert_eq!(policy.matches("script-src 'self'").count(), scripts, "{policy}");
            assert_eq!(page.matches("<script").count(), scripts, "{page}");
            assert_eq!(
                page.matches(r#"<script type="module" src="/sandbox/again.js"></script>"#).count(),
                scripts
            );
            assert_eq!(page.matches(r#"<body data-again-after="3">"#).count(), scripts, "{page}");
            let within = ["<style", "style=", "://", "http-equiv"];
            assert!(!within.iter().any(|found| page.contains(found)), "{page}");
            // A browser says with a form from where it comes only if it may.
            assert_eq!(headers[REFERRER_POLICY], "same-origin");
        }
    }

    #[test]
    fn an_instant_is_shown_as_clocks_in_china_do() {
        let shown = |text: &str| beijing(domain::instant::parse(text).unwrap());
        assert_eq!(shown("2027-04-15T01:00:00.999Z"), "2027-04-15 09:00");
        assert_eq!(shown("2027-04-15T16:00:05.000Z"), "2027-04-16 00:00:05");
    }

    #[test]
    fn a_page_is_for_whoever_names_one() {
        let wants = |accept: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, accept.parse().unwrap());
            wants_page(&headers)
        };
        assert!(wants("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
        assert!(!wants("*/*") && !wants("application/json") && !wants_page(&HeaderMap::new()));
    }
}
