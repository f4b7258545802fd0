//! `POST …/token`: the service exchanges a code for an ID token.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use edge::{Body, Context, Problem};
use http::header::AUTHORIZATION;
use http::{HeaderMap, Request, Response, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use store::KeyValue;
use url::form_urlencoded::{byte_serialize, parse};

use crate::codes::Grant;
use crate::realm::{Client, Realm};
use crate::script::{Script, Stage};
use crate::sign::sign;

/// A form has a few hundred bytes.
const FORM_BYTES_MAX: usize = 8 * 1024;
const FORM_TIME_MAX: Duration = Duration::from_secs(5);

/// How long an ID token is good for.
const SECONDS: i64 = 300;

pub(crate) async fn handle<K: KeyValue>(
    request: &mut Request<Body>,
    cx: &Context<'_, K>,
    stage: &impl Stage,
    realm: Realm,
    script: &Script,
) -> Result<Response<Bytes>, Problem> {
    let client = Client::of(cx, realm);
    if !is_client(request.headers(), &client) {
        return edge::json(StatusCode::UNAUTHORIZED, &json!({ "error": "invalid_client" }));
    }
    let form = request.body_mut().read(FORM_BYTES_MAX, FORM_TIME_MAX).await?;
    let get = |name: &str| {
        parse(&form).find(|(known, _)| known == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let grant = Grant::spend(stage, realm, &get("code"), cx.now).await;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(get("code_verifier")));
    let is_good = |grant: &Grant| {
        grant.code_challenge == challenge
            && get("redirect_uri") == client.redirect_uri
            && get("grant_type") == "authorization_code"
    };
    let Some(grant) = grant.filter(is_good) else {
        return edge::json(StatusCode::BAD_REQUEST, &json!({ "error": "invalid_grant" }));
    };
    let id_token = sign(realm, script, client.secret, &claims(&client, grant, script, cx.now.timestamp()))?;
    let tokens = json!({ "access_token": "of no use", "token_type": "Bearer", "id_token": id_token });
    edge::json(StatusCode::OK, &tokens)
}

/// RFC 6749, section 2.3.1.
fn is_client(headers: &HeaderMap, client: &Client<'_>) -> bool {
    let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encoded(client.id), encoded(client.secret));
    let expected = format!("Basic {}", STANDARD.encode(pair));
    headers.get(AUTHORIZATION).is_some_and(|given| given == expected.as_str())
}

fn claims(client: &Client<'_>, grant: Grant, script: &Script, now: i64) -> Value {
    let mut claims = grant.claims;
    let common = json!({
        "iss": client.issuer, "aud": client.id, "iat": now, "exp": now + SECONDS, "nonce": grant.nonce,
    });
    claims.extend(common.as_object().cloned().unwrap_or_default());
    claims.extend(script.claims.clone());
    claims.retain(|_, value| !value.is_null());
    Value::Object(claims)
}
