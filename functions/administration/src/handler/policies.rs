//! `POST /internal/policies`: publishes a policy and makes its season current.

use bytes::Bytes;
use domain::act::{Doer, Kind};
use domain::policy::Policy;
use edge::acts::{Deed, Told, about_policy, recorded};
use edge::{Body, Context, FieldError, POLICY_BYTES_MAX, Problem, read_json_up_to};
use http::{Request, Response, StatusCode};
use serde::{Deserialize, Serialize};
use store::{KeyValue, Publication};

use super::deployment::How;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Publishing {
    /// The policy file, byte for byte.
    policy: String,
    /// How many partitions the season's cases get, if the season is new.
    partitions: u32,
    #[serde(default)]
    seeding: How,
}

#[derive(Serialize)]
struct Published {
    programme: String,
    season: String,
    policy: String,
}

pub(super) async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    cx.enter("/internal/policies");
    let publishing: Publishing = read_json_up_to(&mut request, POLICY_BYTES_MAX).await?;
    let policy = Policy::parse(publishing.policy.as_bytes())
        .map_err(|error| Problem::invalid_fields(vec![FieldError::of_policy(&error)]))?;

    let store = cx.store();
    // What is current already is published already.
    if !store.is_current(&policy).await? {
        let about = about_policy(&policy);
        let deed = Deed::new(cx, Doer::Operator, Kind::PolicyPublished, about, Some(policy.region()))?;
        let file = publishing.policy.as_bytes();
        let publication = Publication { policy: &policy, file, partitions: publishing.partitions };
        let effect = async || Ok(store.publish(publication, publishing.seeding.into()).await?);
        recorded(cx, deed, effect, |_| Told::default()).await?;
    }

    let (programme, season) = (policy.programme().to_string(), policy.season().to_string());
    edge::json(StatusCode::OK, &Published { programme, season, policy: policy.hash().to_string() })
}
