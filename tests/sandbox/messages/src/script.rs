//! Scripts: what a gateway does besides delivering.

use serde::{Deserialize, Serialize};

/// What a gateway does until it is told otherwise. Everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// It answers with this status, and delivers nothing unless it is told to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// It delivers, whatever it answers: the answer is what is lost.
    #[serde(default)]
    pub delivers: bool,
    /// It waits before it answers. What it delivers, it has delivered by then.
    #[serde(default)]
    pub delay_ms: u32,
    /// It answers this text in place of an id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}
