//! Scripts: what a register does besides answering.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a register does until it is told otherwise. Everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// It fails with this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// It waits before it answers.
    #[serde(default)]
    pub delay_ms: u32,
    /// Fields of every entry that are replaced by these.
    #[serde(default)]
    pub fields: serde_json::Map<String, Value>,
}

/// Where scripts are kept, and how one waits.
#[expect(async_fn_in_trait, reason = "a component has one thread")]
pub trait Stage {
    /// Returns the script of a register.
    async fn script(&self, register: &str) -> Option<Vec<u8>>;
    /// Keeps the script of a register.
    async fn keep(&self, register: &str, script: &[u8]);
    /// Waits.
    async fn wait(&self, milliseconds: u32);
}
