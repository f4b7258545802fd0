//! Who a request claims to come from, before anybody believes it.

use http::header::{AUTHORIZATION, COOKIE as COOKIE_HEADER, ORIGIN};
use http::{HeaderMap, Method};
use sha2::{Digest as _, Sha256};
use subtle::{Choice, ConstantTimeEq as _};

use crate::headers::one;
use crate::problem::{Code, Problem};
use crate::session::COOKIE;

/// How a session's token came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Credential<'a> {
    /// By a header that only a program sends on purpose.
    Bearer(&'a str),
    /// By a cookie, which a browser sends whoever makes it.
    Cookie(&'a str),
}

impl<'a> Credential<'a> {
    /// Returns the credential of a request, or `None` if it carries none.
    ///
    /// # Errors
    ///
    /// Returns a problem if there are several of a kind. `Authorization` counts before a cookie.
    pub(crate) fn of(headers: &'a HeaderMap) -> Result<Option<Self>, Problem> {
        if let Some(token) = bearer(headers)? {
            return Ok(Some(Self::Bearer(token)));
        }
        Ok(session_cookie(headers)?.map(Self::Cookie))
    }

    pub(crate) fn token(self) -> &'a str {
        match self {
            Self::Bearer(token) | Self::Cookie(token) => token,
        }
    }

    /// Checks that a request which changes something was made by our own pages, where a browser could have been
    /// made to send it by others.
    ///
    /// # Errors
    ///
    /// Returns a problem if the request names another origin, or none. `Host` is not asked: the caller writes it.
    pub(crate) fn check_origin(
        self,
        method: &Method,
        headers: &HeaderMap,
        public_origin: &str,
    ) -> Result<(), Problem> {
        match self {
            Self::Bearer(_) => Ok(()),
            Self::Cookie(_) if method.is_safe() => Ok(()),
            Self::Cookie(_) => match one(headers, &ORIGIN)? {
                Some(origin) if origin == public_origin && !public_origin.is_empty() => Ok(()),
                Some(_) | None => Err(Problem::new(Code::OriginRefused)),
            },
        }
    }
}

/// Returns the token of `Authorization: Bearer`.
///
/// # Errors
///
/// Returns a problem if the header is there twice or is of another scheme.
pub fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let Some(text) = one(headers, &AUTHORIZATION)? else { return Ok(None) };
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() => {
            Ok(Some(token.trim()))
        }
        Some(_) | None => Err(Problem::malformed_header(&AUTHORIZATION)),
    }
}

fn session_cookie(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    cookie(headers, COOKIE)
}

/// Finds a cookie of ours. Two of that name mean that somebody planted one, and nothing tells which.
///
/// # Errors
///
/// Returns a problem if there are two, or if it is no text.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Problem> {
    let mut found = None;
    for line in headers.get_all(COOKIE_HEADER) {
        // A cookie of another name may hold anything; it is not ours to refuse.
        for pair in line.as_bytes().split(|byte| *byte == b';') {
            let Some(value) = pair.trim_ascii().strip_prefix(name.as_bytes()) else { continue };
            let Some(value) = value.strip_prefix(b"=") else { continue };
            if found.is_some() {
                return Err(Problem::new(Code::AmbiguousCredentials));
            }
            found = Some(std::str::from_utf8(value).map_err(|_| Problem::malformed_header(&COOKIE_HEADER))?);
        }
    }
    Ok(found)
}

/// Secrets of which any is accepted: one, or two while they are exchanged.
#[derive(Clone)]
pub struct Secrets(Vec<[u8; 32]>);

impl Secrets {
    /// A shorter one could be guessed.
    pub const CHARACTERS_MIN: usize = 16;

    /// Reads secrets from a list with commas. Those that are too short are left out, so that a variable that was
    /// forgotten opens nothing.
    pub fn parse(list: &str) -> Self {
        let long_enough =
            list.split(',').map(str::trim).filter(|secret| Self::CHARACTERS_MIN <= secret.len());
        Self(long_enough.map(|secret| Sha256::digest(secret).into()).collect())
    }

    /// Tells whether `given` is one of them.
    pub fn accept(&self, given: &str) -> bool {
        let given: [u8; 32] = Sha256::digest(given).into();
        // In constant time, and over all of them, so that the time says nothing about any.
        let any = self.0.iter().fold(Choice::from(0), |any, secret| any | secret.ct_eq(&given));
        any.into()
    }
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets")
    }
}

#[cfg(test)]
mod tests;
