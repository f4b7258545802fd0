//! Scripts: what a provider does besides what it should.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::realm::Realm;

/// What a provider does until it is told otherwise. Everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Script {
    /// Whatever it is asked, it fails with this status.
    pub status: Option<u16>,
    /// It waits before it answers.
    pub delay_ms: u32,
    /// The number of the key that it signs with and shows.
    pub key: u32,
    /// How it signs.
    pub signature: Signature,
    /// Whom it remembers from an hour ago, by their place in the list of invented people. It sends them back without asking,
    /// unless the service wants them to log in again.
    pub remembers: Option<u32>,
    /// It does not care whether the service wants that.
    pub ignores_prompt: bool,
    /// Claims of every ID token that are replaced by these; one that is null is left out.
    pub claims: Map<String, Value>,
}

/// How a provider signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signature {
    /// With the key that it shows.
    #[default]
    Right,
    /// With another key, under the name of the one that it shows.
    WrongKey,
    /// With another key, under a name that it does not show.
    UnknownKey,
    /// With the secret of the client, which is no secret of the provider.
    ClientSecret,
    /// Not at all: `alg` is `none`.
    None,
}

/// Where scripts and codes are kept, and how one waits.
#[expect(async_fn_in_trait, reason = "a component has one thread")]
pub trait Stage {
    /// Returns what is kept under a name.
    async fn read(&self, name: &str) -> Option<Vec<u8>>;
    /// Keeps something.
    async fn keep(&self, name: &str, value: &[u8]);
    /// Keeps it no longer.
    async fn forget(&self, name: &str);
    /// Waits.
    async fn wait(&self, milliseconds: u32);
}

impl Script {
    pub(crate) async fn of(stage: &impl Stage, realm: Realm) -> Self {
        let script = stage.read(&name(realm)).await.unwrap_or_default();
        serde_json::from_slice(&script).unwrap_or_default()
    }

    pub(crate) async fn keep(&self, stage: &impl Stage, realm: Realm) {
        stage.keep(&name(realm), &serde_json::to_vec(self).unwrap_or_default()).await;
    }
}

fn name(realm: Realm) -> String {
    format!("{}/script", realm.name())
}
