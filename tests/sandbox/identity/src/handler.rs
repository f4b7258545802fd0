//! `/sandbox/identity/{realm}/…`: what a provider of OpenID Connect has; the page for a second device; and `…/script` to direct the
//! play, or to see how it is directed.

use bytes::Bytes;
use edge::{Body, Code, Context, Problem, read_optional_json, segments};
use http::{Method, Request, Response, StatusCode};
use serde_json::json;
use store::KeyValue;

use crate::realm::{Client, Realm};
use crate::script::{Script, Stage};
use crate::{authorize, phone, sign, token};

/// Answers a request.
///
/// # Errors
///
/// Returns the problem to answer with.
pub async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
    stage: &impl Stage,
) -> Result<Response<Bytes>, Problem> {
    let nothing = || Problem::new(Code::NoSuchResource);
    if cx.variable("sandbox") != Some("true") {
        return Err(nothing());
    }
    let path = request.uri().path().to_owned();
    let path = segments(&path);
    let Some((realm, rest)) = split(&path) else { return Err(nothing()) };
    if (rest, request.method()) == (["script"].as_slice(), &Method::PUT) {
        cx.enter("/sandbox/identity/{realm}/script");
        cx.same_origin(request.headers())?;
        let script: Script = read_optional_json(&mut request).await?;
        script.keep(stage, realm).await;
        return Ok(edge::empty(StatusCode::NO_CONTENT));
    }
    let script = Script::of(stage, realm).await;
    if (rest, request.method()) == (["script"].as_slice(), &Method::GET) {
        cx.enter("/sandbox/identity/{realm}/script");
        return edge::json(StatusCode::OK, &script);
    }
    if 0 < script.delay_ms {
        stage.wait(script.delay_ms).await;
    }
    if let Some(status) = script.status {
        return Ok(edge::empty(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)));
    }
    match (rest, request.method()) {
        ([".well-known", "openid-configuration"], &Method::GET) => {
            cx.enter("/sandbox/identity/{realm}/.well-known/openid-configuration");
            describe(cx, realm)
        }
        (["keys"], &Method::GET) => {
            cx.enter("/sandbox/identity/{realm}/keys");
            edge::json(StatusCode::OK, &sign::shown(realm, &script)?)
        }
        (["authorize"], &Method::GET) => {
            cx.enter("/sandbox/identity/{realm}/authorize");
            authorize::handle(&request, cx, stage, realm, &script).await
        }
        (["phone", id], &Method::GET | &Method::POST) => {
            cx.enter("/sandbox/identity/{realm}/phone/{id}");
            phone::handle(&mut request, cx, stage, realm, id).await
        }
        (["token"], &Method::POST) => {
            cx.enter("/sandbox/identity/{realm}/token");
            token::handle(&mut request, cx, stage, realm, &script).await
        }
        _ => Err(nothing()),
    }
}

fn split<'a>(path: &'a [&'a str]) -> Option<(Realm, &'a [&'a str])> {
    let ["sandbox", "identity", realm, rest @ ..] = path else { return None };
    let realm = Realm::ALL.into_iter().find(|known| known.name() == *realm)?;
    Some((realm, rest))
}

/// Browsers come by the public address, the service by the one that the issuer names.
fn describe<K: KeyValue>(cx: &Context<'_, K>, realm: Realm) -> Result<Response<Bytes>, Problem> {
    let issuer = Client::of(cx, realm).issuer;
    let (public, realm) = (cx.public_origin(), realm.name());
    let description = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{public}/sandbox/identity/{realm}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    });
    edge::json(StatusCode::OK, &description)
}

#[cfg(test)]
mod tests;
