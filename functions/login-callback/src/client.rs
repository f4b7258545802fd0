//! Which portal a request to the token endpoint comes from (RFC 6749, section 2.3.1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use edge::{Code, Problem, one};
use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::parameters::{Parameters, Wrong};
use crate::portals::{Portal, Portals};

/// Returns the portal that has proved by its secret which one it is: in the header or in the form, and never in both.
///
/// # Errors
///
/// Returns a problem if it has not, or if it tries both ways at once.
pub(crate) fn authenticated<'p>(
    portals: &'p Portals,
    headers: &HeaderMap,
    form: &Parameters<'_>,
) -> Result<&'p Portal, Problem> {
    let refused = || Problem::new(Code::InvalidClient);
    let (id, secret) = (form.optional("client_id")?, form.optional("client_secret")?);
    let (id, secret) = match one(headers, &AUTHORIZATION)? {
        None => (id.unwrap_or_default().to_owned(), secret.unwrap_or_default().to_owned()),
        Some(_) if secret.is_some() => return Err(Wrong("client_secret").into()),
        Some(header) => {
            let (named, secret) = basic(header).ok_or_else(refused)?;
            if id.is_some_and(|id| id != named) {
                return Err(Wrong("client_id").into());
            }
            (named, secret)
        }
    };
    portals.find(&id).filter(|portal| portal.accepts(&secret)).ok_or_else(refused)
}

/// Reads `Basic`. Both parts were encoded as in a form before they were joined.
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, pair) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(pair.trim()).ok()?).ok()?;
    let (id, secret) = pair.split_once(':')?;
    Some((decoded(id)?, decoded(secret)?))
}

/// Neither an id nor a secret has a character that would end a name in a form.
fn decoded(text: &str) -> Option<String> {
    if text.contains(['&', '=']) {
        return None;
    }
    url::form_urlencoded::parse(text.as_bytes()).next().map(|(name, _)| name.into_owned())
}
