//! Scripts: what a register does besides answering.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a register does until it is told otherwise. Everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// It fails with this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// It answers with this text, whatever it knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// It waits before it answers.
    #[serde(default)]
    pub delay_ms: u32,
    /// Fields of every entry that are replaced by these.
    #[serde(default)]
    pub fields: serde_json::Map<String, Value>,
}

impl Script {
    /// Returns what it answers instead of what it knows.
    pub(crate) fn instead(&self) -> Option<Response<Bytes>> {
        if let Some(status) = self.status {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return Some(edge::empty(status));
        }
        self.text.clone().map(|text| Response::new(Bytes::from(text)))
    }
}

/// Reads the script of a register, and waits as it says.
pub(crate) async fn script_of(register: &str, stage: &impl Stage) -> Script {
    let script = kept(register, stage).await;
    if 0 < script.delay_ms {
        stage.wait(script.delay_ms).await;
    }
    script
}

/// Reads the script of a register.
pub(crate) async fn kept(register: &str, stage: &impl Stage) -> Script {
    let script = stage.script(register).await.unwrap_or_default();
    serde_json::from_slice(&script).unwrap_or_default()
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

#[cfg(test)]
pub(crate) mod testing {
    use super::Stage;
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    /// Keeps scripts on paper, and waits for nothing.
    #[derive(Default)]
    pub(crate) struct Paper {
        scripts: RefCell<BTreeMap<String, Vec<u8>>>,
        waited: RefCell<u32>,
    }

    impl Stage for Paper {
        async fn script(&self, register: &str) -> Option<Vec<u8>> {
            self.scripts.borrow().get(register).cloned()
        }

        async fn keep(&self, register: &str, script: &[u8]) {
            self.scripts.borrow_mut().insert(register.to_owned(), script.to_vec());
        }

        async fn wait(&self, milliseconds: u32) {
            *self.waited.borrow_mut() += milliseconds;
        }
    }

    impl Paper {
        /// Returns how long it would have waited.
        pub(crate) fn waited(&self) -> u32 {
            *self.waited.borrow()
        }
    }
}
