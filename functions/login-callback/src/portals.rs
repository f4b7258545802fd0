//! The portals that are registered, as the deployment lists them. What is wrong with the list opens nothing: until it is right,
//! no portal is served, and operators are told what is wrong with it.

use std::fmt;

use domain::policy::Text;
use edge::{Code, Context, Problem, Secrets};
use serde::Deserialize;
use store::KeyValue;
use url::{Host, Url};

use crate::parameters::is_unreserved;

/// The variable with the list. `spin.toml` says what it looks like.
pub(crate) const PORTALS: &str = "portals";

/// Both travel in the browser's cookie, of which browsers keep four kilobytes.
const ID_BYTES_MAX: usize = 64;
const ADDRESS_BYTES_MAX: usize = 512;

/// It has to fit a line of a page.
const NAME_CHARACTERS_MAX: usize = 64;

/// The second is there while they are exchanged.
const SECRETS_MAX: usize = 2;

/// A portal: a client in the words of RFC 6749, and one that can keep a secret.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Portal {
    pub(crate) id: String,
    /// What people know it by.
    pub(crate) name: Text,
    secrets: Vec<String>,
    addresses: Vec<String>,
}

/// All of them.
#[derive(Default)]
pub(crate) struct Portals(Vec<Portal>);

/// What is wrong with the list. It repeats nothing that could be a secret.
#[derive(Debug, PartialEq, Eq)]
enum Malformed {
    Json { line: usize, column: usize },
    Portal { place: usize, why: &'static str },
}

impl Portals {
    /// Reads the list of the deployment.
    ///
    /// # Errors
    ///
    /// Returns a fault if there is anything wrong with it.
    pub(crate) fn of<K: KeyValue>(cx: &Context<'_, K>) -> Result<Self, Problem> {
        Self::parse(cx.variable(PORTALS).unwrap_or_default()).map_err(Problem::fault)
    }

    fn parse(text: &str) -> Result<Self, Malformed> {
        if text.trim().is_empty() {
            return Ok(Self(Vec::new()));
        }
        let portals: Vec<Portal> = serde_json::from_str(text)
            .map_err(|error| Malformed::Json { line: error.line(), column: error.column() })?;
        for (before, portal) in portals.iter().enumerate() {
            let malformed = |why| Malformed::Portal { place: before + 1, why };
            portal.check().map_err(malformed)?;
            if portals.iter().take(before).any(|known| known.id == portal.id) {
                return Err(malformed("another one has the same id"));
            }
        }
        Ok(Self(portals))
    }

    /// Returns the portal with this id.
    pub(crate) fn find(&self, id: &str) -> Option<&Portal> {
        self.0.iter().find(|portal| portal.id == id)
    }

    /// Returns the portal with this id, if the address is one of its own.
    ///
    /// # Errors
    ///
    /// Returns a problem if there is no such portal or it has no such address.
    pub(crate) fn with_address(&self, id: &str, address: &str) -> Result<&Portal, Problem> {
        // Character by character, so that nothing between the two can be understood in another way (RFC 9700, section 2.1).
        let portal = self.find(id).filter(|portal| portal.addresses.iter().any(|known| known == address));
        portal.ok_or_else(|| Problem::new(Code::UnknownPortal))
    }
}

impl Portal {
    /// Tells whether this is a secret of the portal.
    pub(crate) fn accepts(&self, secret: &str) -> bool {
        Secrets::parse(&self.secrets.join(",")).accept(secret)
    }

    /// Returns the origins of its addresses, each once.
    pub(crate) fn origins(&self) -> Vec<String> {
        let addresses = self.addresses.iter().filter_map(|address| Url::parse(address).ok());
        let mut origins: Vec<String> = addresses.map(|url| url.origin().ascii_serialization()).collect();
        origins.sort();
        origins.dedup();
        origins
    }

    fn check(&self) -> Result<(), &'static str> {
        if self.id.is_empty() || ID_BYTES_MAX < self.id.len() || !is_unreserved(&self.id) {
            return Err("its id has 1 to 64 letters, digits and any of -._~");
        }
        if ![&self.name.zh, &self.name.en].into_iter().all(|name| is_name(name)) {
            return Err(
                "its name has 1 to 64 characters in Chinese, and in English, and none to control anything",
            );
        }
        if !(1..=SECRETS_MAX).contains(&self.secrets.len()) {
            return Err("it has one secret, or two while they are exchanged");
        }
        if self.secrets.iter().any(|secret| secret.len() < Secrets::CHARACTERS_MIN || !is_unreserved(secret))
        {
            return Err("each of its secrets has at least 16 letters, digits and any of -._~");
        }
        if self.addresses.is_empty() {
            return Err("it has no address");
        }
        self.addresses.iter().try_for_each(|address| check_address(address))
    }
}

fn is_name(text: &str) -> bool {
    (1..=NAME_CHARACTERS_MAX).contains(&text.chars().count())
        && text.trim() == text
        && !text.chars().any(char::is_control)
}

fn check_address(address: &str) -> Result<(), &'static str> {
    if ADDRESS_BYTES_MAX < address.len() {
        return Err("each of its addresses has 512 characters at most");
    }
    match Url::parse(address) {
        Ok(url) if url.as_str() == address && is_bare(&url) && is_private(&url) => Ok(()),
        Ok(_) | Err(_) => {
            Err("each of its addresses is a whole one as browsers write it, with https, and without \
             a user and a fragment")
        }
    }
}

/// People are shown its host alone, and nothing may stand before it that looks like one.
fn is_bare(url: &Url) -> bool {
    url.fragment().is_none() && url.username().is_empty() && url.password().is_none()
}

/// On the way to it nobody reads the code: it is encrypted, or never leaves the machine.
fn is_private(url: &Url) -> bool {
    match (url.scheme(), url.host()) {
        ("https", Some(_)) => true,
        ("http", Some(Host::Ipv4(address))) => address.is_loopback(),
        ("http", Some(Host::Ipv6(address))) => address.is_loopback(),
        ("http", Some(Host::Domain(name))) => name == "localhost",
        _ => false,
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the variable {PORTALS}: ")?;
        match self {
            Self::Json { line, column } => {
                write!(f, "line {line}, column {column} is not as spin.toml describes the list")
            }
            Self::Portal { place, why } => write!(f, "portal {place} of the list: {why}"),
        }
    }
}

#[cfg(test)]
mod tests;
