//! What a form may say.

use serde::{Deserialize, Serialize};

/// Whom a form names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FormIdentity {
    /// Whoever has logged in, by the name and the document that the identity provider has vouched for (S1-03, S1-48).
    LoggedIn,
    /// Whoever it says.
    FilledIn,
}
