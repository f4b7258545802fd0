//! Codes: what a browser carries from the provider to the service, good once.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::realm::Realm;
use crate::script::Stage;

/// RFC 6749, section 4.1.2, advises ten minutes at most.
const MINUTES_MAX: i64 = 1;

/// What a code stands for.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Grant {
    pub(crate) nonce: String,
    pub(crate) code_challenge: String,
    /// What the ID token says of the person.
    pub(crate) claims: Map<String, Value>,
    ends: DateTime<Utc>,
}

impl Grant {
    pub(crate) fn new(
        nonce: &str,
        code_challenge: &str,
        claims: Map<String, Value>,
        now: DateTime<Utc>,
    ) -> Self {
        let (nonce, code_challenge) = (nonce.to_owned(), code_challenge.to_owned());
        Self { nonce, code_challenge, claims, ends: now + TimeDelta::minutes(MINUTES_MAX) }
    }

    pub(crate) async fn keep(&self, stage: &impl Stage, realm: Realm, code: &str) {
        stage.keep(&name(realm, code), &serde_json::to_vec(self).unwrap_or_default()).await;
    }

    /// Spends a code, whether or not it is still good.
    pub(crate) async fn spend(
        stage: &impl Stage,
        realm: Realm,
        code: &str,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let name = name(realm, code);
        let grant = stage.read(&name).await?;
        stage.forget(&name).await;
        let grant: Self = serde_json::from_slice(&grant).ok()?;
        (now < grant.ends).then_some(grant)
    }
}

fn name(realm: Realm, code: &str) -> String {
    format!("{}/codes/{code}", realm.name())
}
