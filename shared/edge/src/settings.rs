//! What a component is told from outside, and what it is called.

use std::collections::BTreeMap;

use crate::service::Gate;

/// A component of the service.
#[derive(Clone, Copy, Debug)]
pub struct Component {
    /// Its name in the manifest and in logs.
    pub name: &'static str,
    /// Whether it serves before the store is verified.
    pub gate: Gate,
    /// The variables that it reads besides those that every component reads. Each must be in the manifest.
    pub variables: &'static [&'static str],
}

/// The variables of a deployment, as one component sees them.
#[derive(Clone, Default)]
pub struct Settings {
    public_origin: String,
    variables: BTreeMap<&'static str, String>,
}

impl Settings {
    /// Puts settings together. `public_origin` is what browsers show as the origin of the pages, such as
    /// `https://example.org`.
    pub fn new(public_origin: &str, variables: BTreeMap<&'static str, String>) -> Self {
        let public_origin = public_origin.trim().trim_end_matches('/').to_ascii_lowercase();
        Self { public_origin, variables }
    }

    /// Returns the origin that browsers must name.
    pub fn public_origin(&self) -> &str {
        &self.public_origin
    }

    /// Returns a variable that the component asked for.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }
}

/// Shows the names alone: variables hold secrets.
impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entry(&self.public_origin).entries(self.variables.keys()).finish()
    }
}
