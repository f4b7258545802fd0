//! `POST /api/administration/checks`: says what there is to say about a policy, before it is proposed or approved. Nothing is stored.

use bytes::Bytes;
use domain::actor::{Action, Subject, permit};
use domain::policy::Policy;
use edge::{Body, Context, POLICY_BYTES_MAX, Problem, read_json_up_to};
use http::{Request, Response, StatusCode};
use store::KeyValue;

use super::administrator;
use crate::wire::{CheckBody, RemarksView};

pub(super) async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(&request).await?;
    administrator(&session)?;
    let CheckBody { policy } = read_json_up_to(&mut request, POLICY_BYTES_MAX).await?;
    // One that cannot be read is of no region yet.
    if let Ok(policy) = Policy::parse(policy.as_bytes()) {
        permit(&session.actor, Action::ProposePolicy, &Subject::Programme { region: policy.region() })?;
    }

    let report = workbench::check(policy.as_bytes());

    edge::json(StatusCode::OK, &RemarksView::from(&report))
}
