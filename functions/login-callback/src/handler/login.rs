//! `GET /auth/login`: sends the browser to the identity provider.

use bytes::Bytes;
use edge::{Body, Context, FieldError, Problem};
use http::header::{HeaderValue, LOCATION, SET_COOKIE};
use http::{Request, Response, StatusCode};
use store::KeyValue;

use super::parameter;
use crate::attempt::{Attempt, Goal};
use crate::provider::{Provider, Realm};
use crate::return_address;
use crate::ways;

pub(super) async fn handle<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let realm = match parameter(request, "realm").as_deref() {
        None | Some("candidate") => Realm::Candidate,
        Some("staff") => Realm::Staff,
        Some(_) => {
            let wrong = FieldError::technical("/realm", "unknown-realm", "candidate, staff");
            return Err(Problem::invalid_fields(vec![wrong]));
        }
    };
    let return_to = return_address::listed(cx, parameter(request, "return").as_deref())?;
    begin(cx, realm, Goal::Page(return_to)).await
}

/// Sends the browser to the provider of a realm, with an attempt that leads to `goal`.
pub(super) async fn begin<K: KeyValue>(
    cx: &Context<'_, K>,
    realm: Realm,
    goal: Goal,
) -> Result<Response<Bytes>, Problem> {
    let attempt = Attempt::draw(cx, realm, goal)?;
    cx.note_login(ways::begun(&attempt));
    let address = Provider::of(cx, realm)?.login_address(&attempt).await?;

    let response = edge::empty(StatusCode::SEE_OTHER);
    let location = HeaderValue::from_str(address.as_str()).map_err(Problem::fault)?;
    let response = edge::with_header(response, LOCATION, location);
    Ok(edge::with_header(response, SET_COOKIE, attempt.cookie(cx)?))
}
