//! The parameters of a request as OAuth has them: in an address or in a form, each once.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use edge::{Body, Problem, one};
use http::Request;
use http::header::CONTENT_TYPE;

/// A form has a few hundred bytes; this leaves room for the longest address and the longest state, escaped.
const FORM_BYTES_MAX: usize = 8 * 1024;

/// The parameters of an address or of a form.
pub(crate) struct Parameters<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

/// A parameter is missing, there twice, or not what it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wrong(pub(crate) &'static str);

impl<'a> Parameters<'a> {
    pub(crate) fn of(text: &'a [u8]) -> Self {
        Self(url::form_urlencoded::parse(text).collect())
    }

    /// Returns the value of a parameter. An empty one counts as left out (RFC 6749, section 3.1).
    ///
    /// # Errors
    ///
    /// Returns what is wrong if it is there twice, since each of two readers could believe another one.
    pub(crate) fn optional(&self, name: &'static str) -> Result<Option<&str>, Wrong> {
        let mut values = self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_ref());
        match (values.next(), values.next()) {
            (value, None) => Ok(value.filter(|value| !value.is_empty())),
            (_, Some(_)) => Err(Wrong(name)),
        }
    }

    /// Returns the value of a parameter that must be there.
    ///
    /// # Errors
    ///
    /// Returns what is wrong if it is missing, empty or there twice.
    pub(crate) fn required(&self, name: &'static str) -> Result<&str, Wrong> {
        self.optional(name)?.ok_or(Wrong(name))
    }
}

impl From<Wrong> for Problem {
    fn from(Wrong(parameter): Wrong) -> Self {
        Self::invalid_request(parameter)
    }
}

/// Reads the form of a request, which has to arrive within this time.
///
/// # Errors
///
/// Returns a problem if it is none, is too large, or does not arrive.
pub(crate) async fn form(request: &mut Request<Body>, time_max: Duration) -> Result<Bytes, Problem> {
    let form = request.body_mut().read(FORM_BYTES_MAX, time_max).await?;
    let media_type = one(request.headers(), &CONTENT_TYPE)?.unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        Ok(form)
    } else {
        Err(Problem::malformed_header(&CONTENT_TYPE))
    }
}

/// Tells whether a text has only characters that look the same in addresses, in forms and in headers (RFC 3986, section 2.3).
pub(crate) fn is_unreserved(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_there_once_or_not_at_all() {
        let given = Parameters::of(b"one=%31+2&empty=&twice=a&twice=a&half=&half=b");
        assert_eq!(given.required("one"), Ok("1 2"));
        for missing in ["empty", "none"] {
            assert_eq!((given.optional(missing), given.required(missing)), (Ok(None), Err(Wrong(missing))));
        }
        for twice in ["twice", "half"] {
            assert_eq!(
                (given.optional(twice), given.required(twice)),
                (Err(Wrong(twice)), Err(Wrong(twice)))
            );
        }
    }
}
