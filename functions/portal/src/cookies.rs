//! What the portal keeps in the browser: the language, where somebody was before they logged in, and that they just have. None of it
//! is a secret, and nothing is decided by it.

use edge::{Locale, cookie, set_cookie};
use http::HeaderMap;
use http::header::HeaderValue;

const LANGUAGE: &str = "__Host-language";
const PLACE: &str = "__Host-place";
const ARRIVED: &str = "__Host-arrived";

/// A year: nobody wants to choose again.
const LANGUAGE_SECONDS: u32 = 365 * 24 * 60 * 60;

/// Longer than a login takes, and short enough that a later one does not lead somewhere odd.
const PLACE_SECONDS: u32 = 30 * 60;

/// The next page comes at once. A later one has nothing to say of it.
const ARRIVED_SECONDS: u32 = 60;

/// Returns the language that was chosen, if one was.
pub(crate) fn language(headers: &HeaderMap) -> Option<Locale> {
    match cookie(headers, LANGUAGE).ok()?? {
        "zh" => Some(Locale::Chinese),
        "en" => Some(Locale::English),
        _ => None,
    }
}

pub(crate) fn set_language(locale: Locale) -> Option<HeaderValue> {
    set_cookie(LANGUAGE, locale.pick("zh", "en"), Some(LANGUAGE_SECONDS)).ok()
}

/// Returns where the visitor was going, if that is a page of this portal.
pub(crate) fn place(headers: &HeaderMap) -> Option<String> {
    own_page(cookie(headers, PLACE).ok()??)
}

pub(crate) fn set_place(path: &str) -> Option<HeaderValue> {
    set_cookie(PLACE, &own_page(path)?, Some(PLACE_SECONDS)).ok()
}

pub(crate) fn forget_place() -> Option<HeaderValue> {
    set_cookie(PLACE, "", Some(0)).ok()
}

/// Tells whether the next page is to say that the login has succeeded.
pub(crate) fn has_arrived(headers: &HeaderMap) -> bool {
    cookie(headers, ARRIVED).is_ok_and(|value| value == Some("yes"))
}

pub(crate) fn set_arrived() -> Option<HeaderValue> {
    set_cookie(ARRIVED, "yes", Some(ARRIVED_SECONDS)).ok()
}

pub(crate) fn forget_arrived() -> Option<HeaderValue> {
    set_cookie(ARRIVED, "", Some(0)).ok()
}

/// Returns `path` if it is one on this very origin, of letters that need no escaping: a link to a login must not end
/// anywhere else.
pub(crate) fn own_page(path: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    let is_own = path.starts_with('/') && !path.starts_with("//") && path.len() <= 200;
    (is_own && path.bytes().all(is_plain)).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_leads_to_pages_of_the_portal_alone() {
        for path in ["/", "/cases/case_06A1B2C3D4E5F6G7H8J9K0M1N2/materials", "/programmes/a-b"] {
            assert_eq!(own_page(path).as_deref(), Some(path));
        }
        for path in
            ["", "//evil.example", "https://evil.example", "/\\evil", "/a?b", "/a;b", "/a b", "/\u{e9}"]
        {
            assert_eq!(own_page(path), None, "{path}");
        }
    }
}
