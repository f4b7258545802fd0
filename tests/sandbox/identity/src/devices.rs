//! The step on a second device: a browser waits until somebody has been recognised on a telephone.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use edge::{Context, Problem};
use serde::{Deserialize, Serialize};
use store::{KeyValue, StoreFault};

use crate::realm::Realm;
use crate::script::Stage;

/// As long as the service waits for whoever it has sent here.
const MINUTES_MAX: i64 = 10;

/// Sixteen bytes, in base64.
const ID_CHARACTERS: usize = 22;

/// A browser that waits.
#[derive(Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Waiting {
    /// What it was sent here with: where whoever has only one device goes on.
    pub(crate) query: String,
    /// Who has been recognised since, as the parameter `person` has it.
    pub(crate) chosen: Option<String>,
    ends: DateTime<Utc>,
}

impl Waiting {
    /// Lets a browser wait, and returns the name under which it does.
    pub(crate) async fn begin<K: KeyValue>(
        cx: &Context<'_, K>,
        stage: &impl Stage,
        realm: Realm,
        query: &str,
    ) -> Result<String, Problem> {
        let drawn: [u8; 16] = cx.store().entropy().draw().map_err(StoreFault::from)?;
        let id = URL_SAFE_NO_PAD.encode(drawn);
        let ends = cx.now + TimeDelta::minutes(MINUTES_MAX);
        Self { query: query.to_owned(), chosen: None, ends }.keep(stage, realm, &id).await;
        Ok(id)
    }

    /// Returns the browser that waits under this name, unless its time is over. One whose person was recognised can go on more than
    /// once: whoever clicks twice gets two codes, and loses nothing.
    pub(crate) async fn find(stage: &impl Stage, realm: Realm, id: &str, now: DateTime<Utc>) -> Option<Self> {
        if id.len() != ID_CHARACTERS {
            return None;
        }
        let waiting: Self = serde_json::from_slice(&stage.read(&name(realm, id)).await?).ok()?;
        (now < waiting.ends).then_some(waiting)
    }

    /// Notes who has been recognised. The first one counts.
    pub(crate) async fn choose(mut self, stage: &impl Stage, realm: Realm, id: &str, person: String) {
        if self.chosen.is_none() {
            self.chosen = Some(person);
            self.keep(stage, realm, id).await;
        }
    }

    async fn keep(&self, stage: &impl Stage, realm: Realm, id: &str) {
        stage.keep(&name(realm, id), &serde_json::to_vec(self).unwrap_or_default()).await;
    }
}

fn name(realm: Realm, id: &str) -> String {
    format!("{}/devices/{id}", realm.name())
}
