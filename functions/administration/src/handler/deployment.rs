//! `POST /internal/deployment`: tests the provider's promises for this build, and seeds what is not there yet.

use bytes::Bytes;
use edge::{BUILD, Body, Context, Problem, read_json};
use http::{Request, Response, StatusCode};
use serde::{Deserialize, Serialize};
use store::{KeyValue, Seeding, SelfTestFailed};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Deployment {
    #[serde(default)]
    seeding: How,
    collections: Vec<Wanted>,
}

/// How sure the caller is that nobody else is seeding.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum How {
    /// Others may be at it: only the first to come seeds.
    #[default]
    First,
    /// Nothing else runs. An earlier seeding died half-way.
    Repair,
}

impl From<How> for Seeding {
    fn from(how: How) -> Self {
        match how {
            How::First => Self::First,
            How::Repair => Self::Repair,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    name: String,
    partitions: u32,
}

#[derive(Serialize)]
struct Deployed {
    store: &'static str,
    collections: Vec<Seeded>,
}

#[derive(Serialize)]
struct Seeded {
    name: String,
    partitions: u32,
}

pub(super) async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    cx.enter("/internal/deployment");
    let deployment: Deployment = read_json(&mut request).await?;
    let store = cx.store();

    match store.self_test(BUILD).await {
        Ok(()) => {}
        Err(SelfTestFailed::Broken(promise)) => {
            return Err(Problem::store_not_verified(Some(promise.code().to_owned())));
        }
        Err(SelfTestFailed::Fault(fault)) => return Err(fault.into()),
    }
    store.found(deployment.seeding.into()).await?;
    store.read_policies().await?;
    let mut collections = Vec::new();
    for Wanted { name, partitions } in deployment.collections {
        let seeded = store.seed(&name, partitions, deployment.seeding.into()).await?;
        collections.push(Seeded { name, partitions: seeded.partitions });
    }
    edge::json(StatusCode::OK, &Deployed { store: "good", collections })
}
