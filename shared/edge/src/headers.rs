//! Headers that must not be trusted lightly.

use http::HeaderMap;
use http::header::{CONTENT_TYPE, HeaderName};

use crate::problem::Problem;

/// Returns the value of a header that may be there once at most.
///
/// # Errors
///
/// Returns a problem if it is there twice, or is not visible ASCII: of two values, a proxy and this service could
/// each believe another one.
pub fn one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Problem> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(|_| Problem::malformed_header(name)),
        (Some(_), Some(_)) => Err(Problem::malformed_header(name)),
    }
}

/// Returns the media type of a text in UTF-8, without its parameters, and nothing for whatever is declared to be in another
/// character set: that would be read wrongly without anybody noticing.
///
/// # Errors
///
/// As [`one`].
pub fn text_type(headers: &HeaderMap) -> Result<&str, Problem> {
    let declared = one(headers, &CONTENT_TYPE)?.unwrap_or_default();
    let mut parts = declared.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let is_utf8 = parts.all(|parameter| match parameter.split_once('=') {
        Some((name, value)) if name.eq_ignore_ascii_case("charset") => {
            value.trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        Some(_) | None => true,
    });
    Ok(if is_utf8 { essence } else { "" })
}

/// Returns what the platform says in one of its own `spin-` headers. It appends its value after whatever the client
/// sent under the same name, so only the last one can be believed.
pub fn spin<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get_all(name).iter().next_back().and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::header::ORIGIN;

    #[test]
    fn of_a_forged_platform_header_only_the_last_value_counts() {
        let mut headers = HeaderMap::new();
        headers.append("spin-client-addr", "203.0.113.9:1".parse().unwrap());
        headers.append("spin-client-addr", "127.0.0.1:52011".parse().unwrap());
        assert_eq!(spin(&headers, "spin-client-addr"), Some("127.0.0.1:52011"));
        assert_eq!(spin(&headers, "spin-full-url"), None);
    }

    #[test]
    fn a_header_that_is_there_twice_is_refused() {
        let mut headers = HeaderMap::new();
        assert_eq!(one(&headers, &ORIGIN).unwrap(), None);
        headers.append(ORIGIN, "https://a.example".parse().unwrap());
        assert_eq!(one(&headers, &ORIGIN).unwrap(), Some("https://a.example"));
        headers.append(ORIGIN, "https://b.example".parse().unwrap());
        assert_eq!(one(&headers, &ORIGIN).unwrap_err().code().name(), "malformed-header");
    }
}
