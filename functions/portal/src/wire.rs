//! What functions say, as far as pages show it. What they say besides is left alone.

use edge::Locale;
use serde::Deserialize;

pub(crate) mod administration;
pub(crate) mod case;
pub(crate) mod materials;
pub(crate) mod programme;
pub(crate) mod review;

/// A text in both languages.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Said {
    zh: String,
    en: String,
}

impl Said {
    /// Returns it in one of them. Askama hands the locale of a frame on by reference.
    pub(crate) fn of(&self, locale: &Locale) -> &str {
        locale.pick(&self.zh, &self.en)
    }
}

/// Who is logged in.
#[derive(Debug, Deserialize)]
pub(crate) struct SessionView {
    pub(crate) account: Option<String>,
    pub(crate) role: String,
}

/// Where somebody is logged in.
#[derive(Debug, Deserialize)]
pub(crate) struct SessionsView {
    pub(crate) sessions: Vec<OpenSession>,
}

/// A session that is open.
#[derive(Debug, Deserialize)]
pub(crate) struct OpenSession {
    pub(crate) session: String,
    pub(crate) began: String,
    pub(crate) used: String,
    pub(crate) current: bool,
    pub(crate) ends: String,
    #[serde(default)]
    pub(crate) portal: Option<String>,
    #[serde(default)]
    pub(crate) portal_name: Option<Said>,
}

/// A portal that asks whether it may act for somebody.
#[derive(Debug, Deserialize)]
pub(crate) struct PortalView {
    pub(crate) name: Said,
    origins: Vec<String>,
}

impl PortalView {
    /// Returns the origin of an address, if that is one of the portal's own.
    pub(crate) fn origin_of(&self, address: &str) -> Option<&str> {
        let is_of = |origin: &&String| {
            address.strip_prefix(origin.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        self.origins.iter().find(is_of).map(String::as_str)
    }
}
