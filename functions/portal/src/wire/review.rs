//! What reviewers are shown.

use serde::{Deserialize, Serialize};

use super::Said;
use super::case::{Assessment, Derivation, Filing, Objection, Registration};

#[derive(Debug, Deserialize)]
pub(crate) struct Worklist {
    pub(crate) cases: Vec<Task>,
    pub(crate) more: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Task {
    pub(crate) case: String,
    pub(crate) task: String,
    pub(crate) programme: String,
    pub(crate) due: Option<String>,
    pub(crate) claim: Option<Claim>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Claim {
    pub(crate) until: String,
    pub(crate) is_mine: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Review {
    pub(crate) case: String,
    pub(crate) programme: String,
    pub(crate) season: String,
    pub(crate) policy: String,
    pub(crate) state: String,
    pub(crate) message: Option<Said>,
    pub(crate) submitted: Option<String>,
    pub(crate) due: Option<String>,
    pub(crate) corrections: Option<u8>,
    pub(crate) filing: Option<Filing>,
    pub(crate) assessment: Option<Assessment>,
    #[serde(default)]
    pub(crate) comparisons: Vec<Comparison>,
    pub(crate) derivation: Option<Derivation>,
    #[serde(default)]
    pub(crate) objections: Vec<Objection>,
    #[serde(default)]
    pub(crate) returns: Vec<Returned>,
    #[serde(default)]
    pub(crate) reasons: Vec<Reason>,
    pub(crate) registration: Option<Registration>,
    #[serde(default)]
    pub(crate) messages: Vec<Message>,
    pub(crate) claim: Option<Claim>,
}

/// One time that the case was returned.
#[derive(Debug, Deserialize)]
pub(crate) struct Returned {
    pub(crate) at: String,
    pub(crate) objections: Vec<Objection>,
}

/// A check side by side.
#[derive(Debug, Deserialize)]
pub(crate) struct Comparison {
    pub(crate) check: String,
    pub(crate) name: Said,
    pub(crate) register: String,
    pub(crate) verdict: String,
    pub(crate) fields: Vec<Compared>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Compared {
    pub(crate) field: String,
    pub(crate) rule: String,
    pub(crate) expected: Vec<String>,
    pub(crate) said: Option<String>,
    pub(crate) agrees: String,
}

/// A reason that an objection can have.
#[derive(Debug, Deserialize)]
pub(crate) struct Reason {
    pub(crate) id: String,
    pub(crate) name: Said,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Message {
    pub(crate) about: String,
    pub(crate) status: String,
}

/// What is decided.
#[derive(Debug, Serialize)]
pub(crate) struct Decision<'a> {
    pub(crate) outcome: &'a str,
    pub(crate) corrections: u8,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) items: Vec<Item>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Item {
    pub(crate) reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) material: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}
