//! A case, as its candidate sees it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Said;

#[derive(Debug, Deserialize)]
pub(crate) struct Case {
    pub(crate) case: String,
    pub(crate) programme: String,
    pub(crate) season: String,
    pub(crate) policy: String,
    pub(crate) state: String,
    pub(crate) message: Option<Said>,
    pub(crate) closes: Option<String>,
    pub(crate) due: Option<String>,
    pub(crate) erased_from: Option<String>,
    #[serde(default)]
    pub(crate) objections: Vec<Objection>,
    pub(crate) registration: Option<Registration>,
    pub(crate) draft: Option<Draft>,
    pub(crate) filing: Option<Filing>,
    pub(crate) assessment: Option<Assessment>,
    pub(crate) derivation: Option<Derivation>,
    pub(crate) timeline: Vec<Event>,
}

/// A draft, which is sent back as a whole.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Draft {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) category: Option<String>,
    #[serde(default)]
    pub(crate) form: Fields,
    #[serde(default)]
    pub(crate) confirmed: BTreeMap<String, bool>,
}

/// What a candidate fills in.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Fields {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) document: Option<Document>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) telephone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Document {
    pub(crate) kind: String,
    pub(crate) number: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Filing {
    pub(crate) category: String,
    pub(crate) name: String,
    pub(crate) document: Document,
    pub(crate) telephone: String,
    pub(crate) email: Option<String>,
    #[serde(default)]
    pub(crate) materials: Vec<Picture>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Picture {
    pub(crate) picture: String,
    pub(crate) material: String,
    pub(crate) source: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) sha256_sent: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Objection {
    pub(crate) text: Option<Said>,
    pub(crate) reason: String,
    pub(crate) material: Option<String>,
    pub(crate) note: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Registration {
    pub(crate) status: String,
    pub(crate) name: Said,
    pub(crate) due: String,
    pub(crate) is_late: bool,
    pub(crate) message: Option<Said>,
    pub(crate) contact_before: Option<String>,
    pub(crate) pay_before: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Assessment {
    pub(crate) checks: Vec<Finding>,
    pub(crate) explanation: Explanation,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Derivation {
    pub(crate) name: Said,
    pub(crate) registration: BTreeMap<String, String>,
    pub(crate) checks: Vec<Finding>,
    pub(crate) explanation: Explanation,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Finding {
    pub(crate) check: String,
    pub(crate) name: Option<Said>,
    pub(crate) verdict: String,
}

/// How a rule has come to its value.
#[derive(Debug, Deserialize)]
pub(crate) struct Explanation {
    pub(crate) holds: String,
    pub(crate) check: Option<String>,
    pub(crate) all: Option<Vec<Explanation>>,
    pub(crate) any: Option<Vec<Explanation>>,
    pub(crate) not: Option<Box<Explanation>>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Event {
    pub(crate) event: String,
    pub(crate) at: String,
    pub(crate) due: Option<String>,
    pub(crate) moved: Option<Move>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Move {
    pub(crate) reason: String,
}
